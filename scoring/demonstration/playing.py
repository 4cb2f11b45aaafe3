"""The round played from its document: once, whole or not at all, in the order of its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from accounts.models import RoleAssignment, User
from communes.models import Commune
from producers.models import Producer
from products.models import ProductGroup
from scoring.demonstration import council, deciding, offices, writing
from scoring.demonstration.clock import Clock
from scoring.demonstration.proofs import Proofs
from scoring.demonstration.stage import Act, Entry, Stage
from scoring.models import Council
from scoring.process.enums import AssessmentKind
from scoring.process.rules import ProcessUnknown
from scoring.process.storage import governing, work_calendar

ADVISORY_LOCK = 20260522

ACTS: dict[str, Callable[[Act], None]] = {
    "open": writing.begin,
    "open_again": writing.begin_again,
    "submit": writing.hand_in,
    "answer": writing.answer,
    "withdraw": writing.withdraw,
    "say": writing.say,
    "appeal": writing.appeal,
    "accept": offices.accept,
    "return": offices.give_back,
    "refuse": offices.refuse,
    "request": offices.ask,
    "components": offices.check,
    "report": offices.report,
    "forward": offices.forward,
    "send_back": offices.send_back,
    "review": offices.review,
    "advise": offices.advise,
    "advice": offices.advice,
    "to_council": offices.to_council,
    "answer_appeal": offices.reply_to_appeal,
    "score_again": deciding.bring_back_to_council,
    "refer": deciding.refer,
    "ministry_recognises": deciding.ministry_recognises,
    "ministry_returns": deciding.ministry_returns,
}
"""What an entry of ``acts`` in the document may name."""


class CannotPlay(Exception):
    """Why the round is not loaded here; in Vietnamese, for whoever set the portal up."""


@dataclass(frozen=True)
class Turn:
    """One act of the round: so many working days before today, on which entry, what is said."""

    back: int
    act: Callable[[Act], None]
    entry: Entry
    said: Entry


@transaction.atomic
def play_round(document: Entry, *, now: dt.datetime) -> bool:
    """Load the round; false where it is there already, which is left as people made it since.

    Raises ``CannotPlay`` where demonstration accounts are not allowed or missing, or where the law
    changed within the weeks the round plays in.
    """
    if not settings.DEMO_ACCOUNTS:
        raise CannotPlay("Không nạp vòng minh họa ở môi trường chính thức.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
    if Council.objects.filter(is_demo=True).exists():
        return False
    turns = sorted(turns_of(document), key=lambda turn: -turn.back)
    stage = set_up(document, now, turns[0].back)
    for said in document["past_awards"]:
        deciding.award_earlier(stage, said)
    for turn in turns:
        with stage.clock.set_to(turn.back) as at:
            turn.act(Act(stage, turn.entry, turn.said, stage.clock.day(turn.back), at))
    return True


def turns_of(document: Entry) -> Iterator[Turn]:
    """Every act of the document; on one day dossiers come before sessions, these before decisions.

    Raises ``KeyError`` for an act nobody knows.
    """
    told = document["council"]
    yield Turn(told["set_up"], council.set_up, told, {})
    for entry in document["past_awards"]:
        if "withdrawn" in entry:
            said = entry["withdrawn"]
            yield Turn(said["days"], deciding.withdraw_award, entry, said)
    for entry in document["dossiers"]:
        for name, back, *said in entry["acts"]:
            yield Turn(back, ACTS[name], entry, said[0] if said else {})
    for entry in document["sessions"]:
        yield Turn(entry["planned"], council.plan, entry, {})
        if "invited" in entry:
            yield Turn(entry["invited"], council.send_invitations, entry, {})
            yield Turn(entry["sits"], council.sit, entry, {})
    for entry in document["decisions"]:
        yield Turn(entry["drafted"], deciding.draft, entry, {})
        if "issued" in entry:
            yield Turn(entry["issued"], deciding.issue, entry, {})


def set_up(document: Entry, now: dt.datetime, earliest: int) -> Stage:
    """The people and things the round needs, or ``CannotPlay`` saying what is missing."""
    clock = Clock(now, work_calendar())
    first_day = clock.day(earliest)
    _refuse_other_law(first_day, clock.today)
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    named = {document[each] for each in ("province", "commune", "advisers", "secretary", "chair")}
    named |= {*document["members"], *(each["person"] for each in document["producers"])}
    if missing := sorted(named - people.keys()):
        raise CannotPlay(f"Thiếu tài khoản minh họa: {', '.join(missing)}.")
    roles = RoleAssignment.objects.filter(user__is_demo=True, valid_from__gt=first_day)
    roles.update(valid_from=first_day)
    place = people[document["commune"]].roles.select_related("commune").get()
    if place.commune is None:
        raise CannotPlay("Tài khoản minh họa của cán bộ xã chưa gắn với xã nào.")
    return Stage(
        document=document,
        clock=clock,
        proofs=Proofs(now),
        commune=place.commune,
        people=people,
        producers={said["slug"]: _producer(said, place.commune) for said in document["producers"]},
        groups={row.code: row for row in ProductGroup.objects.filter(is_current=True)},
    )


def _producer(said: Entry, commune: Commune) -> Producer:
    """A producer of the demonstration accounts, or one without an account, made if missing."""
    values = {"name": said.get("name", ""), "kind": said.get("kind", ""), "commune": commune}
    marks = {"is_demo": True, "is_published": False}
    producer, _made = Producer.objects.get_or_create(slug=said["slug"], defaults=values | marks)
    if not producer.is_demo:
        raise CannotPlay(f"“{producer.slug}” là chủ thể có thật, không dùng để minh họa.")
    return producer


def _refuse_other_law(first_day: dt.date, today: dt.date) -> None:
    try:
        then, now = (governing(day, AssessmentKind.FIRST).row for day in (first_day, today))
    except ProcessUnknown as error:
        raise CannotPlay(str(error)) from error
    if then != now:
        raise CannotPlay(f"Vòng minh họa kéo dài từ {first_day:%d/%m/%Y}, khi quy trình còn khác.")

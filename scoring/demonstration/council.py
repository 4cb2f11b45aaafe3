"""The council of the round and its sessions: one closed, one sitting, one in preparation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from accounts.models import User
from scoring.councils.concluding import Votes, conclude_item, open_round
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import Attendance, ConflictKind, PaperKind, Seat
from scoring.councils.papers import make_paper
from scoring.councils.planning import invite, plan_session, put_on_table
from scoring.councils.setting_up import give_seat, set_up_council
from scoring.councils.sheets import Said, save_sheet, start_sheet, submit_sheet
from scoring.councils.sitting import (
    close_session,
    declare_conflict,
    defer_item,
    open_session,
    record_attendance,
    record_discussion,
    record_note,
)
from scoring.demonstration.choosing import answers_near
from scoring.demonstration.stage import Act, Entry
from scoring.models import Council, Session, SessionItem

COMMENT = "Nhận xét minh họa: mẫu thử đạt, hồ sơ trình bày rõ."
ADDRESS = "/quan-tri/scoring/session/"


def set_up(act: Act) -> None:
    """Set the council up by its decision and give everybody a seat."""
    stage, said = act.stage, act.entry
    council = set_up_council(
        name=said["name"],
        decision_number=said["number"],
        decision_on=act.on,
        by=stage.province,
        is_demo=True,
    )
    for user in (*stage.scorers, stage.secretary):
        organisation = said["organisations"].get(user.username, "")
        seat = _seat_of(act, user)
        give_seat(
            council=council, user=user, by=stage.province, seat=seat, organisation=organisation
        )


def _seat_of(act: Act, user: User) -> Seat:
    if user == act.stage.secretary:
        return Seat.SECRETARY
    return Seat.CHAIR if user == act.stage.chair else Seat.MEMBER


def plan(act: Act) -> None:
    """Plan a session and put its dossiers on the table."""
    stage, said = act.stage, act.entry
    session = plan_session(
        council=Council.objects.get(is_demo=True),
        title=said["title"],
        starts_at=stage.clock.opening(said["sits"]),
        place=said["place"],
        by=stage.secretary,
    )
    stage.sessions[said["key"]] = session
    for item in said["items"]:
        put_on_table(session=session, dossier=stage.dossiers[item["dossier"]], by=stage.secretary)


def send_invitations(act: Act) -> None:
    """Invite the members and print the invitation."""
    session, by = _session(act), act.stage.secretary
    invite(session=session, by=by, at=act.at, address=f"{ADDRESS}{session.pk}/change/")
    make_paper(session=session, kind=PaperKind.INVITATION, by=by, at=act.at)


def sit(act: Act) -> None:
    """Hold the session as far as the round says."""
    session, by = _session(act), act.stage.secretary
    items = _items(act, session)
    for item, said in items:
        _declare(act, item, said.get("conflicts", {}))
    here = {member.pk: (Attendance.PRESENT, "") for member in session.members.all()}
    record_attendance(session=session, attendance=here, by=by)
    open_session(session=session, by=by, at=act.at)
    for item, said in items:
        _deal_with(act, item, said)
    if act.entry.get("closes"):
        record_note(session=session, text=act.entry["note"], by=by)
        make_paper(session=session, kind=PaperKind.SCORES, by=by, at=act.at)
        close_session(session=session, by=by, at=act.at)
        make_paper(session=session, kind=PaperKind.MINUTES, by=by, at=act.at)


def _session(act: Act) -> Session:
    session = act.stage.sessions[act.entry["key"]]
    session.refresh_from_db()
    return session


def _items(act: Act, session: Session) -> list[tuple[SessionItem, Entry]]:
    rows = session.items.select_related("dossier").order_by("position")
    return list(zip(rows, act.entry["items"], strict=True))


def _declare(act: Act, item: SessionItem, conflicts: Entry) -> None:
    """Everybody declares before the dossier opens; ``null`` is one who has not done so yet."""
    for user in act.stage.scorers:
        kind, reason = conflicts.get(user.username, ("none", "")) or ("", "")
        if kind:
            declare_conflict(item=item, kind=ConflictKind(kind), by=user, reason=reason)


def _deal_with(act: Act, item: SessionItem, said: Entry) -> None:
    """Score a dossier, maybe twice, and conclude on it where the round says so."""
    item.refresh_from_db()
    if "defer" in said:
        defer_item(item=item, by=act.stage.chair, reason=said["defer"])
        return
    stars = next(
        (e.get("stars", 0) for e in act.stage.document["dossiers"] if e["key"] == said["dossier"]),
        0,
    )
    _score(act, item, said.get("sheets", ()), stars)
    if discussion := said.get("discussion"):
        record_discussion(item=item, text=discussion, by=act.stage.secretary)
    if again := said.get("again"):
        open_round(item=item, by=act.stage.chair, reason=again["reason"])
        _score(act, item, again["sheets"], stars)
    if not said.get("open"):
        votes = Votes(len(act.stage.scorers))
        conclude_item(item=item, votes=votes, by=act.stage.chair, on=act.on, text=said["text"])


def _score(act: Act, item: SessionItem, sheets: Iterable[Any], stars: int) -> None:
    """A sheet near each total: a number is handed in, an object is half written, null not begun."""
    for turn, (user, wanted) in enumerate(zip(act.stage.scorers, sheets, strict=False)):
        if wanted is None:
            continue
        is_whole = isinstance(wanted, int)
        near, most = (wanted, None) if is_whole else (wanted["near"], wanted["written"])
        sheet = start_sheet(item=item, by=user)
        answers = dict(islice(_answers(item, near, stars, 5 * turn).items(), most))
        save_sheet(sheet_id=sheet.pk, answers=answers, by=user, comment=COMMENT)
        if is_whole:
            submit_sheet(sheet=sheet, by=user, at=act.at)


def _answers(item: SessionItem, near: int, stars: int, turn: int) -> dict[str, Said]:
    criteria = criteria_of(item.dossier.criteria_set_id).definition
    chosen = answers_near(criteria, near, stars=stars, turn=turn)
    return {code: {"points": each.points, "case": each.case} for code, each in chosen.items()}

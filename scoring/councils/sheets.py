"""A member's own sheet: begun, filled in answer by answer, handed in and locked, corrected.

Answers are kept one by one, the last word per criterion counts, and what one request does not name
it leaves as it was: two windows open at once lose nothing of each other. Nothing computed comes
from the browser.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import pghistory
from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from scoring.councils.answering import Said, answer_of, refuse_to_write, save_answer
from scoring.councils.criteria import Criteria, criteria_of
from scoring.councils.enums import SessionAct, SheetStatus
from scoring.councils.errors import ActRefused, NotYours, SheetIncomplete, SheetLack
from scoring.councils.fingerprints import sheet_content
from scoring.councils.holding import holding_item, require
from scoring.councils.permissions import is_here, may_score
from scoring.councils.room import Room
from scoring.dossiers.moving import need_reason
from scoring.dossiers.revisions import fingerprint
from scoring.models import ConflictDeclaration, Score, Scoresheet, SessionItem, SessionMember
from scoring.rules import Answer, Sheet, problems_of

__all__ = [
    "copy_sheet",
    "correct_sheet",
    "save_answer",
    "save_rest",
    "save_sheet",
    "start_sheet",
    "submit_sheet",
    "writing",
]


def start_sheet(*, item: SessionItem, by: User) -> Scoresheet:
    """The own sheet for the present round of ``item``, begun where there is none yet."""
    with holding_item(item, by) as (_held, room):
        seat = _seat(room, item, by)
        found = item.sheets.filter(member=seat, round=item.round).exclude(
            status=SheetStatus.REPLACED
        )
        return found.first() or item.sheets.create(member=seat, round=item.round)


def save_sheet(
    *,
    sheet_id: int,
    answers: Mapping[str, Said],
    by: User,
    gates: Iterable[str] | None = None,
    comment: str | None = None,
) -> None:
    """Keep many answers at once (the form without script), the gates found, the comment."""
    with writing(sheet_id, by) as sheet:
        criteria = criteria_of(sheet.item.dossier.criteria_set_id)
        fields: dict[frozenset[str], list[Score]] = {}
        for code, said in answers.items():
            score = Score(sheet=sheet, **answer_of(criteria, code, said)._asdict())
            fields.setdefault(frozenset(said), []).append(score)
        for named, scores in fields.items():
            _keep(sheet, scores, set(named))
        save_rest(sheet, criteria, gates=gates, comment=comment)


def save_rest(
    sheet: Scoresheet,
    criteria: Criteria,
    *,
    gates: Iterable[str] | None = None,
    comment: str | None = None,
) -> None:
    """Keep the gates found and the comment of a sheet that is being held, as far as given."""
    if gates is not None:
        sheet.gates = _known_gates(criteria, gates)
    if comment is not None:
        sheet.comment = comment.strip()
    sheet.save(update_fields=["gates", "comment", "updated_at"])


def submit_sheet(*, sheet: Scoresheet, by: User, at: dt.datetime) -> Scoresheet:
    """Hand the sheet in: complete, totalled, fingerprinted, locked.

    Raises ``SheetIncomplete`` naming each criterion, ``ActRefused`` before the session opened or
    for a sheet handed in already.
    """
    item = sheet.item
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.HAND_IN, room, item)
        seat = _seat(room, item, by)
        if not is_here(seat):
            raise ActRefused("Thư ký chưa ghi bạn có mặt ở phiên; báo thư ký rồi nộp lại.")
        held = _own_draft(sheet, seat, item)
        criteria = criteria_of(item.dossier.criteria_set_id)
        answers = _answers(held)
        lacks = list(_lacks(criteria, answers))
        if lacks:
            raise SheetIncomplete(lacks)
        held.total = answers.total
        held.status, held.submitted_at = SheetStatus.SUBMITTED, at
        held.sha256 = fingerprint(sheet_content(held))
        held.save(update_fields=["total", "status", "submitted_at", "sha256", "updated_at"])
        return held


def correct_sheet(*, sheet: Scoresheet, by: User, reason: str) -> Scoresheet:
    """A further version of a sheet handed in, with why; only until the dossier is concluded.

    The old version stays readable and counts no more; the new one is owed like any sheet.
    """
    item = sheet.item
    with holding_item(item, by) as (_held, room):
        require(by, SessionAct.SCORE, room, item)
        seat = _seat(room, item, by)
        old = item.sheets.select_for_update().filter(pk=sheet.pk, member=seat).first()
        if old is None:
            raise NotYours("Đây không phải phiếu của bạn.")
        if old.status != SheetStatus.SUBMITTED or old.round != item.round:
            raise ActRefused("Chỉ sửa được phiếu đã nộp của lần chấm đang diễn ra.")
        said = need_reason(reason, "lý do sửa phiếu")
        old.status = SheetStatus.REPLACED
        old.save(update_fields=["status", "updated_at"])
        return copy_sheet(old, round=old.round, version=old.version + 1, reason=said)


def copy_sheet(old: Scoresheet, *, round: int, version: int, reason: str = "") -> Scoresheet:
    """A draft that says what ``old`` says; the caller holds the item."""
    made = Scoresheet.objects.create(
        item_id=old.item_id,
        member_id=old.member_id,
        round=round,
        version=version,
        gates=list(old.gates),
        comment=old.comment,
        correction_reason=reason,
    )
    Score.objects.bulk_create(
        Score(
            sheet=made,
            criterion_id=score.criterion_id,
            points=score.points,
            case=score.case,
            note=score.note,
        )
        for score in old.scores.all()
    )
    return made


@contextmanager
def writing(sheet_id: int, by: User) -> Iterator[Scoresheet]:
    """Hold the own sheet for a change; one query tells whether it may be written on."""
    last = ConflictDeclaration.objects.filter(item=OuterRef("item"), member=OuterRef("member"))
    rows = Scoresheet.objects.select_related("item__session", "item__dossier", "member__member")
    rows = rows.annotate(conflict=Subquery(last.order_by("-pk").values("kind")[:1]))
    with transaction.atomic(), pghistory.context(user=by.pk):
        held = rows.select_for_update(of=("self",)).filter(pk=sheet_id).first()
        if held is None:
            raise NotYours("Không có phiếu này.")
        refuse_to_write(by, held, held.conflict)
        yield held


def _seat(room: Room, item: SessionItem, by: User) -> SessionMember:
    seat = room.seat_of(by)
    if seat is None or not may_score(by, room, item):
        raise NotYours(
            "Bạn không chấm hồ sơ này: cần khai xung đột lợi ích trước, và không có lợi ích liên "
            "quan."
        )
    return seat


def _own_draft(sheet: Scoresheet, seat: SessionMember, item: SessionItem) -> Scoresheet:
    held = item.sheets.select_for_update().filter(pk=sheet.pk, member=seat).first()
    if held is None:
        raise NotYours("Đây không phải phiếu của bạn.")
    if held.status != SheetStatus.DRAFT:
        raise ActRefused("Phiếu này đã nộp rồi.")
    if held.round != item.round:
        raise ActRefused("Hội đồng đã mở lần chấm khác; mở lại phiếu để chấm tiếp.")
    held.item, held.member = item, seat
    return held


def _keep(sheet: Scoresheet, scores: list[Score], fields: set[str]) -> None:
    """Write the named fields of these scores over what was there."""
    if fields:
        Score.objects.bulk_create(
            scores,
            update_conflicts=True,
            unique_fields=["sheet", "criterion"],
            update_fields=sorted(fields),
        )


def _known_gates(criteria: Criteria, gates: Iterable[str]) -> list[str]:
    said = set(gates)
    if unknown := said - criteria.definition.gates.keys():
        raise ActRefused(f"Không có điều kiện loại {', '.join(sorted(unknown))}.")
    return [code for code in criteria.definition.gates if code in said]


def _answers(sheet: Scoresheet) -> Sheet:
    scores = sheet.scores.filter(points__isnull=False).select_related("criterion")
    answers = {s.criterion.code: Answer(s.points, s.case) for s in scores if s.points is not None}
    return Sheet(answers=answers, gates=frozenset(sheet.gates))


def _lacks(criteria: Criteria, sheet: Sheet) -> Iterator[SheetLack]:
    definition = criteria.definition
    for code, criterion in definition.answerable.items():
        if code not in sheet.answers:
            yield SheetLack(code, f"{code} {criterion.title}: chưa chấm")
    for problem in problems_of(definition, [sheet], partial=True):
        yield SheetLack("", problem)

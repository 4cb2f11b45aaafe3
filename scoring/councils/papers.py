"""Papers of a session: invitation, minutes, score tables; made from the data, bound to it by hash.

What a paper says is one piece of plain data. Its fingerprint is kept with the file and printed on
every page, so that anybody can ask later whether the data still says the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.pdf import render_pdf
from scoring.councils.counting import excluded
from scoring.councils.criteria import criteria_of
from scoring.councils.enums import Attendance, PaperKind, SessionAct, SessionStatus
from scoring.councils.errors import ActRefused
from scoring.councils.fingerprints import short
from scoring.councils.holding import holding_session, require
from scoring.councils.room import Room, names, room_of
from scoring.dossiers.revisions import fingerprint
from scoring.explanation import written
from scoring.models import Scoresheet, Session, SessionItem, SessionPaper
from scoring.templatetags.criteria import sentence_case

TEMPLATES = {
    PaperKind.INVITATION: "scoring/print/invitation.typ",
    PaperKind.MINUTES: "scoring/print/minutes.typ",
    PaperKind.SCORES: "scoring/print/scores.typ",
}


class Checked(NamedTuple):
    """A paper, and whether the data still says what it says."""

    paper: SessionPaper
    still_says: bool
    file_is_whole: bool

    @property
    def fingerprint(self) -> str:
        """The fingerprint as it is printed."""
        return short(self.paper.data_sha256)


def make_paper(*, session: Session, kind: PaperKind, by: User, at: dt.datetime) -> SessionPaper:
    """Make a paper of the session as it stands; a further version beside the earlier ones.

    Minutes once the session is closed; score tables once a dossier is concluded. Raises
    ``ActRefused`` before that and when the last version says the same already.
    """
    with holding_session(session, by):
        room = papers_room(session, at)
        require(by, SessionAct.PAPERS, room)
        data = paper_data(kind, room)
        _refuse_early(kind, session, data)
        sha256 = fingerprint(data)
        last = session.papers.filter(kind=kind).order_by("-version").first()
        if last is not None and last.data_sha256 == sha256:
            raise ActRefused(f"Bản {last.version} đã nói đúng như dữ liệu hiện nay.")
        content = _drawn(kind, data, sha256, at)
        made = SessionPaper(
            session=session,
            kind=kind,
            version=(last.version if last else 0) + 1,
            data_sha256=sha256,
            file_sha256=hashlib.sha256(content).hexdigest(),
            made_by=by,
        )
        made.stored_file.save("giay-to.pdf", ContentFile(content), save=False)
        made.save()
        return made


def papers_room(session: Session, at: dt.datetime) -> Room:
    """Who sat in the session as it stood when it closed, or stands ``at``."""
    return room_of(session, timezone.localdate(session.closed_at or at))


def checked(session: Session, at: dt.datetime) -> list[Checked]:
    """Every paper of the session, each checked against the data and its own file."""
    room = papers_room(session, at)
    papers = list(session.papers.select_related("made_by"))
    now = {
        kind: fingerprint(paper_data(PaperKind(kind), room)) for kind in {p.kind for p in papers}
    }
    return [
        Checked(paper, paper.data_sha256 == now[PaperKind(paper.kind)], _is_whole(paper))
        for paper in papers
    ]


def paper_data(kind: PaperKind, room: Room) -> dict[str, Any]:
    """What a paper of that kind says of the session now."""
    return _WRITERS[kind](room)


def _refuse_early(kind: PaperKind, session: Session, data: dict[str, Any]) -> None:
    if kind == PaperKind.MINUTES and session.status != SessionStatus.CLOSED:
        raise ActRefused("Bế mạc phiên rồi mới lập biên bản.")
    if kind == PaperKind.SCORES and not data["items"]:
        raise ActRefused("Chưa có hồ sơ nào được kết luận.")


def _drawn(kind: PaperKind, data: dict[str, Any], sha256: str, at: dt.datetime) -> bytes:
    printed = data | {
        "fingerprint": short(sha256),
        "made": f"{timezone.localtime(at):%H:%M %d/%m/%Y}",
    }
    return render_pdf(TEMPLATES[kind], printed, at=at)


def _is_whole(paper: SessionPaper) -> bool:
    try:
        with paper.stored_file.open("rb") as file:
            return hashlib.sha256(file.read()).hexdigest() == paper.file_sha256
    except FileNotFoundError:
        return False


# --- what each paper says


def _head(room: Room) -> dict[str, Any]:
    session, council = room.session, room.session.council
    starts = timezone.localtime(session.starts_at)
    return {
        "issuer": (SiteProfile.objects.first() or SiteProfile()).owner_office,
        "council": council.name,
        "decision": f"{council.decision_number} ngày {council.decision_on:%d/%m/%Y}",
        "regulation": session.regulation.name,
        "title": session.title,
        "form": session.get_form_display(),
        "place": session.place,
        "starts": f"{starts:%H:%M} ngày {starts:%d/%m/%Y}",
        "is_demo": council.is_demo,
    }


def _invited(room: Room) -> list[dict[str, str]]:
    """Who is invited; who came later is no matter of the invitation."""
    return [
        {
            "name": str(member.member.user),
            "seat": member.get_seat_display(),
            "organisation": member.member.organisation,
        }
        for member in room.members
    ]


def _people(room: Room) -> list[dict[str, str]]:
    return [
        said | {"attendance": member.get_attendance_display(), "note": member.note}
        for said, member in zip(_invited(room), room.members, strict=True)
    ]


def _invitation(room: Room) -> dict[str, Any]:
    items = room.session.items.select_related("dossier__producer").order_by("position", "pk")
    return _head(room) | {
        "people": _invited(room),
        "items": [
            {"product": item.dossier.product_name, "producer": item.dossier.producer.name}
            for item in items
        ],
    }


def _minutes(room: Room) -> dict[str, Any]:
    session = room.session
    present = [m for m in room.scoring if m.attendance == Attendance.PRESENT]
    return _head(room) | {
        "people": _people(room),
        "present": f"{len(present)} trên {len(room.scoring)} thành viên chấm có mặt",
        "opened": _clock(session.opened_at),
        "closed": _clock(session.closed_at),
        "note": session.note,
        "items": [_minute(room, item) for item in _items(room)],
        "chair": names([m for m in (room.presiding(),) if m is not None]),
        "secretary": names(room.secretaries),
    }


def _minute(room: Room, item: SessionItem) -> dict[str, Any]:
    conclusion = getattr(item, "conclusion", None)
    rounds = [
        f"Lần chấm {r.round}: chênh lệch {written(Fraction(r.spread))} điểm. {r.reason}"
        for r in item.rounds_opened.all()
    ]
    said = {
        "position": item.position,
        "product": item.dossier.product_name,
        "producer": item.dossier.producer.name,
        "receipt": item.dossier.receipt_number or "",
        "discussion": item.discussion,
        "left_out": names(excluded(room, item)),
        "rounds": rounds,
        "deferred": item.deferred_reason,
        "result": "",
        "votes": "",
        "text": "",
        "spread_reason": "",
        "sheets": "",
        "missed": [],
    }
    if conclusion is not None:
        said |= {
            "result": str(conclusion),
            "votes": f"{conclusion.votes_for} tán thành, {conclusion.votes_against} không tán "
            f"thành, {conclusion.votes_abstaining} ý kiến khác",
            "text": conclusion.text,
            "spread_reason": conclusion.spread_reason,
            "sheets": f"{len(conclusion.sheets)} phiếu, dấu {short(conclusion.sheets_sha256)}",
            "missed": _missed(conclusion.explanation),
        }
    return said


def _missed(explanation: dict[str, Any]) -> list[str]:
    said = [
        f"Chưa đạt mức tối thiểu của {star} sao ở tiêu chí {', '.join(codes)}."
        for star, codes in explanation.get("missed_minimums", {}).items()
        if codes
    ]
    gates = [f"Điều kiện loại: {gate['text']}" for gate in explanation.get("gates", [])]
    return [*gates, *said]


def _scores(room: Room) -> dict[str, Any]:
    concluded = [item for item in _items(room) if hasattr(item, "conclusion")]
    keys = [key for item in concluded for key in item.conclusion.sheets]
    rows = Scoresheet.objects.filter(pk__in=keys).select_related("member__member__user")
    sheets: dict[int, list[Scoresheet]] = {}
    for sheet in rows.prefetch_related("scores__criterion").order_by("member_id"):
        sheets.setdefault(sheet.item_id, []).append(sheet)
    return _head(room) | {
        "items": [_table(item, sheets.get(item.pk, [])) for item in concluded],
        "chair": names([m for m in (room.presiding(),) if m is not None]),
        "secretary": names(room.secretaries),
    }


def _table(item: SessionItem, sheets: list[Scoresheet]) -> dict[str, Any]:
    definition = criteria_of(item.dossier.criteria_set_id).definition
    given = [{s.criterion.code: s.points or 0 for s in sheet.scores.all()} for sheet in sheets]
    rows = []
    for code, criterion in definition.answerable.items():
        points = [Fraction(each.get(code, 0)) for each in given]
        mean = sum(points, Fraction(0)) / len(points) if points else Fraction(0)
        rows.append([code, sentence_case(criterion.title), *map(written, points), written(mean)])
    return {
        "product": item.dossier.product_name,
        "producer": item.dossier.producer.name,
        "receipt": item.dossier.receipt_number or "",
        "set": f"Bộ {definition.number}: {definition.name} ({definition.decision})",
        "members": [str(sheet.member.member.user) for sheet in sheets],
        "rows": rows,
        "totals": [*(written(Fraction(sheet.total or 0)) for sheet in sheets)],
        "mean": written(Fraction(item.conclusion.total)),
        "result": str(item.conclusion),
        "prints": [
            f"{sheet.member.member.user} (bản {sheet.version}): {short(sheet.sha256)}"
            for sheet in sheets
        ],
        "sheets": short(item.conclusion.sheets_sha256),
    }


def _items(room: Room) -> list[SessionItem]:
    rows = room.session.items.select_related("dossier__producer", "conclusion")
    return list(rows.prefetch_related("rounds_opened").order_by("position", "pk"))


def _clock(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}" if at else ""


_WRITERS: dict[PaperKind, Callable[[Room], dict[str, Any]]] = {
    PaperKind.INVITATION: _invitation,
    PaperKind.MINUTES: _minutes,
    PaperKind.SCORES: _scores,
}

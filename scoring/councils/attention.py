"""Sessions that wait for somebody: members who owe, secretaries, whoever presides.

`with_waiting` says for each session what waits for one person; the conditions ask about it.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.permissions import Person
from ocop_portal.shared.attention import Attention
from scoring.councils.enums import (
    OPEN_ITEMS,
    SCORING_SEATS,
    Attendance,
    ConflictKind,
    Seat,
    SessionStatus,
    SheetStatus,
)
from scoring.councils.room import LETS_IN
from scoring.models import ConflictDeclaration, Scoresheet, Session, SessionItem, SessionMember

AHEAD_AND_OPEN = [SessionStatus.INVITED, SessionStatus.OPEN]


def with_waiting(sessions: QuerySet[Session], user: Person) -> QuerySet[Session]:
    """Add what each session asks of ``user``: a declaration, a sheet, a conclusion."""
    seats = SessionMember.objects.filter(session=OuterRef("pk"), member__user=user.pk)
    mine = SessionItem.objects.filter(
        session=OuterRef("pk"),
        status__in=OPEN_ITEMS,
        session__members__member__user=user.pk,
        session__members__seat__in=SCORING_SEATS,
    )
    said = ConflictDeclaration.objects.filter(item=OuterRef("pk"), member__member__user=user.pk)
    mine = mine.annotate(said=Subquery(said.order_by("-pk").values("kind")[:1]))
    handed_in = Scoresheet.objects.filter(
        item=OuterRef("pk"),
        member__member__user=user.pk,
        round=OuterRef("round"),
        status=SheetStatus.SUBMITTED,
    )
    return sessions.annotate(
        owes_declaration=Exists(mine.filter(said__isnull=True)),
        owes_sheet=Exists(mine.filter(said__in=LETS_IN).exclude(Exists(handed_in))),
        leads=Exists(seats.filter(seat__in=[Seat.CHAIR, Seat.SECRETARY])),
        is_open_for_conclusion=Exists(_complete_items()),
    )


def _complete_items() -> QuerySet[SessionItem]:
    """Dossiers on the table with a sheet, of which nobody present owes one."""
    said = ConflictDeclaration.objects.filter(item=OuterRef(OuterRef("pk")), member=OuterRef("pk"))
    handed_in = Scoresheet.objects.filter(
        item=OuterRef(OuterRef("pk")),
        member=OuterRef("pk"),
        round=OuterRef(OuterRef("round")),
        status=SheetStatus.SUBMITTED,
    )
    present = SessionMember.objects.filter(
        session=OuterRef("session"), seat__in=SCORING_SEATS, attendance=Attendance.PRESENT
    )
    owing = present.annotate(said=Subquery(said.order_by("-pk").values("kind")[:1]))
    owing = owing.exclude(Q(said=ConflictKind.HARD) & Q(said__isnull=False))
    owing = owing.exclude(Exists(handed_in))
    rows = SessionItem.objects.filter(session=OuterRef("pk"), status__in=OPEN_ITEMS)
    return rows.filter(sheets__status=SheetStatus.SUBMITTED).exclude(Exists(owing))


SESSION_ATTENTION = (
    Attention(
        "cho-khai",
        "phiên có hồ sơ chờ bạn khai xung đột lợi ích",
        "Khai xong hồ sơ mới mở ra.",
        lambda _on: Q(owes_declaration=True, status__in=AHEAD_AND_OPEN),
        act="view",
        is_urgent=True,
    ),
    Attention(
        "con-phieu",
        "phiên bạn còn nợ phiếu chấm",
        "Chấm và nộp phiếu; phiếu của người khác chỉ hiện sau khi bạn nộp.",
        lambda _on: Q(owes_sheet=True, status__in=AHEAD_AND_OPEN),
        act="view",
        is_urgent=True,
    ),
    Attention(
        "cho-ket-luan",
        "phiên có hồ sơ đủ phiếu, chờ kết luận",
        "Kết luận, hoặc mở lần chấm lại khi điểm cách nhau quá mức.",
        lambda _on: Q(leads=True, is_open_for_conclusion=True, status=SessionStatus.OPEN),
        act="view",
        is_urgent=True,
    ),
    Attention(
        "chua-moi",
        "phiên đang chuẩn bị, chưa mời",
        "Đưa hồ sơ vào phiên rồi mời thành viên, đủ ngày theo quy chế.",
        lambda _on: Q(status=SessionStatus.PLANNED),
    ),
    Attention(
        "chua-khai-mac",
        "phiên đã mời, đến ngày họp",
        "Ghi người có mặt rồi khai mạc.",
        lambda on: Q(status=SessionStatus.INVITED, starts_at__date__lte=on),
    ),
)

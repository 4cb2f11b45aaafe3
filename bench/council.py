"""A council at work: a member's sheet, one answer saved, the chair's table of sixty dossiers."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from bench.load import Target
from bench.measures import Measure
from communes.models import Commune
from producers.models import Producer
from scoring.councils.enums import Attendance, ConflictKind, ItemStatus, Seat, SheetStatus
from scoring.criteria.storage import definition_of, load_criteria, sets_in_full
from scoring.dossiers.enums import DossierStatus
from scoring.models import (
    AssessmentProcess,
    ConflictDeclaration,
    Council,
    CouncilMember,
    CriteriaSet,
    Dossier,
    DossierRevision,
    Evidence,
    Regulation,
    Score,
    Scoresheet,
    Session,
    SessionItem,
    SessionMember,
)
from scoring.process.enums import AssessmentKind, ProcessLevel
from scoring.process.storage import load_processes
from scoring.regulation_acts import load_regulation

DOSSIERS, MEMBERS, PROOFS = 60, 11, 10
NAME = "Hội đồng để đo"
TOKEN = "b" * 32
SHEET, ANSWER = "/quan-tri/scoring/session/phieu/{}/", "/quan-tri/scoring/session/phieu/{}/tra-loi/"


def council_pages() -> list[Measure]:
    """The three pages the council works on most; their data is made the first time."""
    session = fill_council()
    chair = User.objects.get(username="bench-0")
    draft = Scoresheet.objects.filter(status=SheetStatus.DRAFT, member__member__user=chair)
    sheet = draft.order_by("pk").first()
    code = sheet.item.dossier.criteria_set.criteria.exclude(kind="group").first().code
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_signed_in(chair)}; csrftoken={TOKEN}"}
    form = "application/x-www-form-urlencoded"
    posted = cookie | {"X-CSRFToken": TOKEN, "Content-Type": form}
    body = urlencode({"tieu-chi": code, "ghi-chu": "Có hợp đồng số "}) + "@"
    table = f"/quan-tri/scoring/session/{session.pk}/change/"
    return [
        Measure("phiếu chấm của thành viên", Target((SHEET.format(sheet.pk),), cookie), 0.12),
        Measure("lưu một câu trả lời", Target((ANSWER.format(sheet.pk),), posted, body), 0.4),
        Measure("bảng 60 hồ sơ × 11 thành viên", Target((table,), cookie), 0.08),
    ]


def fill_council() -> Session:
    """The session with its dossiers and sheets, made the first time."""
    if not Council.objects.filter(name=NAME).exists():
        _fill()
    return Session.objects.select_related("regulation").get(council__name=NAME)


@transaction.atomic
def _fill() -> None:
    """Sixty dossiers before eleven members, all sheets in but the chair's on the last one."""
    at = timezone.now()
    fixtures = settings.BASE_DIR / "fixtures"
    load_criteria(fixtures / "criteria", at=at)
    load_processes(fixtures / "process", at=at)
    load_regulation(fixtures / "process/regulation.json", at=at)
    people = [_person(number) for number in range(MEMBERS)]
    council = Council.objects.create(
        name=NAME, decision_number="bench", decision_on=dt.date(2026, 6, 1)
    )
    session = Session.objects.create(
        council=council,
        regulation=Regulation.objects.get(is_default=True),
        title="Phiên để đo",
        starts_at=at,
        opened_at=at,
        status="open",
    )
    seats = [_seat(council, session, user, number) for number, user in enumerate(people)]
    items = [_item(session, people[0], number, at) for number in range(1, DOSSIERS + 1)]
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(
            item=item, member=seat, kind=ConflictKind.NONE, declared_by=seat.member.user
        )
        for item in items
        for seat in seats
    )
    _score(items, seats, at)


def _person(number: int) -> User:
    user = User.objects.create(username=f"bench-{number}", full_name=f"Thành viên {number}")
    RoleAssignment.objects.create(
        user=user, role=Role.COUNCIL_MEMBER, valid_from=dt.date(2026, 1, 1)
    )
    return user


def _seat(council: Council, session: Session, user: User, number: int) -> SessionMember:
    seat = Seat.MEMBER if number else Seat.CHAIR
    member = CouncilMember.objects.create(council=council, user=user, seat=seat)
    return SessionMember.objects.create(
        session=session, member=member, seat=seat, attendance=Attendance.PRESENT
    )


def _item(session: Session, user: User, number: int, at: dt.datetime) -> SessionItem:
    row = CriteriaSet.objects.exclude(published_at=None).get(
        version__decision="26/2026/QĐ-TTg", number=6
    )
    commune = Commune.objects.order_by("pk").first()
    dossier = Dossier.objects.create(
        kind=AssessmentKind.FIRST,
        producer=Producer.objects.order_by("pk")[number],
        product_name=f"Sản phẩm {number}",
        criteria_set=row,
        process=AssessmentProcess.objects.filter(criteria_version=row.version).first(),
        commune=commune,
        status=DossierStatus.COUNCIL,
        level=ProcessLevel.PROVINCE,
        number=number,
        year=2026,
        receipt_number=f"{number:02}/PĐK-BENCH-2026",
        filed_on=dt.date(2026, 11, 2),
        revision_number=1,
        created_by=user,
    )
    proofs = [_proof(dossier, user, place) for place in range(PROOFS if number == DOSSIERS else 0)]
    revision = DossierRevision.objects.create(
        dossier=dossier,
        number=1,
        content={"answers": {}, "evidence": {str(proof.pk): {} for proof in proofs}},
        sha256="0" * 64,
        submitted_by=user,
        submitted_at=at,
    )
    return SessionItem.objects.create(
        session=session,
        dossier=dossier,
        revision=revision,
        position=number,
        status=ItemStatus.SCORING,
    )


def _proof(dossier: Dossier, user: User, place: int) -> Evidence:
    kinds = dossier.process.criteria_version.evidence_kinds.all()
    proof = Evidence.objects.create(
        dossier=dossier,
        kind=kinds[place % len(kinds)],
        title=f"Giấy tờ {place}",
        reference="Lưu tại xã",
        uploaded_by=user,
    )
    proof.criteria.set(dossier.criteria_set.criteria.all()[3 * place : 3 * place + 3])
    return proof


def _score(items: list[SessionItem], seats: list[SessionMember], at: dt.datetime) -> None:
    row = sets_in_full(CriteriaSet.objects.filter(pk=items[0].dossier.criteria_set_id)).get()
    definition = definition_of(row)
    keys = {each.code: each.pk for each in row.criteria.all()}
    sheets = Scoresheet.objects.bulk_create(
        Scoresheet(item=item, member=seat) for item in items for seat in seats
    )
    Score.objects.bulk_create(
        (
            Score(
                sheet=sheet,
                criterion_id=keys[code],
                points=criterion.options[-1 - (place + number) % 2].points,
                case=criterion.options[-1 - (place + number) % 2].case,
            )
            for number, sheet in enumerate(sheets)
            for place, (code, criterion) in enumerate(definition.answerable.items())
        ),
        batch_size=2000,
    )
    handed_in = [sheet for sheet in sheets if sheet.member != seats[0] or sheet.item != items[-1]]
    for sheet in handed_in:
        sheet.total = sum(score.points for score in sheet.scores.all())
        sheet.status, sheet.submitted_at, sheet.sha256 = SheetStatus.SUBMITTED, at, "0" * 64
    Scoresheet.objects.bulk_update(
        handed_in, ["total", "status", "submitted_at", "sha256"], batch_size=200
    )


def _signed_in(user: User) -> str:
    """The key of a session in which ``user`` is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key

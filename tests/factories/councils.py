"""Councils, sessions and sheets, made by the real acts; a concluded dossier in one call.

``concluded(points=8)`` gives a dossier whose council gave every criterion so many points (ten
criteria of 0 to 10: eight gives 80 and four stars).
"""

import datetime as dt
from decimal import Decimal
from itertools import count

from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from scoring.councils.concluding import Votes, conclude_item
from scoring.councils.enums import SCORING_SEATS, Attendance, ConflictKind, Seat
from scoring.councils.planning import invite, plan_session, put_on_table
from scoring.councils.setting_up import give_seat, set_up_council
from scoring.councils.sheets import save_sheet, start_sheet, submit_sheet
from scoring.councils.sitting import declare_conflict, open_session, record_attendance
from scoring.dossiers.checking import (
    accept_dossier,
    forward_dossier,
    give_to_advisers,
    give_to_council,
)
from scoring.dossiers.submitting import submit_dossier
from scoring.models import Council, Dossier, Scoresheet, Session, SessionItem, SessionMember
from tests.factories.accounts import make_user
from tests.factories.dossiers import (
    FILED,
    before_council,
    commune_officer,
    load_law,
    province_officer,
    write_commune_report,
)

STARTS = dt.datetime(2026, 11, 26, 1, 0, tzinfo=dt.UTC)  # eight in the morning
INVITED = dt.datetime(2026, 11, 10, 2, 0, tzinfo=dt.UTC)
ADDRESS = "https://ocop.vi.du/quan-tri/"
_numbers = count(1)


def make_member(**fields) -> User:
    """A person who may sit in a council, with an address for letters."""
    number = next(_numbers)
    values = {"full_name": f"Ủy viên {number}", "email": f"uy-vien-{number}@vi.du"} | fields
    return make_user(Role.COUNCIL_MEMBER, **values)


def make_secretary() -> User:
    """A council's secretary."""
    number = next(_numbers)
    return make_user(Role.SECRETARY, full_name=f"Thư ký {number}", email=f"thu-ky-{number}@vi.du")


def make_council(members: int = 2, by: User | None = None, **fields) -> Council:
    """A council with a chair, so many further members, and a secretary."""
    by = by or province_officer()
    number = next(_numbers)
    values = {
        "name": f"Hội đồng OCOP tỉnh {number}",
        "decision_number": f"{number}/QĐ-UBND",
        "decision_on": dt.date(2026, 6, 1),
    }
    council = set_up_council(by=by, **values | fields)
    give_seat(council=council, user=make_member(), seat=Seat.CHAIR, by=by)
    for _ in range(members):
        give_seat(council=council, user=make_member(), by=by)
    give_seat(council=council, user=make_secretary(), seat=Seat.SECRETARY, by=by)
    return council


def planned(*dossiers: Dossier, council: Council | None = None, **fields) -> Session:
    """A session with these dossiers on the table, nobody invited."""
    load_law()
    by = province_officer()
    council = council or make_council()
    values = {"title": f"Phiên {next(_numbers)}", "starts_at": STARTS, "place": "Phòng họp 1"}
    session = plan_session(council=council, by=by, **values | fields)
    for dossier in dossiers:
        put_on_table(session=session, dossier=dossier, by=by)
    return session


def invited(*dossiers: Dossier, **fields) -> Session:
    """The same, with the members invited; a dossier of its own where none is given."""
    session = planned(*(dossiers or [before_council()]), **fields)
    invite(session=session, by=province_officer(), at=INVITED, address=ADDRESS)
    return session


def opened(*dossiers: Dossier, **fields) -> Session:
    """The same, sitting: everybody is present and has no conflict."""
    session = invited(*dossiers, **fields)
    for item in session.items.all():
        for member in scoring_members(session):
            declare_conflict(item=item, kind=ConflictKind.NONE, by=member.member.user)
    everybody_comes(session)
    open_session(session=session, by=secretary_of(session), at=STARTS)
    session.refresh_from_db()
    return session


def everybody_comes(session: Session) -> None:
    """Note every member present."""
    here = {member.pk: (Attendance.PRESENT, "") for member in session.members.all()}
    record_attendance(session=session, attendance=here, by=secretary_of(session))


def scoring_members(session: Session) -> list[SessionMember]:
    """The chair first, then the others who score."""
    rows = session.members.select_related("member__user").order_by("pk")
    return [member for member in rows if member.seat in SCORING_SEATS]


def chair_of(session: Session) -> User:
    """The person in the chair."""
    return session.members.get(seat=Seat.CHAIR).member.user


def secretary_of(session: Session) -> User:
    """The person who keeps the minutes."""
    return session.members.get(seat=Seat.SECRETARY).member.user


def fill_sheet(item: SessionItem, by: User, points: int | dict[str, int] = 8) -> Scoresheet:
    """A member's draft with every criterion answered; ``points`` for all, or by code."""
    sheet = start_sheet(item=item, by=by)
    codes = item.dossier.criteria_set.criteria.values_list("code", flat=True)
    given = points if isinstance(points, dict) else dict.fromkeys(codes, points)
    answers = {code: {"points": Decimal(value)} for code, value in given.items()}
    save_sheet(sheet_id=sheet.pk, answers=answers, by=by)
    return sheet


def hand_in(item: SessionItem, by: User, points: int | dict[str, int] = 8) -> Scoresheet:
    """A member's whole sheet, handed in."""
    return submit_sheet(sheet=fill_sheet(item, by, points), by=by, at=timezone.now())


def everybody_scores(session: Session, points: int = 8) -> None:
    """Every member's sheet on every dossier."""
    for item in session.items.select_related("dossier__criteria_set"):
        for member in scoring_members(session):
            hand_in(item, member.member.user, points)


def to_council(dossier: Dossier) -> Dossier:
    """Bring a filled draft before the council by the acts of every office."""
    officer, province = commune_officer(dossier), province_officer()
    submit_dossier(dossier=dossier, by=dossier.created_by, on=FILED)
    accept_dossier(dossier=dossier, by=officer, on=FILED)
    write_commune_report(dossier, officer)
    forward_dossier(dossier=dossier, by=officer, on=FILED)
    give_to_advisers(dossier=dossier, by=province, on=FILED)
    dossier.advisory_reports.create(
        revision_number=dossier.revision_number, made_by=province, assessment="Hồ sơ đầy đủ."
    )
    give_to_council(dossier=dossier, by=province, on=FILED)
    return dossier


def concluded(points: int = 8, dossier: Dossier | None = None, **fields) -> Dossier:
    """A dossier the council has concluded on, all sheets with so many points a criterion."""
    session = opened(dossier or before_council(), **fields)
    everybody_scores(session, points)
    item = session.items.select_related("dossier").get()
    votes = Votes(len(scoring_members(session)))
    conclude_item(item=item, votes=votes, by=chair_of(session), on=FILED)
    return Dossier.objects.get(pk=item.dossier_id)

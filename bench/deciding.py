"""From the open session to issued certificates: how many queries sixty dossiers take."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from bench.council import fill_council
from bench.result import Result
from products.models import ProductGroup
from scoring.councils.concluding import Votes
from scoring.councils.concluding_together import conclude_together
from scoring.councils.enums import SheetStatus
from scoring.councils.sheets import submit_sheet
from scoring.decisions.drafting import draft_decision
from scoring.decisions.issuing import issue_decision
from scoring.models import Dossier, Scoresheet, Session
from scoring.process.enums import ProcessLevel

NAME = "kết luận, ban hành 60 hồ sơ"
MOST_QUERIES = 60


def measure() -> Iterator[Result]:
    """Conclude on a whole session, draft and issue the decision; the data stay as they were."""
    session = fill_council()
    chair, today = User.objects.get(username="bench-0"), timezone.localdate()
    with transaction.atomic():
        officer = _prepared(session, chair)
        votes = {item.pk: Votes(session.members.count()) for item in session.items.all()}
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            conclude_together(session=session, votes=votes, by=chair, on=today)
            _issued(session, officer, today)
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    note = f"({len(votes)} hồ sơ, {seconds:.1f} giây)"
    yield Result(NAME, len(queries), MOST_QUERIES, at_least=False, unit="câu", note=note)


def _prepared(session: Session, chair: User) -> User:
    """Hand in what is owed, let members differ, find who issues."""
    regulation = session.regulation
    regulation.pk, regulation.is_default, regulation.spread_limit = None, False, Decimal(100)
    regulation.effective_from, regulation.published_at = dt.date(2026, 1, 1), None
    regulation.name = regulation.citation = "Quy chế để đo"
    regulation.save(force_insert=True)
    Session.objects.filter(pk=session.pk).update(regulation=regulation)
    for sheet in Scoresheet.objects.filter(item__session=session, status=SheetStatus.DRAFT):
        submit_sheet(sheet=sheet, by=chair, at=timezone.now())
    Dossier.objects.filter(session_items__session=session).update(
        group=ProductGroup.objects.filter(subgroups=None).first()
    )
    officer = User.objects.create(username="bench-officer", full_name="Cán bộ tỉnh")
    RoleAssignment.objects.create(
        user=officer, role=Role.PROVINCE_OFFICER, valid_from=dt.date(2026, 1, 1)
    )
    return officer


def _issued(session: Session, officer: User, today: dt.date) -> None:
    decision = draft_decision(
        title="Quyết định để đo",
        issuing_body="UBND tỉnh",
        level=ProcessLevel.PROVINCE,
        dossiers=Dossier.objects.filter(session_items__session=session),
        by=officer,
    )
    issue_decision(
        decision=decision, number="1/QĐ-ĐO", signed_on=today, signer="", by=officer, today=today
    )

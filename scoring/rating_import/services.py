"""The acts of an officer who imports results: upload, answer, confirm, undo, discard."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

import pghistory
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ocop_portal.shared.bulk import NoCollector
from scoring.enums import ImportStatus
from scoring.models import RatingImport
from scoring.rating_import.closing import close_dossiers
from scoring.rating_import.parsing import parse
from scoring.rating_import.plan import Plan, RowAnswers, make_plan
from scoring.rating_import.records import foreseen, keep_plan, seen
from scoring.rating_import.states import Written
from scoring.rating_import.trail import events_between, last_events
from scoring.rating_import.values.decisions import Decision
from scoring.rating_import.writing import lock_register, write_plan


class WrongStatus(Exception):
    """The import stands elsewhere than the act needs, for instance applied already."""


class RegisterMoved(Exception):
    """The register changed after the preview; the new preview has been kept."""


@NoCollector()
def upload_ratings(
    *,
    content: bytes,
    filename: str,
    by: User | None,
    today: dt.date,
    decision: Decision | None = None,
) -> RatingImport:
    """Keep a file and its preview; the register stays as it is.

    ``decision`` speaks where the file is silent. Raises `FileRefused`.
    """
    document = parse(content, filename, decision=decision)
    with transaction.atomic():
        rating_import = _store(content, filename, by, decision)
        keep_plan(rating_import, make_plan(document, today=today))
    return rating_import


def _store(
    content: bytes, filename: str, by: User | None, decision: Decision | None
) -> RatingImport:
    return RatingImport.objects.create(
        file_name=filename[-255:],
        stored_file=ContentFile(content, name=filename[-100:] or "tep"),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        decision_number=decision.number if decision else "",
        decision_on=decision.on if decision else None,
    )


def plan_again(rating_import: RatingImport, today: dt.date) -> Plan:
    """The plan of the stored file with the answers given so far, on the register as it is now."""
    with rating_import.stored_file.open("rb") as file:
        content = file.read()
    typed = Decision(rating_import.decision_number, rating_import.decision_on)
    document = parse(content, rating_import.file_name, decision=typed or None)
    return make_plan(document, today=today, answers=answers_of(rating_import))


def answers_of(rating_import: RatingImport) -> RowAnswers:
    """The officer's answers by position."""
    return dict(rating_import.rows.exclude(answers={}).values_list("position", "answers"))


@NoCollector()
@transaction.atomic
def answer_rows(
    *,
    rating_import: RatingImport,
    answers: Mapping[int, Mapping[str, str]],
    by: User | None,
    today: dt.date,
) -> None:
    """Keep the officer's answers, by position and topic, and judge all rows anew.

    An empty answer takes an earlier one back. Raises `WrongStatus`.
    """
    rating_import = _locked(rating_import, ImportStatus.PREVIEWED)
    rows = {row.position: row for row in rating_import.rows.filter(position__in=list(answers))}
    for position, given in answers.items():
        row = rows[position]
        told = {**row.answers, **given}
        row.answers = {topic: answer for topic, answer in told.items() if answer}
        row.answered_by, row.answered_at = by, timezone.now()
        row.save(update_fields=["answers", "answered_by", "answered_at"])
    keep_plan(rating_import, plan_again(rating_import, today), answers_of(rating_import))


def refresh_import(*, rating_import: RatingImport, today: dt.date) -> None:
    """Judge all rows anew on the register as it is now. Raises `WrongStatus`."""
    answer_rows(rating_import=rating_import, answers={}, by=None, today=today)


@NoCollector()
def apply_import(*, rating_import: RatingImport, by: User | None, today: dt.date) -> None:
    """Write what the preview showed, in one transaction, one import at a time.

    Raises `WrongStatus`, or `RegisterMoved` when the register would now be changed otherwise
    than the officer saw; then nothing is written and the preview shows the new state.
    """
    with transaction.atomic():
        lock_register()
        rating_import = _locked(rating_import, ImportStatus.PREVIEWED)
        plan = plan_again(rating_import, today)
        has_moved = foreseen(plan) != seen(rating_import)
        if has_moved:
            keep_plan(rating_import, plan, answers_of(rating_import))
        else:
            _write(rating_import, plan, by, today)
    if has_moved:
        raise RegisterMoved


@NoCollector()
def import_at_once(
    *,
    content: bytes,
    filename: str,
    by: User | None,
    today: dt.date,
    decision: Decision | None = None,
) -> tuple[RatingImport, Plan]:
    """Parse, plan and write in one go what needs no officer; the rest is kept as it was judged.

    Raises `FileRefused`.
    """
    document = parse(content, filename, decision=decision)
    with transaction.atomic():
        lock_register()
        plan = make_plan(document, today=today, closes_dossiers=by is not None)
        rating_import = _store(content, filename, by, decision)
        _write(rating_import, plan, by, today)
    return rating_import, plan


def _write(rating_import: RatingImport, plan: Plan, by: User | None, today: dt.date) -> None:
    with pghistory.context(rating_import=rating_import.pk, user=by.pk if by else None):
        first = last_events()
        written = write_plan(plan)
        _close_dossiers(rating_import, plan, written, by, today)
        rating_import.trail = events_between(first, last_events())
        rating_import.status = ImportStatus.APPLIED
        rating_import.applied_by, rating_import.applied_at = by, timezone.now()
        keep_plan(rating_import, plan, answers_of(rating_import), written)


def _close_dossiers(
    rating_import: RatingImport,
    plan: Plan,
    written: Mapping[int, Written],
    by: User | None,
    today: dt.date,
) -> None:
    """End the dossiers whose outcome the rows are, and note what an undoing needs."""
    closings = {
        planned.position: (planned.act.closing, planned.act.product.pk or 0)
        for planned in plan.acts
        if planned.act is not None and planned.act.closing is not None
    }
    states = close_dossiers(closings, file_name=rating_import.file_name, by=by, on=today)
    for position, state in states.items():
        written[position].dossier = state


def discard_import(*, rating_import: RatingImport) -> None:
    """Put a preview aside unwritten. Raises `WrongStatus`."""
    with transaction.atomic():
        rating_import = _locked(rating_import, ImportStatus.PREVIEWED)
        rating_import.status = ImportStatus.DISCARDED
        rating_import.save(update_fields=["status", "updated_at"])


def _locked(rating_import: RatingImport, status: ImportStatus) -> RatingImport:
    """The import, held until the end of the transaction, if it stands where it should."""
    held = RatingImport.objects.select_for_update(of=("self",)).get(pk=rating_import.pk)
    if held.status != status:
        raise WrongStatus(f"Lần nhập này {held.get_status_display()}.")
    return held

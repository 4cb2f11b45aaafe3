"""Deadlines on a dossier: they start, stand still while the producer supplements, and stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scoring.dossiers.enums import ClockKind
from scoring.models import ClockPause, Dossier, DossierClock
from scoring.process.definitions import Term, WorkCalendar
from scoring.process.enums import ProcessLevel
from scoring.process.rules import Pause, due_on, step_at
from scoring.process.storage import definition_of, processes_in_full, work_calendar


def start_clock(
    *, dossier: Dossier, kind: ClockKind, term: Term, citation: str, on: dt.date
) -> DossierClock:
    """Let ``term`` run from the day after ``on``; the clock that runs already is left as it is."""
    running = dossier.clocks.not_stopped().filter(kind=kind).first()
    if running is not None:
        return running
    clock = DossierClock(
        dossier=dossier,
        kind=kind,
        citation=citation,
        started_on=on,
        days=term.days,
        is_working_days=term.is_working,
    )
    clock.due_on = due_of(clock, work_calendar(), pauses=())
    clock.save()
    return clock


def start_office_time(dossier: Dossier, on: dt.date) -> None:
    """The receiving office's time: 15 working days at the commune (Điều 7.2, 26/2026/QĐ-TTg).

    An electronic dossier is received when it is handed in; it does not wait to be opened.
    """
    process = definition_of(processes_in_full().get(pk=dossier.process_id))
    step = step_at(process.steps, ProcessLevel(dossier.level))
    if step.term is not None:
        start_clock(
            dossier=dossier, kind=ClockKind.COMMUNE, term=step.term, citation=step.basis, on=on
        )


def pause_clocks(*, dossier: Dossier, on: dt.date) -> None:
    """Let every running clock of the dossier stand still after ``on``."""
    dossier.clocks.running().update(paused_on=on)


def resume_clocks(*, dossier: Dossier, on: dt.date) -> None:
    """Let them run on after ``on``, each with its last day counted anew."""
    calendar = work_calendar()
    for clock in dossier.clocks.not_stopped().filter(paused_on__isnull=False):
        ClockPause.objects.create(clock=clock, stopped_on=clock.paused_on, resumed_on=on)
        clock.due_on = due_of(clock, calendar, _pauses_of(clock))
        clock.paused_on = None
        clock.save(update_fields=["due_on", "paused_on"])


def stop_clocks(*, dossier: Dossier, on: dt.date, kind: ClockKind | None = None) -> None:
    """End the clocks of the dossier, or the one of this kind: what they asked for is done."""
    clocks = dossier.clocks.not_stopped()
    if kind is not None:
        clocks = clocks.filter(kind=kind)
    clocks.update(stopped_on=on, paused_on=None)


def due_of(clock: DossierClock, calendar: WorkCalendar, pauses: Sequence[Pause]) -> dt.date:
    """The last day of ``clock`` with the pauses it has had, each of them over.

    Raises ``ValueError`` for a pause that is not.
    """
    due = due_on(clock.started_on, Term(clock.days, clock.is_working_days), calendar, pauses)
    if due is None:
        raise ValueError("Đồng hồ đang dừng, chưa có hạn chót.")
    return due


def _pauses_of(clock: DossierClock) -> list[Pause]:
    return [Pause(each.stopped_on, each.resumed_on) for each in clock.pauses.all()]

"""A row and the award of the same decision that the register already has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scoring.enums import Answer, Topic
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.history import Award, History
from scoring.rating_import.judgement import Judgement
from scoring.rating_import.law_check import fits_law, stored_score
from scoring.rating_import.questions import Difference, ask
from scoring.rating_import.terms import end_of_term, make_room
from scoring.rating_import.values.dates import show

TERM_FIELDS = ("start", "end", "expires_on", "end_reason", "ended_on", "superseded_by")


def compare(row: ParsedRow, known: Award, history: History, said: Judgement) -> None:
    """What differs is asked about; what the register lacks is filled in."""
    differences, values = _differences(row, known)
    if differences:
        question = ask(
            Topic.RECORD,
            f"Sổ đã có chứng nhận {known.in_words()} nhưng ghi khác tệp.",
            Answer.REGISTER,
            Answer.FILE,
            differences=tuple(differences),
        )
        if said.ask(question) != Answer.FILE:
            values = {}
    updates = values | _fills(row, known)
    stars = updates.get("stars", known.stars)
    if updates and not fits_law(row, stars, said):
        return
    day = updates.get("decision_on", known.decision_on)
    if day is not None and ("decision_on" in updates or "expires_on" in updates):
        updates |= _term(row, known, day, stars, history, said)
    if updates and not said.is_open:
        said.act.updated, said.act.award_updates = known, updates


def _term(
    row: ParsedRow, known: Award, day: dt.date, stars: int, history: History, said: Judgement
) -> dict[str, Any]:
    """An award that gets its day gets its term; one withdrawn or replaced keeps its end."""
    if known.end_reason:
        if known.ended_on and known.ended_on > day:
            return {"start": day, "end": known.ended_on, "expires_on": end_of_term(row, day)}
        return {}
    draft = Award(None, stars, decision_number=row.decision.number, decision_on=day)
    make_room(row, draft, day, history, said, but=known)
    return {name: getattr(draft, name) for name in TERM_FIELDS}


def _differences(row: ParsedRow, known: Award) -> tuple[list[Difference], dict[str, Any]]:
    """Fields both sides know and tell differently, and the file's values of them."""
    pairs: list[tuple[str, str, Any, Any]] = [
        ("stars", "hạng sao", known.stars, row.stars),
        ("score", "điểm", known.score, stored_score(row)),
        ("decision_on", "ngày quyết định", known.decision_on, row.decided_on),
    ]
    if row.term and known.expires_on and row.decided_on:
        pairs.append(("expires_on", "hạn", known.expires_on, end_of_term(row, row.decided_on)))
    found = [pair for pair in pairs if None not in pair[2:] and pair[2] != pair[3]]
    return (
        [Difference(label, in_words(mine), in_words(theirs)) for _, label, mine, theirs in found],
        {name: theirs for name, _label, _mine, theirs in found},
    )


def _fills(row: ParsedRow, known: Award) -> dict[str, Any]:
    """What the register does not know and the file tells."""
    values = {
        "decision_number": (known.decision_number, row.decision.number),
        "decision_on": (known.decision_on, row.decided_on),
        "score": (known.score, stored_score(row)),
    }
    return {
        name: theirs
        for name, (mine, theirs) in values.items()
        if mine in (None, "") and theirs not in (None, "")
    }


def in_words(value: object) -> str:
    """A value as an officer writes it."""
    if isinstance(value, dt.date):
        return show(value)
    return str(value).replace(".", ",")

"""What importing a document would do: a verdict for every row before anything is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.enums import WRITING, Topic, Verdict
from scoring.rating_import.acts import Act
from scoring.rating_import.cross_checks import (
    check_dates,
    check_decisions,
    check_namesakes,
    check_repeats,
)
from scoring.rating_import.document import Document, ParsedRow
from scoring.rating_import.groups import Groups
from scoring.rating_import.judgement import Judgement
from scoring.rating_import.judging import Judge
from scoring.rating_import.layout.columns import Column
from scoring.rating_import.matching import Match, Matcher
from scoring.rating_import.places import FoundPlace, PlaceBook
from scoring.rating_import.questions import Answers, Question
from scoring.rating_import.reconciling import WaitingDossiers
from scoring.rating_import.register import KnownProduct, Register

RowAnswers = Mapping[int, Answers]
"""Answers by position of the row in the document."""


@dataclass(slots=True)
class PlannedRow:
    """One row with its verdict, and what it would write."""

    position: int
    row: ParsedRow
    verdict: Verdict = Verdict.REJECTED
    product: KnownProduct | None = None
    questions: list[Question] = field(default_factory=list)
    act: Act | None = None
    changes: list[dict[str, str]] = field(default_factory=list)
    """Before and after, for the preview; as things stand when all rows are taken."""


@dataclass(slots=True)
class Plan:
    """All rows of a document, judged against the register as it stands."""

    document: Document
    rows: list[PlannedRow]
    places: PlaceBook
    issuers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by verdict, in the order verdicts are told; none left out."""
        counted = Counter(row.verdict for row in self.rows)
        return {verdict.value: counted[verdict] for verdict in Verdict if counted[verdict]}

    @property
    def acts(self) -> list[PlannedRow]:
        """Rows that write."""
        return [row for row in self.rows if row.act is not None]


def make_plan(
    document: Document,
    *,
    today: dt.date,
    answers: RowAnswers | None = None,
    closes_dossiers: bool = True,
) -> Plan:
    """Judge every row of ``document`` against the register; nothing is written.

    ``answers`` are the officer's choices; ``closes_dossiers`` is whether an officer is there in
    whose name dossiers end. A handful of queries, however many rows.
    """
    return _Planner(document, today, answers or {}, closes_dossiers).plan()


class _Planner:
    """One planning: loads, matches, then judges product by product in the order of time."""

    def __init__(
        self, document: Document, today: dt.date, answers: RowAnswers, closes_dossiers: bool
    ) -> None:
        self.document = document
        self.today = today
        self.answers = answers
        self.rows = [PlannedRow(position, row) for position, row in enumerate(document.rows)]
        for row in document.rows:
            row.forget_comparison()
        self.places = PlaceBook()
        self.register = Register()
        self.groups = Groups()
        self.matcher = Matcher(self.register, self.places)
        self.dossiers = WaitingDossiers(closes_dossiers)

    def plan(self) -> Plan:
        parsed = [planned.row for planned in self.rows]
        check_dates(parsed, self.today)
        check_decisions(parsed)
        found = [self._find_place(row) for row in parsed]
        check_namesakes(parsed, [self.places.area_of(place) for place in found])
        self._load(parsed, found)
        self.dossiers.load()
        for row, place in zip(parsed, found, strict=True):
            self.matcher.claim(row, place)
        by_product: dict[int, list[PlannedRow]] = defaultdict(list)
        for planned, place in zip(self.rows, found, strict=True):
            if self._match(planned, place) and planned.product is not None:
                by_product[id(planned.product)].append(planned)
        for rows in by_product.values():
            self._judge(rows, found)
        for planned in self.rows:
            planned.changes = planned.act.changes() if planned.act else []
        return Plan(self.document, self.rows, self.places, self.register.issuers)

    def _find_place(self, row: ParsedRow) -> FoundPlace:
        place = self.places.find(row, self.today)
        column = Column.COMMUNE if Column.COMMUNE in row.cells else Column.ADDRESS
        if place.error:
            row.error(place.error, column)
        elif place.warning:
            row.warn(place.warning, column)
        return place

    def _load(self, rows: list[ParsedRow], found: list[FoundPlace]) -> None:
        """Producers the rows may mean, then their products and awards."""
        named = {producer.pk for row in rows for producer in self.matcher.producers_named(row)}
        self.register.load_products(named, {row.code for row in rows if row.code})
        alike = {
            producer.pk
            for row, place in zip(rows, found, strict=True)
            if not self.matcher.is_settled(row, place)
            for producer in self.matcher.producers_like(row, place)
        }
        self.register.load_products(alike)
        self.register.load_issuers({row.decision.number for row in rows})

    def _match(self, planned: PlannedRow, place: FoundPlace) -> bool:
        """Find the row's product; false when the row goes no further."""
        row = planned.row
        if row.is_rejected:
            return False
        answers = self.answers.get(planned.position, {})
        match: Match = self.matcher.match(row, place, answers)
        planned.product = match.product
        if match.question is not None:
            planned.questions.append(match.question)
        if match.product is None:
            planned.verdict = Verdict.SKIPPED if match.is_skipped else Verdict.POSSIBLE_DUPLICATE
            return False
        if match.product.pk is None and not row.place:
            row.warn("chưa ghi xã, phường; sản phẩm mới sẽ chưa có nơi làm.")
        return True

    def _judge(self, rows: list[PlannedRow], found: list[FoundPlace]) -> None:
        """All rows of one product, the earliest decision first, until no row has more to say.

        A row that found nothing to do is asked again once a later one did something: imported
        anew it would be, and a second import is to change nothing.
        """
        check_repeats([planned.row for planned in rows])
        product = rows[0].product
        if product is None:
            return
        judge = Judge(product, self.places, self.dossiers)
        waiting = [
            (planned, len(planned.row.findings), len(planned.questions))
            for planned in sorted(rows, key=_in_time)
            if not planned.row.is_rejected
        ]
        is_moving = True
        while waiting and is_moving:
            idle = []
            for planned, findings, questions in waiting:
                del planned.row.findings[findings:], planned.questions[questions:]
                answers = self.answers.get(planned.position, {})
                said = judge.judge(planned.row, found[planned.position], answers)
                self._settle(planned, said)
                if planned.act is None:
                    idle.append((planned, findings, questions))
            is_moving = len(idle) < len(waiting)
            waiting = idle

    def _settle(self, planned: PlannedRow, said: Judgement) -> None:
        planned.questions += said.questions
        planned.verdict = _verdict(planned.row, said)
        if planned.verdict in WRITING and said.act.writes:
            planned.act = said.act
            self.groups.place(planned.row, said.act)


def _verdict(row: ParsedRow, said: Judgement) -> Verdict:
    if said.is_skipped:
        return Verdict.SKIPPED
    if row.is_rejected or (said.verdict is None and not said.waiting):
        return Verdict.REJECTED
    if said.waiting:
        return Verdict.REJECTED if said.waiting == {Topic.STARS} else Verdict.CONFLICT
    return said.verdict or Verdict.REJECTED


def _in_time(planned: PlannedRow) -> tuple[dt.date, int]:
    """For ordering: what has no day comes after all it is compared with, as `History.before`."""
    row = planned.row
    day = row.decided_on or (dt.date(row.year, 12, 31) if row.year else dt.date.max)
    return day, planned.position

"""One page of an import as an officer reads it: which rows, with what to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from ocop_portal.shared.text import clean
from scoring.enums import WAITING, Topic, Verdict
from scoring.forms import ANSWER_PREFIX
from scoring.models import RatingImport, RatingImportRow
from scoring.rating_import.reading.delimited import SHEET_NAME
from scoring.rating_import.values.dates import show

ROWS_PER_PAGE = 50
VERDICT_PARAMETER = "ket-qua"
WORDS_PARAMETER = "tim"
PAGE_PARAMETER = "trang"

MARKS = {
    Verdict.NEW: "ok",
    Verdict.NEW_CERTIFICATE: "ok",
    Verdict.UPGRADE: "ok",
    Verdict.RENEWAL: "ok",
    Verdict.COMPLETION: "ok",
    Verdict.UNCHANGED: "same",
    Verdict.CONFLICT: "ask",
    Verdict.POSSIBLE_DUPLICATE: "ask",
    Verdict.REJECTED: "no",
    Verdict.SKIPPED: "same",
}
"""Four looks for ten verdicts: written, nothing to do, asks, refused."""


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of one verdict, as a link that keeps only them."""

    label: str
    rows: int
    mark: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what its template needs."""

    row: RatingImportRow
    mark: str
    questions: list[dict[str, Any]]

    @property
    def facts(self) -> list[str]:
        """Score, decision and place, as far as the file tells them."""
        told = self.row.understood
        score = told.get("score")
        number = told.get("decision_number") or ""
        day = told.get("decision_on")
        decided = f"{number} ngày {show(dt.date.fromisoformat(day))}" if day else number
        year = told.get("year")
        if number and not day and year:
            decided = f"{number}, năm {year}"
        return [
            fact
            for fact in (
                f"{score.replace('.', ',')} điểm" if score else "",
                decided,
                told.get("place", ""),
            )
            if fact
        ]

    @property
    def where(self) -> str:
        """Line of the file, with its sheet when that has a name of its own."""
        sheet = "" if self.row.sheet == SHEET_NAME else f"{self.row.sheet}, "
        return f"{sheet}dòng {self.row.line}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the page shows."""

    counts: list[Count]
    page: Page
    rows: list[ShownRow]
    words: str
    verdict: str
    has_questions: bool
    common_questions: list[dict[str, Any]]
    title_day: str


def preview_page(rating_import: RatingImport, query: QueryDict) -> Preview:
    """The page the query string asks for; what it does not understand it passes over."""
    chosen = query.get(VERDICT_PARAMETER, "")
    verdict = chosen if chosen in Verdict.values else ""
    words = clean(query.get(WORDS_PARAMETER, ""))[:100]
    page = Paginator(_rows(rating_import, verdict, words), ROWS_PER_PAGE).get_page(
        query.get(PAGE_PARAMETER)
    )
    rows = [_shown(row) for row in page.object_list]
    return Preview(
        counts=list(_counts(rating_import, verdict)),
        page=page,
        rows=rows,
        words=words,
        verdict=verdict,
        has_questions=any(shown.questions for shown in rows),
        common_questions=common_questions(rating_import),
        title_day=_title_day(rating_import),
    )


def _title_day(rating_import: RatingImport) -> str:
    """The day of the decision in the title of the file, as a reader writes it."""
    day = rating_import.remarks.get("decision", {}).get("on")
    return show(dt.date.fromisoformat(day)) if day else ""


def _rows(rating_import: RatingImport, verdict: str, words: str) -> QuerySet[RatingImportRow]:
    rows = rating_import.rows.select_related("product", "certification", "answered_by").order_by(
        "position"
    )
    if verdict:
        rows = rows.filter(verdict=verdict)
    if words:
        rows = rows.filter(
            Q(understood__product__icontains=words) | Q(understood__producer__icontains=words)
        )
    return rows


def _shown(row: RatingImportRow) -> ShownRow:
    questions = [
        question
        | {
            "name": f"{ANSWER_PREFIX}-{row.position}-{question['topic']}",
            "answer": row.answers.get(question["topic"], ""),
        }
        for question in row.questions
    ]
    return ShownRow(row, MARKS[Verdict(row.verdict)], questions)


def _counts(rating_import: RatingImport, chosen: str) -> Iterator[Count]:
    yield Count("tất cả", rating_import.total, "all", "?", chosen == "")
    for verdict in Verdict:
        rows = rating_import.counts.get(verdict, 0)
        if rows:
            address = f"?{urlencode({VERDICT_PARAMETER: verdict.value})}"
            yield Count(verdict.label, rows, MARKS[verdict], address, chosen == verdict)


COMMON_TOPICS = (Topic.PLACE, Topic.UNDATED, Topic.PERIOD, Topic.BAND, Topic.RECORD)


def common_questions(rating_import: RatingImport) -> list[dict[str, Any]]:
    """Questions many rows wait for with the same answers, to be answered once for all."""
    waiting: dict[tuple[str, str], dict[str, Any]] = {}
    rows = rating_import.rows.filter(verdict__in=WAITING).values_list("questions", "answers")
    for questions, answers in rows:
        for question in questions:
            if question["topic"] not in COMMON_TOPICS or answers.get(question["topic"]):
                continue
            key = (question["topic"], str(question["options"]))
            common = waiting.setdefault(
                key,
                {
                    "topic": question["topic"],
                    "label": question["label"],
                    "options": question["options"],
                    "rows": 0,
                },
            )
            common["rows"] += 1
    return [common for common in waiting.values() if common["rows"] > 1]


def answer_alike(rating_import: RatingImport, topic: str, answer: str) -> dict[int, dict[str, str]]:
    """The same answer for every row that waits for it and may give it."""
    rows = rating_import.rows.filter(verdict__in=WAITING).values_list(
        "position", "questions", "answers"
    )
    return {
        position: {topic: answer}
        for position, questions, answers in rows
        if not answers.get(topic)
        and any(
            question["topic"] == topic
            and answer in {option["value"] for option in question["options"]}
            for question in questions
        )
    }

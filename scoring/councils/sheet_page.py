"""What the page of a score sheet shows; its criteria are filled into kept text.

A criterion of a published set with one option chosen looks the same on everybody's sheet. It is
rendered once, with marks where the note, the producer's own points and the proofs go; they are put
in by `scoring.councils.sheet_drawn`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.parts import VALUE_MARKS, cut, marks, put_in
from ocop_portal.shared.parts import said as filled
from ocop_portal.shared.prepared import rows_of
from scoring.councils.criteria import Criteria, criteria_of
from scoring.criteria.definitions import CriterionDefinition, SectionDefinition, SetDefinition
from scoring.criteria.enums import NoteKind
from scoring.models import Scoresheet, SessionItem
from scoring.questions import GateBox, Question, QuestionMaker, tokens_of
from scoring.rules import Answer, Assessment, Sheet, assess
from scoring.self_assessment.result import StarMinimums, star_minimums
from scoring.templatetags.criteria import anchor, in_points, sentence_case

WHOLE_DOSSIER = "ho-so"
QUESTION = "admin/scoring/session/_question.html"
OPENS, ENDS = VALUE_MARKS[-2], VALUE_MARKS[-1]
SCORES = 'SELECT criterion_id, points, "case", note FROM scoring_score WHERE sheet_id = %s'
_kept: Fragments[list[str]] = Fragments(most=4000)  # about 2 KB each


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as kept: the points and case, the note."""

    points: Decimal | None
    case: str
    note: str


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section on the page: its heading, how far it is answered, its criteria as HTML."""

    section: SectionDefinition
    notes: list[str]
    gates: list[GateBox]
    body: SafeString
    points: Decimal
    answered: int
    asked: int

    @property
    def is_open(self) -> bool:
        """Whether something in it is left to answer."""
        return self.answered < self.asked


@dataclass(frozen=True, slots=True)
class PartShown:
    """Part A, B or C on the page."""

    code: str
    title: str
    max_points: Decimal
    sections: list[SectionShown]

    @property
    def points(self) -> Decimal:
        """Points given so far."""
        return sum((section.points for section in self.sections), Decimal(0))


@dataclass(frozen=True)
class SheetPage:
    """One sheet with its answers."""

    sheet: Scoresheet
    item: SessionItem
    criteria: Criteria
    said: Mapping[str, Said]

    @property
    def definition(self) -> SetDefinition:
        """The set as plain data."""
        return self.criteria.definition

    @cached_property
    def answers(self) -> Sheet:
        """The answers so far."""
        given = {
            code: Answer(each.points, each.case)
            for code, each in self.said.items()
            if each.points is not None
        }
        return Sheet(given, frozenset(self.sheet.gates))

    @cached_property
    def assessment(self) -> Assessment:
        """The star of this sheet alone, as far as it goes, by the session's regulation."""
        regulation = self.item.session.regulation.rules()
        return assess(self.definition, [self.answers], regulation, partial=True)

    @property
    def total(self) -> Decimal:
        """Points given so far."""
        return self.answers.total

    @property
    def asked(self) -> int:
        """How many criteria there are to answer."""
        return len(self.definition.answerable)

    @property
    def answered(self) -> int:
        """How many are answered."""
        return len(self.answers.answers)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to answer."""
        return self.answered == self.asked

    @cached_property
    def minimums(self) -> list[StarMinimums]:
        """Every star that asks for minimums, and how they stand."""
        return star_minimums(self.assessment)

    @cached_property
    def parts(self) -> list[PartShown]:
        """Every part with its criteria, drawn."""
        return [
            PartShown(
                part.code,
                part.title,
                part.max_points,
                [self._section(section) for section in part.sections],
            )
            for part in self.definition.parts
        ]

    @property
    def rejections(self) -> list[Any]:
        """The rules that reject the whole dossier."""
        return self._maker.gates_of(WHOLE_DOSSIER)

    @property
    def notes(self) -> dict[str, str]:
        """The notes written, by criterion."""
        return {code: each.note for code, each in self.said.items() if each.note}

    def leaves(self) -> Iterator[Question]:
        """Every criterion that takes an answer, with its marks."""
        for part in self._maker.parts():
            for section in part.sections:
                yield from section.leaves

    @cached_property
    def _maker(self) -> QuestionMaker:
        return QuestionMaker(self.definition, self.answers, self._tokens, self.assessment, {})

    @cached_property
    def _questions(self) -> dict[str, Question]:
        parts = self._maker.parts()
        return {
            question.criterion.code: question
            for part in parts
            for section in part.sections
            for question in section.questions
        }

    @cached_property
    def _tokens(self) -> dict[str, str]:
        return {
            code: word
            for code, answer in self.answers.answers.items()
            if (word := token_of(self.definition.answerable[code], answer))
        }

    def _section(self, section: SectionDefinition) -> SectionShown:
        leaves = [leaf for each in section.criteria for leaf in each.answerable]
        body = [self._printed(each) for each in section.criteria]
        given = [self.answers.answers[c.code] for c in leaves if c.code in self.answers.answers]
        codes = {each.code for each in section.criteria}
        return SectionShown(
            section,
            [note.text for note in section.notes if note.kind != NoteKind.GATE],
            # A section that is one criterion prints its gates there.
            [] if section.number in codes else self._maker.gates_of(section.number),
            format_html_join("", "{}", ((each,) for each in body)),
            sum((answer.points for answer in given), Decimal(0)),
            len(given),
            len(leaves),
        )

    def _printed(self, criterion: CriterionDefinition) -> SafeString:
        """A criterion as printed; a group with its children."""
        if criterion.children:
            inner = format_html_join("", "{}", ((self._leaf(c),) for c in criterion.children))
            return self._group(criterion, inner)
        return self._leaf(criterion)

    def _group(self, criterion: CriterionDefinition, inner: SafeString) -> SafeString:
        notes = [note.text for note in criterion.notes if note.kind != NoteKind.GATE]
        return format_html(
            '<div class="crit" id="{}"><h4 class="crit__head">'
            "<b>{}</b><span>{}</span><i>{}</i></h4>{}{}{}</div>",
            anchor(criterion.code),
            criterion.code,
            sentence_case(criterion.title),
            in_points(criterion.max_points),
            format_html_join("", '<p class="crit__note">{}</p>', ((text,) for text in notes)),
            inner,
            gate_boxes(self._maker.gates_of(criterion.code)),
        )

    def _leaf(self, criterion: CriterionDefinition) -> SafeString:
        code = criterion.code
        gates = frozenset(gate for gate in self.sheet.gates if gate.partition("#")[0] == code)
        names = dict.fromkeys(("note", "own", "proofs"), "")
        key = (self.item.dossier.criteria_set_id, code, self._tokens.get(code), gates)
        pieces = _kept.get(
            "published",  # a published set never changes
            key,
            lambda: cut(QUESTION, {"question": self._find(code), **marks(names)}),
        )
        return put_in(pieces, filled({name: mark_of(name, code) for name in names}))

    def _find(self, code: str) -> Question:
        for question in self._questions.values():
            for leaf in (question, *question.children):
                if leaf.criterion.code == code:
                    return leaf
        raise KeyError(code)


def page_of(sheet: Scoresheet) -> SheetPage:
    """Read a sheet whose item, session, regulation and dossier are loaded; one query."""
    criteria = criteria_of(sheet.item.dossier.criteria_set_id)
    given = {key: Said(*values) for key, *values in rows_of(SCORES, [sheet.pk])}
    said = {code: given[key] for code, key in criteria.keys.items() if key in given}
    return SheetPage(sheet, sheet.item, criteria, said)


def mark_of(name: str, code: str) -> SafeString:
    """Where something of a criterion goes: ``note``, ``own`` or ``proofs``."""
    return mark_safe(f"{OPENS}{name} {code}{ENDS}")


def token_of(criterion: CriterionDefinition, answer: Answer) -> str:
    """The word of the first option with those points in that case."""
    for word, option in tokens_of(criterion).items():
        if option.points == answer.points and answer.case in ("", option.case):
            return word
    return ""


def gate_boxes(gates: list[GateBox]) -> SafeString:
    """The gates of one place, to be ticked or told."""
    return mark_safe(render_to_string("scoring/_gates.html", {"gates": gates}) if gates else "")

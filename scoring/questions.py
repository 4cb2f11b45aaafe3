"""A set as questions: what may be chosen, what is chosen, how each criterion stands.

Plain data for pages that ask for answers: the self-assessment, a dossier, a council member's
sheet. Nothing here asks the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.criteria.definitions import (
    CriterionDefinition,
    Gate,
    NoteDefinition,
    OptionDefinition,
    PartDefinition,
    SectionDefinition,
    SetDefinition,
)
from scoring.criteria.enums import NoteKind
from scoring.rules import Assessment, Sheet


def tokens_of(criterion: CriterionDefinition) -> dict[str, OptionDefinition]:
    """The options by the short word each goes by in forms and addresses.

    The word is the points (``2``), with the case before it (``a:2``) and, for a further option
    of the same points, its number behind it (``2-2``).
    """
    seen: Counter[str] = Counter()
    found = {}
    for option in criterion.options:
        word = f"{option.case}:{option.points}" if option.case else f"{option.points}"
        seen[word] += 1
        found[word if seen[word] == 1 else f"{word}-{seen[word]}"] = option
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """An option to choose, under its word."""

    token: str
    option: OptionDefinition
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class GateBox:
    """A gate to declare; one that trips by itself at no points is told, not asked."""

    gate: Gate
    is_tripped: bool

    @property
    def is_asked(self) -> bool:
        """Whether a person says that it is tripped."""
        return not self.gate.zero_in


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a criterion stands against the minimum of one star."""

    star: int
    needed: Decimal
    points_missing: Fraction
    is_met: bool


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """Stars whose minimums an answer meets alike: all it meets, or misses by the same points."""

    stars: str
    points_missing: Fraction

    @property
    def state(self) -> str:
        """``met`` or ``missed``."""
        return "missed" if self.points_missing else "met"


@dataclass(frozen=True, slots=True)
class Question:
    """A criterion as it is asked; a group has no choices of its own but children."""

    criterion: CriterionDefinition
    points: Decimal | None
    cases: list[tuple[str, list[Choice]]]
    notes: list[NoteDefinition]
    gates: list[GateBox]
    minimums: list[Mark]
    evidence: list[str]
    children: list[Question]

    @property
    def has_minimums(self) -> bool:
        """Whether a star asks for anything here."""
        return bool(self.minimums)

    @property
    def marks(self) -> list[MarkGroup]:
        """How the answer stands, stars that stand alike together; nothing while there is none."""
        groups: dict[Fraction, list[int]] = {}
        for each in self.minimums if self.points is not None else ():
            missing = Fraction(0) if each.is_met else each.points_missing
            groups.setdefault(missing, []).append(each.star)
        return [MarkGroup(", ".join(map(str, stars)), n) for n, stars in groups.items()]


@dataclass(frozen=True, slots=True)
class SectionAsked:
    """A section with its questions and how far it is answered."""

    section: SectionDefinition
    notes: list[NoteDefinition]
    gates: list[GateBox]
    questions: list[Question]

    @property
    def answered(self) -> int:
        """How many of its criteria have an answer."""
        return sum(each.points is not None for each in self.leaves)

    @property
    def leaves(self) -> list[Question]:
        """Every question that takes an answer."""
        return [leaf for each in self.questions for leaf in each.children or [each]]

    @property
    def points(self) -> Decimal:
        """Points given so far."""
        return sum((each.points or Decimal(0) for each in self.leaves), Decimal(0))


@dataclass(frozen=True, slots=True)
class PartAsked:
    """Part A, B or C with its sections."""

    part: PartDefinition
    sections: list[SectionAsked]

    @property
    def points(self) -> Decimal:
        """Points given so far."""
        return sum((section.points for section in self.sections), Decimal(0))


@dataclass(frozen=True)
class QuestionMaker:
    """Turns a set into questions for one sheet; ``assessment`` is of that sheet alone.

    ``chosen`` are the words of the options chosen, by criterion; ``evidence`` the names of the
    proofs by their codes.
    """

    criteria: SetDefinition
    sheet: Sheet
    chosen: Mapping[str, str]
    assessment: Assessment | None
    evidence: Mapping[str, str]

    def parts(self) -> list[PartAsked]:
        """Every part of the set."""
        return [
            PartAsked(part, [self._section(section) for section in part.sections])
            for part in self.criteria.parts
        ]

    def gates_of(self, place: str) -> list[GateBox]:
        """The gates printed at a section, a criterion or, ``ho-so``, for the whole dossier."""
        tripped = {gate.code for gate in self.assessment.gates} if self.assessment else set()
        return [
            GateBox(gate, code in tripped or code in self.sheet.gates)
            for code, gate in self.criteria.gates.items()
            if code.partition("#")[0] == place
        ]

    def _section(self, section: SectionDefinition) -> SectionAsked:
        codes = {each.code for each in section.criteria}
        return SectionAsked(
            section=section,
            notes=_plain_notes(section.notes),
            # A section that is one criterion prints its gates there.
            gates=[] if section.number in codes else self.gates_of(section.number),
            questions=[self._question(each) for each in section.criteria],
        )

    def _question(self, criterion: CriterionDefinition) -> Question:
        answer = self.sheet.answers.get(criterion.code)
        notes = [*criterion.notes, *(note for o in criterion.options for note in o.notes)]
        return Question(
            criterion=criterion,
            points=answer.points if answer else None,
            cases=list(self._cases(criterion)),
            notes=_plain_notes(notes),
            gates=self.gates_of(criterion.code),
            minimums=list(self._minimums(criterion)),
            evidence=[self.evidence[code] for code in criterion.evidence if code in self.evidence],
            children=[self._question(child) for child in criterion.children],
        )

    def _cases(self, criterion: CriterionDefinition) -> Iterator[tuple[str, list[Choice]]]:
        chosen = self.chosen.get(criterion.code)
        choices = [Choice(word, o, word == chosen) for word, o in tokens_of(criterion).items()]
        labels = criterion.cases or {"": ""}
        for case, label in labels.items():
            yield label, [each for each in choices if not case or each.option.case == case]

    def _minimums(self, criterion: CriterionDefinition) -> Iterator[Mark]:
        for minimum in self.assessment.minimums if self.assessment else ():
            if minimum.criterion.code == criterion.code:
                yield Mark(minimum.star, minimum.needed, minimum.points_missing, minimum.is_met)


def _plain_notes(notes: Iterable[NoteDefinition]) -> list[NoteDefinition]:
    return [note for note in notes if note.kind != NoteKind.GATE]

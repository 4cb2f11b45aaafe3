"""A criteria decision as plain data: nothing here asks the database or the clock.

Points are ``Decimal``. A set may be half-read (``is_complete`` false): it is shown, never scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from scoring.criteria.enums import CriterionKind, NoteKind

DOSSIER_GATE = "ho-so"


@dataclass(frozen=True)
class BandDefinition:
    """Totals that belong to a star: ``minimum`` counts, ``maximum`` only when so written."""

    star: int
    minimum: Decimal
    maximum: Decimal
    includes_maximum: bool


@dataclass(frozen=True)
class NoteDefinition:
    """A printed note; a gate may trip by itself when a criterion of ``zero_in`` has no points."""

    kind: NoteKind
    text: str
    zero_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionDefinition:
    """One way to answer; ``min_star`` is the star printed after it (*** is 3)."""

    points: Decimal
    text: str
    min_star: int | None = None
    case: str = ""
    is_implicit: bool = False
    notes: tuple[NoteDefinition, ...] = ()


@dataclass(frozen=True)
class CriterionDefinition:
    """A criterion; ``minimums`` says the least points for a star, higher stars inheriting."""

    code: str
    title: str
    kind: CriterionKind
    max_points: Decimal
    options: tuple[OptionDefinition, ...] = ()
    minimums: Mapping[int, Decimal] = field(default_factory=dict)
    minimum_basis: str = ""
    cases: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[NoteDefinition, ...] = ()
    evidence: tuple[str, ...] = ()
    children: tuple[CriterionDefinition, ...] = ()
    is_section: bool = False

    @property
    def answerable(self) -> tuple[CriterionDefinition, ...]:
        """Itself, or its children when it is a group without an answer of its own."""
        return self.children if self.kind == CriterionKind.GROUP else (self,)

    def options_of(self, case: str) -> tuple[OptionDefinition, ...]:
        """The options open to a dossier that declared ``case``; all while it declared none."""
        return tuple(option for option in self.options if not case or option.case == case)

    def option_worth(self, points: Decimal) -> OptionDefinition | None:
        """The first option of exactly so many points, one bearing a star before others."""
        found = [option for option in self.options if option.points == points]
        return next((option for option in found if option.min_star), found[0] if found else None)


@dataclass(frozen=True)
class SectionDefinition:
    """A numbered section of a part."""

    number: str
    title: str
    max_points: Decimal
    criteria: tuple[CriterionDefinition, ...]
    notes: tuple[NoteDefinition, ...] = ()


@dataclass(frozen=True)
class PartDefinition:
    """Part A, B or C."""

    code: str
    title: str
    max_points: Decimal
    sections: tuple[SectionDefinition, ...]


@dataclass(frozen=True)
class Gate:
    """A rule that stops the scoring or rejects the dossier, with the code it is declared by."""

    code: str
    text: str
    zero_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetDefinition:
    """One of the sets of criteria of a decision, with the decision's star bands."""

    decision: str
    number: int
    name: str
    parts: tuple[PartDefinition, ...]
    bands: tuple[BandDefinition, ...]
    is_complete: bool = True
    classification: str = ""
    source: str = ""
    rejections: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()

    @property
    def sections(self) -> Iterator[SectionDefinition]:
        """Every section, in the order printed."""
        return (section for part in self.parts for section in part.sections)

    @property
    def printed_criteria(self) -> Iterator[CriterionDefinition]:
        """Every criterion as printed, groups and not their children."""
        return (criterion for section in self.sections for criterion in section.criteria)

    @cached_property
    def answerable(self) -> Mapping[str, CriterionDefinition]:
        """Every criterion that takes an answer, by code, in the order printed."""
        return {each.code: each for printed in self.printed_criteria for each in printed.answerable}

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """Every gate by its code.

        The code is that of the criterion or section the gate is printed at, ``ho-so`` for what
        rejects the whole dossier; a second gate at one place gets ``#2``.
        """
        seen: Counter[str] = Counter()
        gates: dict[str, Gate] = {}
        for place, text, zero_in in self._printed_gates():
            seen[place] += 1
            code = place if seen[place] == 1 else f"{place}#{seen[place]}"
            gates[code] = Gate(code, text, zero_in)
        return gates

    def _printed_gates(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for text in self.rejections:
            yield DOSSIER_GATE, text, ()
        for place, notes in self._printed_notes():
            for note in notes:
                if note.kind == NoteKind.GATE:
                    yield place, note.text, note.zero_in

    def _printed_notes(self) -> Iterator[tuple[str, tuple[NoteDefinition, ...]]]:
        for section in self.sections:
            yield section.number, section.notes
            for printed in section.criteria:
                for each in (printed, *printed.children):
                    yield each.code, each.notes
                    yield from ((each.code, option.notes) for option in each.options)


@dataclass(frozen=True)
class EvidenceDefinition:
    """A kind of proof that a decision's form asks for."""

    code: str
    name: str
    requirement: str


@dataclass(frozen=True)
class VersionDefinition:
    """A criteria decision: when it holds, how its parts divide the hundred, its sets."""

    decision: str
    title: str
    issued_on: date
    effective_from: date
    effective_to: date | None
    part_maxima: Mapping[str, Decimal]
    bands: tuple[BandDefinition, ...]
    sets: tuple[SetDefinition, ...]
    evidence: tuple[EvidenceDefinition, ...] = ()
    star_rule: str = ""
    source: str = ""

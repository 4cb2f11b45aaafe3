"""What a self-assessment says: points, star, what is missing, where most can still be gained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from scoring.criteria.definitions import CriterionDefinition, SetDefinition
from scoring.models import EvidenceKind
from scoring.questions import PartAsked, QuestionMaker
from scoring.regulation import CouncilRegulation
from scoring.rules import RECOGNISED_STARS, Assessment, Minimum, Shortfall, assess, shown
from scoring.self_assessment.address import TypedAnswers

MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class StarMinimums:
    """How the minimums of one star stand."""

    star: int
    met: int
    missed: list[Minimum]
    open: list[Minimum]

    @property
    def total(self) -> int:
        """How many minimums the star has."""
        return self.met + len(self.missed) + len(self.open)

    @property
    def missed_codes(self) -> list[str]:
        """The criteria answered below what the star asks."""
        return [each.criterion.code for each in self.missed]

    @property
    def open_codes(self) -> list[str]:
        """The criteria of which the star asks something and that have no answer."""
        return [each.criterion.code for each in self.open]

    @property
    def state(self) -> str:
        """``missed`` before ``open`` before ``met``."""
        return "missed" if self.missed else "open" if self.open else "met"


@dataclass(frozen=True, slots=True)
class Room:
    """A criterion whose answer leaves points to gain."""

    criterion: CriterionDefinition
    points: Decimal


@dataclass(frozen=True, slots=True)
class Proof:
    """A paper to prepare, and the criteria it proves that were given points."""

    kind: EvidenceKind
    codes: list[str]


@dataclass(frozen=True)
class SelfAssessment:
    """The answers of one address, assessed as far as they go."""

    criteria: SetDefinition
    answers: TypedAnswers
    regulation: CouncilRegulation
    proofs: Mapping[str, EvidenceKind]

    @cached_property
    def assessment(self) -> Assessment | None:
        """The star so far; none where the set may not be scored with."""
        if not self.criteria.is_complete:
            return None
        return assess(self.criteria, [self.answers.sheet], self.regulation, partial=True)

    @cached_property
    def parts(self) -> list[PartAsked]:
        """The questions with their answers."""
        return self._questions.parts()

    @cached_property
    def _questions(self) -> QuestionMaker:
        return QuestionMaker(
            self.criteria,
            self.answers.sheet,
            self.answers.chosen,
            self.assessment,
            {code: kind.name for code, kind in self.proofs.items()},
        )

    @property
    def rejections(self) -> list:
        """The rules that reject the whole dossier."""
        return self._questions.gates_of("ho-so")

    @property
    def asked(self) -> int:
        """How many criteria there are to answer."""
        return len(self.criteria.answerable)

    @property
    def answered(self) -> int:
        """How many are answered."""
        return len(self.answers.chosen)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to answer."""
        return self.answered == self.asked

    @cached_property
    def total(self) -> Decimal:
        """The points so far as written for people."""
        total = self.assessment.total if self.assessment else Fraction(0)
        written = shown(self.criteria.bands, total)
        return written.to_integral_value() if written == written.to_integral_value() else written

    @property
    def stars(self) -> int:
        """The star reached so far; 0 below three."""
        return self.assessment.stars if self.assessment else 0

    @property
    def next_star(self) -> Shortfall | None:
        """What is missing for the star above."""
        return self.assessment.next_star if self.assessment else None

    @cached_property
    def minimums(self) -> list[StarMinimums]:
        """Every star that asks for minimums, and how they stand."""
        return star_minimums(self.assessment) if self.assessment else []

    @cached_property
    def room(self) -> list[Room]:
        """The answered criteria with most points still to gain."""
        given = self.answers.sheet.answers
        left = [
            Room(criterion, criterion.max_points - given[code].points)
            for code, criterion in self.criteria.answerable.items()
            if code in given and given[code].points < criterion.max_points
        ]
        return sorted(left, key=lambda each: -each.points)[:MOST_HINTS]

    @property
    def next_minimums(self) -> StarMinimums | None:
        """How the minimums of the star above stand."""
        following = self.next_star
        found = [each for each in self.minimums if following and each.star == following.star]
        return found[0] if found else None

    @cached_property
    def _all_papers(self) -> list[Proof]:
        codes: dict[str, list[str]] = {}
        for code, criterion in self.criteria.answerable.items():
            for proof in criterion.evidence:
                needed = codes.setdefault(proof, [])
                if self.answers.sheet.points(code):
                    needed.append(code)
        return [Proof(kind, codes[code]) for code, kind in self.proofs.items() if code in codes]

    @property
    def papers(self) -> list[Proof]:
        """The papers that prove an answer given points, in the order of the decision's form."""
        return [proof for proof in self._all_papers if proof.codes]

    @property
    def later(self) -> list[Proof]:
        """The papers the set also knows and no answer needs so far."""
        return [proof for proof in self._all_papers if not proof.codes]


def star_minimums(assessment: Assessment) -> list[StarMinimums]:
    """Every star that asks for minimums, and how they stand in one assessment."""
    open_codes = set(assessment.unanswered)
    found = []
    for star in RECOGNISED_STARS:
        of_star = [each for each in assessment.minimums if each.star == star]
        unmet = [each for each in of_star if not each.is_met]
        is_open = [each for each in unmet if each.criterion.code in open_codes]
        missed = [each for each in unmet if each.criterion.code not in open_codes]
        if of_star:
            met = len(of_star) - len(unmet)
            found.append(StarMinimums(star, met, missed, is_open))
    return found

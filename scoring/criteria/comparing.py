"""What changed from one set to another: criteria paired by their titles, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.text import fold
from scoring.criteria.definitions import CriterionDefinition, SetDefinition

ALIKE = 0.65
"""From this likeness of two titles (0 to 1) on, one criterion is taken to follow the other."""


class Change(TextChoices):
    """What happened to a criterion; an order for counting."""

    ADDED = "added", _("thêm mới")
    REMOVED = "removed", _("bỏ")
    POINTS = "points", _("đổi điểm")
    MINIMUMS = "minimums", _("đổi mức tối thiểu")
    OPTIONS = "options", _("đổi phương án")
    TITLE = "title", _("đổi tên")
    SAME = "same", _("giữ nguyên")


@dataclass(frozen=True)
class Pair:
    """A criterion before and after; one side is missing where it was added or removed."""

    older: CriterionDefinition | None
    newer: CriterionDefinition | None

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Everything that changed, at least ``SAME``."""
        if self.older is None:
            return (Change.ADDED,)
        if self.newer is None:
            return (Change.REMOVED,)
        found = (
            (Change.POINTS, self.older.max_points != self.newer.max_points),
            (Change.MINIMUMS, dict(self.older.minimums) != dict(self.newer.minimums)),
            (Change.OPTIONS, _options(self.older) != _options(self.newer)),
            (Change.TITLE, _key(self.older) != _key(self.newer)),
        )
        return tuple(change for change, happened in found if happened) or (Change.SAME,)


@dataclass(frozen=True)
class PartCompared:
    """A part of the newer set with its pairs; what was removed stands at its end."""

    code: str
    title: str
    older_points: Decimal | None
    newer_points: Decimal | None
    pairs: list[Pair]


@dataclass(frozen=True)
class Comparison:
    """Two sets side by side."""

    older: SetDefinition
    newer: SetDefinition

    @cached_property
    def parts(self) -> list[PartCompared]:
        """Part by part, in the order of the newer set."""
        before, after = _by_part(self.older), _by_part(self.newer)
        follows = pair_up(self.older, self.newer)
        gone = self.older.answerable.keys() - set(follows.values())
        titles = {part.code: part for part in (*self.older.parts, *self.newer.parts)}
        points = [
            {part.code: part.max_points for part in each.parts} for each in (self.older, self.newer)
        ]
        found = []
        for code in dict.fromkeys([*after, *before]):
            pairs = [
                Pair(self.older.answerable.get(follows.get(each.code, "")), each)
                for each in after.get(code, ())
            ]
            pairs += [Pair(each, None) for each in before.get(code, ()) if each.code in gone]
            title = titles[code].title
            found.append(PartCompared(code, title, points[0].get(code), points[1].get(code), pairs))
        return found

    @cached_property
    def counts(self) -> list[tuple[Change, int]]:
        """How many criteria each change happened to, those that happened at all."""
        seen = Counter(c for part in self.parts for pair in part.pairs for c in pair.changes)
        return [(change, seen[change]) for change in Change if seen[change]]


def pair_up(older: SetDefinition, newer: SetDefinition) -> dict[str, str]:
    """The code in ``older`` that each code of ``newer`` follows, by likeness of titles.

    The likest pairs first, the nearest in order among equals; each criterion once.
    """
    follows: dict[str, str] = {}
    taken: set[str] = set()
    for _likeness, _distance, after, before in sorted(_candidates(older, newer)):
        if after not in follows and before not in taken:
            follows[after] = before
            taken.add(before)
    return follows


def _candidates(
    older: SetDefinition, newer: SetDefinition
) -> Iterator[tuple[float, int, str, str]]:
    befores = [(place, c.code, _key(c)) for place, c in enumerate(older.answerable.values())]
    matcher = SequenceMatcher(autojunk=False)
    for at, criterion in enumerate(newer.answerable.values()):
        matcher.set_seq2(_key(criterion))
        for place, code, key in befores:
            matcher.set_seq1(key)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                likeness = matcher.ratio()
                if likeness >= ALIKE:
                    yield -likeness, abs(at - place), criterion.code, code


def _key(criterion: CriterionDefinition) -> str:
    return " ".join(fold(criterion.title).split())


def _options(criterion: CriterionDefinition) -> list[tuple[Decimal, str, str]]:
    return [(o.points, o.case, " ".join(fold(o.text).split())) for o in criterion.options]


def _by_part(criteria: SetDefinition) -> Mapping[str, list[CriterionDefinition]]:
    return {
        part.code: [
            leaf
            for section in part.sections
            for printed in section.criteria
            for leaf in printed.answerable
        ]
        for part in criteria.parts
    }

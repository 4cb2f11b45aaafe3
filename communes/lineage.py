"""What became of a unit and what it was made of, from the successions, in memory."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from communes.models import Commune, CommuneSuccession
from communes.stamp import kept

Life = tuple[dt.date | None, dt.date | None]


@dataclass(slots=True)
class Lineage:
    """Every unit's life, predecessors and successors, by id."""

    lives: dict[int, Life]
    after: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls) -> Lineage:
        """Read all units and successions: two queries."""
        lineage = cls(dict(_lives()))
        pairs = CommuneSuccession.objects.order_by("effective_on", "pk")
        for before, after in pairs.values_list("predecessor_id", "successor_id"):
            lineage.after[before].append(after)
            lineage.before[after].append(before)
        return lineage

    @classmethod
    def current(cls, version: int | None = None) -> Lineage:
        """The lineage as it stands, read once for each change of the territory.

        ``version`` is the content version if the caller knows it: it saves a query.
        """
        return kept(cls.load, version)

    def is_in_force(self, commune_id: int, on: dt.date) -> bool:
        """Whether the unit exists on the day ``on``."""
        start, end = self.lives[commune_id]
        return (start is None or start <= on) and (end is None or on < end)

    def on(self, commune_id: int, on: dt.date) -> tuple[int, ...]:
        """The units that exist on the day ``on`` where this one stands or stood.

        Itself while it lives; before that what it was made of, after that what it went into;
        nothing where the register does not tell.
        """
        if self.is_in_force(commune_id, on):
            return (commune_id,)
        _, end = self.lives[commune_id]
        links = self.after if end is not None and end <= on else self.before
        found = [unit for near in links.get(commune_id, ()) for unit in self.on(near, on)]
        return tuple(dict.fromkeys(found))

    def today(self, commune_id: int, on: dt.date) -> int | None:
        """The one unit of the day ``on`` for this one; nothing if none or several."""
        units = self.on(commune_id, on)
        return units[0] if len(units) == 1 else None

    def ancestors(self, commune_id: int) -> tuple[int, ...]:
        """All units that went into this one, directly or by way of others."""
        return _closure(self.before, commune_id)

    def family(self, commune_id: int) -> tuple[int, ...]:
        """The unit and all its ancestors: whatever was recorded here belongs to it today."""
        return (commune_id, *self.ancestors(commune_id))

    def descendants(self, commune_id: int) -> tuple[int, ...]:
        """All units this one went into, directly or by way of others."""
        return _closure(self.after, commune_id)

    def kin(self, commune_id: int) -> tuple[int, ...]:
        """The unit, its ancestors and its descendants."""
        return (*self.family(commune_id), *self.descendants(commune_id))

    def are_related(self, one: int, other: int) -> bool:
        """Whether one of the two came out of the other."""
        return one in self.ancestors(other) or other in self.ancestors(one)


def _closure(links: dict[int, list[int]], commune_id: int) -> tuple[int, ...]:
    found: dict[int, None] = {}
    waiting = list(links.get(commune_id, ()))
    while waiting:
        unit = waiting.pop(0)
        if unit not in found:
            found[unit] = None
            waiting.extend(links.get(unit, ()))
    return tuple(found)


def _lives() -> Iterator[tuple[int, Life]]:
    rows = Commune.objects.order_by("pk").values_list("pk", "valid_from", "valid_to")
    same: dict[Life, Life] = {}  # most units of a time live alike
    for pk, start, end in rows:
        yield pk, same.setdefault((start, end), (start, end))

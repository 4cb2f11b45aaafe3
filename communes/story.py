"""What became of a unit: the events of its family, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from communes.enums import NameKind, full_name
from communes.lineage import Lineage
from communes.models import Commune, CommuneName, CommuneSuccession


@dataclass(slots=True)
class Part:
    """One place that went into a unit: a unit of the register, or only a name of the past."""

    name: str
    kind: str
    commune: Commune | None = None
    share: str = ""
    code: str = ""

    @property
    def full_name(self) -> str:
        """Kind and name; the name alone where the kind is not known."""
        return full_name(self.kind, self.name) if self.kind else self.name


@dataclass(slots=True)
class Event:
    """One act on one day and the unit it made, with the places that went into it.

    ``kind`` is the kind of succession when all parts share it, else empty.
    """

    on: dt.date
    act: str
    unit: Commune
    kind: str = ""
    parts: list[Part] = field(default_factory=list)

    @property
    def is_enlargement(self) -> bool:
        """Whether the unit existed before and only took the parts in."""
        return self.unit.valid_from != self.on


def tell_story(commune: Commune, lineage: Lineage) -> list[Event]:
    """The events of the unit, its ancestors and its descendants, newest first: three queries."""
    units = Commune.objects.in_bulk(lineage.kin(commune.pk))
    events = [*_successions(units), *_former_names(units)]
    return sorted(events, key=lambda event: (event.on, event.unit.sort_key), reverse=True)


def _successions(units: dict[int, Commune]) -> Iterable[Event]:
    """The acts that made these units, with all that went into them, be it kin or not."""
    rows = CommuneSuccession.objects.filter(successor__in=units).select_related("predecessor")
    events: dict[tuple, Event] = {}
    for row in rows.order_by("effective_on", "predecessor__sort_key", "pk"):
        unit, before = units[row.successor_id], row.predecessor
        key = (row.effective_on, row.legal_act, unit.pk)
        event = events.setdefault(key, Event(row.effective_on, row.legal_act, unit, row.kind))
        event.kind = row.kind if row.kind == event.kind else ""
        event.parts.append(Part(before.name, before.kind, before))
    return events.values()


def _former_names(units: dict[int, Commune]) -> Iterable[Event]:
    """Places that went into a unit before the register knows them as units."""
    rows = CommuneName.objects.filter(
        commune__in=units, kind=NameKind.FORMER, valid_to__isnull=False
    )
    events: dict[tuple, Event] = {}
    for row in rows.order_by("valid_to", "pk"):
        assert row.valid_to is not None  # noqa: S101 - asked for above
        unit = units[row.commune_id]
        event = events.setdefault((row.valid_to, unit.pk), Event(row.valid_to, row.source, unit))
        event.parts.append(Part(row.name, row.unit_kind, None, row.share, row.code))
    return events.values()

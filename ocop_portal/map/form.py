"""The form above the map: the division, the filters used most, the layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ocop_portal.map.divisions import Divisions
from ocop_portal.map.enums import Division, Layer
from ocop_portal.map.state import CHOSEN, DIVISION, GAPS, LAYERS, UNTOUCHED_LAYERS, MapState
from ocop_portal.shared.templatetags.ui import day
from products.catalogue import Selection
from products.catalogue.parameters import FACETS, GROUP, STARS, STATUS, WORDS

OFFERED = (GROUP, STARS, STATUS)
ANY_OF: Mapping[str, Promise] = {
    GROUP: _("Tất cả nhóm"),
    STARS: _("Mọi hạng"),
    STATUS: _("Mọi tình trạng"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select, or one box to tick."""

    value: str
    label: str | Promise
    is_chosen: bool
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the form."""

    name: str
    label: str | Promise
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in use and the address without it."""

    label: str
    url: str


class MapForm:
    """What the template needs to print the form of one state."""

    def __init__(self, state: MapState, selection: Selection, ground: Divisions) -> None:
        self.state = state
        self.selection = selection
        self.ground = ground
        self.shows_gaps = state.shows_gaps

    @property
    def choices(self) -> list[Choice]:
        """The selects; a facet with several values chosen is left to its chips."""
        facets = [self._facet(name) for name in OFFERED if len(self.state.filters.values(name)) < 2]
        return [self._division(), *facets]

    @property
    def layers(self) -> list[Option]:
        """The boxes of the layers."""
        return [
            Option(layer.value, layer.label, layer in self.state.layers, layer in UNTOUCHED_LAYERS)
            for layer in Layer
        ]

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """What no control holds but a submitted form must keep."""
        shown = {choice.name for choice in self.choices} | {LAYERS, GAPS, CHOSEN}
        said = [(WORDS, self.state.filters.words), *self.state.filters.pairs()]
        return ((name, value) for name, value in said if value and name not in shown)

    def _division(self) -> Choice:
        present = _units(len(self.ground.present))
        former = _units(len(self.ground.former))
        since = self.ground.reformed_on
        if since:
            present = gettext("%(units)s (từ %(day)s)") % {"units": present, "day": day(since)}
            former = gettext("%(units)s (trước %(day)s)") % {"units": former, "day": day(since)}
        is_former = self.state.division is Division.FORMER
        options = [Option("", present, not is_former)]
        if since:
            options.append(Option(Division.FORMER.value, former, is_former))
        return Choice(DIVISION, gettext("Ranh giới"), options)

    def _facet(self, name: str) -> Choice:
        chosen = self.state.filters.values(name)
        counts = self.selection.counts(name)
        options = [Option("", ANY_OF[name], not chosen)]
        options += [
            Option(value, f"{label} ({counts.get(value, 0)})", value in chosen)
            for value, label in self.selection.index.labels[name].items()
        ]
        return Choice(name, FACETS[name], options)


def _units(count: int) -> str:
    return ngettext("%(count)d xã, phường", "%(count)d xã, phường", count) % {"count": count}


def chips(state: MapState, selection: Selection) -> list[Chip]:
    """The filters in use, each with the address of the map without it."""
    asked = selection.query
    found = []
    if asked.words:
        label = gettext("Có chữ “%(words)s”") % {"words": asked.words}
        found.append(Chip(label, f"?{state.asking(asked.saying('')).query}"))
    labels = selection.index.labels
    for name, value in asked.pairs():
        url = f"?{state.asking(asked.without(name, value)).query}"
        found.append(Chip(f"{FACETS[name]}: {labels[name][value]}", url))
    return found

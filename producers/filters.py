"""How readers narrow the list of producers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from communes.lineage import Lineage
from communes.models import Commune
from ocop_portal.shared.facets import FacetKind, Narrowed, narrow
from ocop_portal.shared.text import clean
from producers.enums import KIND_SLUGS, ProducerKind
from producers.models import Producer

LONGEST_SEARCH = 200  # characters
MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class FoundProducers:
    """Keys of the producers an address asks for, with the facets to narrow them by."""

    narrowed: Narrowed
    words: str
    are_near: bool
    """No name holds the words as typed; these are like them."""


def find_producers(query: QueryDict, on: dt.date) -> FoundProducers:
    """The public producers ``query`` asks for, in the order of the alphabet."""
    words = clean(query.get("q", ""))[:LONGEST_SEARCH]
    public = Producer.objects.public()
    rows = _rows(public.saying(words).alphabetical())
    are_near = bool(words) and not rows
    if are_near:
        rows = _rows(public.resembling(words))
    kinds = {pk: KIND_SLUGS[ProducerKind(kind)] for pk, kind, _place in rows}
    places, labels = _places(rows, query.getlist("xa"), on)
    facets = [
        FacetKind("loai", _("Loại hình"), _kind_labels(), kinds),
        FacetKind("xa", _("Xã, phường"), labels, places, is_vietnamese=True),
    ]
    return FoundProducers(narrow([pk for pk, *_ in rows], facets, query), words, are_near)


def _rows(producers) -> list[tuple[int, str, int | None]]:
    return list(producers.values_list("pk", "kind", "commune_id"))


def _kind_labels() -> dict[str, str]:
    return {slug: str(kind.label) for kind, slug in KIND_SLUGS.items()}


def _places(
    rows: list[tuple[int, str, int | None]], chosen: list[str], on: dt.date
) -> tuple[dict[int, str], dict[str, str]]:
    """By producer the slug of its commune of today; and the names of the most frequent ones."""
    lineage = Lineage.current()
    today = {
        commune_id: unit
        for commune_id in {commune_id for _pk, _kind, commune_id in rows if commune_id}
        if (unit := lineage.today(commune_id, on))
    }
    units = Commune.objects.in_bulk(set(today.values()))
    slugs = {commune_id: units[unit].slug for commune_id, unit in today.items()}
    places = {pk: slugs[unit] for pk, _kind, unit in rows if unit in slugs}
    frequent = {slug for slug, _n in Counter(places.values()).most_common(MOST_PLACES)}
    shown = [unit for unit in units.values() if unit.slug in frequent.union(chosen)]
    return places, {unit.slug: str(unit) for unit in sorted(shown, key=lambda unit: unit.sort_key)}

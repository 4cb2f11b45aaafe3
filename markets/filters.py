"""How readers narrow the list of points of sale."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from communes.models import Commune
from markets.enums import SalesPointKind
from markets.models import SalesPoint
from markets.places import Place
from ocop_portal.shared.facets import FacetKind, Narrowed, narrow

KIND_SLUGS = {
    SalesPointKind.SHOP: "diem-ban",
    SalesPointKind.SHOWROOM: "trung-bay",
    SalesPointKind.MARKET: "cho",
    SalesPointKind.SUPERMARKET: "sieu-thi",
}


def narrow_points(
    points: Sequence[SalesPoint], places: dict[int, Place], query: QueryDict
) -> Narrowed:
    """The keys of those ``points`` that ``query`` asks for, in the order given."""
    kinds = {point.pk: KIND_SLUGS[SalesPointKind(point.kind)] for point in points}
    labels = {slug: str(SalesPointKind(kind).label) for kind, slug in KIND_SLUGS.items()}
    return narrow(
        [point.pk for point in points],
        [
            FacetKind("loai", _("Loại"), labels, kinds),
            FacetKind(
                "xa",
                _("Nơi bán"),
                _place_labels(places),
                {pk: place.key for pk, place in places.items()},
            ),
        ],
        query,
    )


def _place_labels(places: dict[int, Place]) -> dict[str, str]:
    """Communes of today in the order of the alphabet, then former districts."""
    units = {place.key: place.unit for place in places.values()}
    ordered = sorted(
        units.items(),
        key=lambda pair: (not isinstance(pair[1], Commune), pair[1].sort_key, pair[0]),
    )
    return {
        key: str(unit) if isinstance(unit, Commune) else _("%(district)s (cũ)") % {"district": unit}
        for key, unit in ordered
    }

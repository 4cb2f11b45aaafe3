"""How readers narrow the list of points of sale."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from communes.models import Commune, District
from markets.enums import SalesPointKind, Setting
from markets.models import SalesPoint
from markets.places import Place
from ocop_portal.shared.bilingual import in_vietnamese
from ocop_portal.shared.facets import FacetKind, Narrowed, narrow

KIND_SLUGS = {
    SalesPointKind.CENTRE: "trung-tam",
    SalesPointKind.SHOP: "diem-ban",
    SalesPointKind.CORNER: "goc-ocop",
    SalesPointKind.SHOWROOM: "trung-bay",
    SalesPointKind.MARKET: "cho",
    SalesPointKind.SUPERMARKET: "sieu-thi",
}
SETTING_SLUGS = {
    Setting.STATION: "nha-ga-ben-xe",
    Setting.REST_STOP: "diem-dung-nghi",
    Setting.TRADE: "trung-tam-thuong-mai",
    Setting.TOURISM: "khu-du-lich",
    Setting.CRAFT_VILLAGE: "lang-nghe",
    Setting.SERVICE_CENTRE: "khu-dich-vu",
    Setting.EXHIBITION: "trien-lam",
    Setting.POST_OFFICE: "buu-dien",
    Setting.BORDER: "cua-khau",
}


def narrow_points(
    points: Sequence[SalesPoint], places: dict[int, Place], query: QueryDict
) -> Narrowed:
    """The keys of those ``points`` that ``query`` asks for, in the order given.

    A point belongs to the settings only where its setting is known.
    """
    kinds = {point.pk: KIND_SLUGS[SalesPointKind(point.kind)] for point in points}
    labels = {slug: str(SalesPointKind(kind).label) for kind, slug in KIND_SLUGS.items()}
    settings = {p.pk: SETTING_SLUGS[Setting(p.setting)] for p in points if p.setting}
    known = {slug: str(s.label) for s, slug in SETTING_SLUGS.items() if slug in settings.values()}
    return narrow(
        [point.pk for point in points],
        [
            FacetKind("loai", _("Loại"), labels, kinds),
            FacetKind("dat-tai", _("Đặt tại"), known, settings),
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
    return {key: _place_label(unit) for key, unit in ordered}


def _place_label(unit: Commune | District) -> str:
    name = in_vietnamese(unit)
    if isinstance(unit, Commune):
        return name
    said = format_html("{} ({})", name, _("cũ"))
    return format_html("<span>{}</span>", said) if "<" in name else said

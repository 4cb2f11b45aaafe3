"""How readers narrow the list of documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _

from news.enums import IssuingLevel
from news.models import LegalDocument
from ocop_portal.shared.facets import FacetKind, Narrowed, narrow
from ocop_portal.shared.text import clean, slugify

# What the address calls a level.
LEVEL_SLUGS = {
    IssuingLevel.CENTRAL: "trung-uong",
    IssuingLevel.PROVINCE: "tinh",
    IssuingLevel.DISTRICT: "huyen",
    IssuingLevel.COMMUNE: "xa",
}
LONGEST_SEARCH = 100


def search_text(query: QueryDict) -> str:
    """What the reader searches for, on one line and of bearable length."""
    return clean(query.get("q", ""))[:LONGEST_SEARCH]


def narrow_documents(query: QueryDict) -> Narrowed:
    """The keys of the public documents ``query`` asks for, newest first; one database query."""
    rows = list(
        LegalDocument.objects.public()
        .saying(search_text(query))
        .newest_first()
        .values_list("pk", "level", "kind", "issued_on", "issued_text")
    )
    levels = {pk: LEVEL_SLUGS[IssuingLevel(level)] for pk, level, *_rest in rows}
    kinds = {pk: kind for pk, _level, kind, *_rest in rows}
    kind_slugs = {pk: slugify(kind) for pk, kind in kinds.items()}
    years = {
        pk: str(issued_on.year) if issued_on else text[-4:]
        for pk, _level, _kind, issued_on, text in rows
        if issued_on or text
    }
    return narrow(
        [pk for pk, *_rest in rows],
        [
            FacetKind("cap", _("Cấp ban hành"), _level_labels(), levels),
            FacetKind("loai", _("Loại văn bản"), _labels_by_slug(kinds.values()), kind_slugs),
            FacetKind("nam", _("Năm"), _newest_first(years.values()), years),
        ],
        query,
    )


def _level_labels() -> dict[str, str]:
    return {
        slug: str(IssuingLevel(level).label).capitalize() for level, slug in LEVEL_SLUGS.items()
    }


def _labels_by_slug(kinds: Iterable[str]) -> dict[str, str]:
    return {slugify(kind): kind for kind in sorted(set(kinds))}


def _newest_first(years: Iterable[str]) -> dict[str, str]:
    return {year: year for year in sorted(set(years), reverse=True)}

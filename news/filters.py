"""How readers narrow the list of documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from news.enums import DocumentStatus, IssuingLevel
from news.models import LegalDocument
from news.rules import document_status
from ocop_portal.shared.facets import FacetKind, Narrowed, narrow
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.text import clean, slugify

# What the address calls a level and a status.
LEVEL_SLUGS = {
    IssuingLevel.CENTRAL: "trung-uong",
    IssuingLevel.PROVINCE: "tinh",
    IssuingLevel.DISTRICT: "huyen",
    IssuingLevel.COMMUNE: "xa",
}
STATUS_SLUGS = {
    DocumentStatus.IN_FORCE: "con",
    DocumentStatus.NOT_YET: "chua-co",
    DocumentStatus.ENDED: "het",
    DocumentStatus.UNKNOWN: "chua-ro",
}
LONGEST_SEARCH = 100


class Features(NamedTuple):
    """What one document can be narrowed by, as the address says it, and the words for it."""

    level: str
    status: str
    kind: tuple[str, str]
    issuer: tuple[str, str]
    year: str


_kept: Fragments[dict[int, Features]] = Fragments(most=1)


def search_text(query: QueryDict) -> str:
    """What the reader searches for, on one line and of bearable length."""
    return clean(query.get("q", ""))[:LONGEST_SEARCH]


def narrow_documents(query: QueryDict, on: dt.date, version: int) -> Narrowed:
    """The keys of the public documents ``query`` asks for, as on the day ``on``.

    Newest first, or best first where there are words. What can be narrowed by is read once for
    each content version; words take one query.
    """
    known = _kept.get((version, on), "", lambda: _features(on))
    keys = list(known)
    if words := search_text(query):
        found = LegalDocument.objects.public().saying(words).best_first(words)
        keys = [key for key in found.values_list("pk", flat=True) if key in known]
    shown = {key: known[key] for key in keys}
    kinds = {key: each.kind for key, each in shown.items()}
    issuers = {key: each.issuer for key, each in shown.items()}
    years = {key: each.year for key, each in shown.items() if each.year}
    facets = [
        FacetKind("hieu-luc", _("Hiệu lực"), _status_labels(), _slugs(shown, "status")),
        FacetKind("cap", _("Cấp ban hành"), _level_labels(), _slugs(shown, "level")),
        FacetKind("loai", _("Loại văn bản"), *_labelled(kinds), is_vietnamese=True),
        FacetKind("co-quan", _("Cơ quan ban hành"), *_labelled(issuers), is_vietnamese=True),
        FacetKind("nam", _("Năm"), _newest_first(years.values()), years),
    ]
    return narrow(keys, facets, query)


def _features(on: dt.date) -> dict[int, Features]:
    """Every public document, newest first; one query."""
    rows = LegalDocument.objects.public().newest_first()
    return {
        pk: Features(
            level=LEVEL_SLUGS[IssuingLevel(level)],
            status=STATUS_SLUGS[document_status(on, effective_on=since, ends_on=until)],
            kind=(slugify(kind), kind),
            issuer=(slugify(issuer), issuer),
            year=str(issued_on.year) if issued_on else text[-4:],
        )
        for pk, level, kind, issuer, issued_on, text, since, until in rows.values_list(
            *("pk", "level", "kind", "issuer", "issued_on", "issued_text"),
            *("effective_on", "ends_on"),
        )
    }


def _slugs(shown: dict[int, Features], name: str) -> dict[int, str]:
    return {key: getattr(each, name) for key, each in shown.items()}


def _status_labels() -> dict[str, str]:
    return {
        slug: str(DocumentStatus(status).label).capitalize()
        for status, slug in STATUS_SLUGS.items()
    }


def _level_labels() -> dict[str, str]:
    return {
        slug: str(IssuingLevel(level).label).capitalize() for level, slug in LEVEL_SLUGS.items()
    }


def _labelled(values: dict[int, tuple[str, str]]) -> tuple[dict[str, str], dict[int, str]]:
    """Value in the address → words, in the order of the words; and the value of each row."""
    labels = dict(sorted(set(values.values()), key=lambda pair: pair[1]))
    return labels, {key: slug for key, (slug, _label) in values.items()}


def _newest_first(years: Iterable[str]) -> dict[str, str]:
    return {year: year for year in sorted(set(years), reverse=True)}

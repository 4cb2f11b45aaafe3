"""Reads what can be found besides products and communes: producers, news, documents, criteria."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from threading import Lock

from django.utils import timezone

from news.enums import EventKind
from news.models import Article, Event, LegalDocument
from ocop_portal.search.entries import Entry, KindIndex, Texts
from ocop_portal.search.kinds import Kind
from ocop_portal.shared.aside import made_aside
from producers.enums import KIND_WORDS, ProducerKind
from producers.models import Producer, ProducerName
from products.catalogue.places import Places
from products.catalogue.words import forget_words
from scoring.models import CriteriaSet

Things = Iterator[tuple[Entry, Texts]]
Truth = tuple[int, dt.date]
CHUNK = 2000  # rows fetched at a time

_kept: tuple[Truth, Mapping[Kind, KindIndex]] | None = None
_making = Lock()


def current_indexes(on: dt.date, at: dt.datetime, version: int) -> Mapping[Kind, KindIndex]:
    """The indexes of the day ``on``, made anew when the content ``version`` has changed.

    ``at`` is the moment of which news is asked for; a moment at which something appears changes
    the version.
    """
    global _kept
    truth = (version, on)
    kept = _kept
    if kept is None or kept[0] != truth:
        with _making:
            kept = _kept
            if kept is None or kept[0] != truth:
                kept = _kept = (truth, made_aside(partial(_load, on, at)))
    return kept[1]


def forget_indexes() -> None:
    """Drop the indexes; tests roll versions back."""
    global _kept
    _kept = None


def _load(on: dt.date, at: dt.datetime) -> dict[Kind, KindIndex]:
    sources: dict[Kind, Callable[[], Things]] = {
        Kind.PRODUCERS: lambda: _producers(on),
        Kind.ARTICLES: lambda: _articles(at),
        Kind.EVENTS: lambda: _events(at),
        Kind.DOCUMENTS: _documents,
        Kind.CRITERIA: _criteria,
    }
    indexes = {kind: KindIndex(read()) for kind, read in sources.items()}
    forget_words()
    return indexes


def _producers(on: dt.date) -> Things:
    places, others = Places(on), defaultdict(list)
    for producer_id, name in ProducerName.objects.values_list("producer_id", "name"):
        others[producer_id].append(name)
    columns = ("pk", "name", "name_en", "slug", "kind", "commune_id", "district_id")
    rows = Producer.objects.public().alphabetical().values_list(*columns)
    for pk, name, name_en, slug, kind, commune, district in rows.iterator(CHUNK):
        where = places.place(commune, district).texts
        texts = Texts(
            (name, name_en, *others.get(pk, ())), (KIND_WORDS[ProducerKind(kind)],), where
        )
        note = _place_name(places, commune, on)
        yield Entry(pk, name, "producers:detail", (slug,), name_en, note), texts


def _place_name(places: Places, commune: int | None, on: dt.date) -> str:
    """The commune of today, else the one recorded."""
    if commune is None:
        return ""
    return places.units[places.lineage.today(commune, on) or commune].full_name


def _articles(at: dt.datetime) -> Things:
    columns = ("pk", "title", "title_en", "slug", "lead", "lead_en", "publish_at", "section__name")
    rows = Article.objects.public(at).newest_first().values_list(*columns)
    for pk, title, title_en, slug, lead, lead_en, moment, section in rows.iterator(CHUNK):
        texts = Texts((title, title_en), (lead, lead_en), kind=(section,))
        yield Entry(pk, title, "news:article", (slug,), title_en, _day(moment)), texts


def _events(at: dt.datetime) -> Things:
    columns = ("pk", "title", "title_en", "slug", "lead", "lead_en", "starts_at", "place", "kind")
    rows = Event.objects.public(at).order_by("-starts_at", "-pk").values_list(*columns)
    labels = dict(EventKind.choices)
    for pk, title, title_en, slug, lead, lead_en, moment, place, kind in rows.iterator(CHUNK):
        names, who = (title, title_en), (lead, lead_en, place)
        texts = Texts(names, who, kind=(str(labels.get(kind, "")),))
        yield Entry(pk, title, "news:event", (slug,), title_en, _day(moment)), texts


def _documents() -> Things:
    columns = ("pk", "number", "title", "slug", "kind", "issuer")
    rows = LegalDocument.objects.filter(is_published=True).newest_first().values_list(*columns)
    for pk, number, title, slug, kind, issuer in rows.iterator(CHUNK):
        texts = Texts((number, title), (issuer,), kind=(kind,))
        yield Entry(pk, title, "news:document", (slug,), note=f"{kind} {number}"), texts


def _criteria() -> Things:
    rows = CriteriaSet.objects.current().filter(version__published_at__isnull=False)
    rows = rows.order_by("-version__effective_from", "number", "pk")
    columns = ("pk", "name", "number", "version__slug", "version__decision", "version__title")
    for pk, name, number, slug, decision, title in rows.values_list(*columns):
        texts = Texts((name,), (decision, title), kind=("bộ tiêu chí",))
        yield Entry(pk, name, "scoring:criteria_set", (slug, str(number)), note=decision), texts


def _day(moment: dt.datetime) -> str:
    return timezone.localtime(moment).date().isoformat()

"""What happened to the things that are followed: awards, their ends, news and events.

A change is told of when it is noted, not when it happened: an award recorded late is news, one of
years ago that a newer one has replaced is not. Days and moments are passed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from alerts.enums import ChangeKind
from alerts.subjects import Scope
from news.models import Article, Event
from products.enums import CertificationStatus, EndReason
from products.models import Certification, Product
from products.querysets import CertificationQuerySet
from products.rules import shown_award

ENDS = {
    CertificationStatus.EXPIRED: ChangeKind.EXPIRED,
    CertificationStatus.WITHDRAWN: ChangeKind.WITHDRAWN,
}


class About(NamedTuple):
    """Keys of what a change concerns."""

    products: frozenset[int] = frozenset()
    producers: frozenset[int] = frozenset()
    communes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened; ``noted_at`` is when the register or the reader could know.

    ``day`` is when it happened, if known. ``award`` or ``text`` is what it is about; ``former``
    the award the product had before.
    """

    kind: ChangeKind
    noted_at: dt.datetime
    day: dt.date | None
    award: Certification | None = None
    former: Certification | None = None
    text: Article | Event | None = None
    about: About = field(default_factory=About)

    @property
    def key(self) -> str:
        """A lasting name, the same whenever the change is found."""
        about = self.award.public_code if self.award else self.text.pk if self.text else ""
        return f"{self.kind.value}:{about}"

    @property
    def happened_at(self) -> dt.datetime:
        """When it happened, as far as is known; else when it was noted."""
        known = self.known_day
        return day_begins(known) if known and self.text is None else self.noted_at

    @property
    def known_day(self) -> dt.date | None:
        """The day it happened, or the last of the year where the register knows the year alone."""
        if self.day is None and self.award and self.award.recognised_year:
            return dt.date(self.award.recognised_year, 12, 31)
        return self.day

    def concerns(self, scope: Scope) -> bool:
        """Whether it concerns what is followed."""
        products = scope.ended if self.kind in ENDS.values() else scope.products
        return bool(
            scope.everything
            or self.about.products & products
            or self.about.producers & scope.producers
            or self.about.communes & scope.communes
        )


def day_begins(day: dt.date) -> dt.datetime:
    """The first moment of a Vietnamese day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def changes_between(since: dt.datetime, until: dt.datetime, on: dt.date) -> list[Change]:
    """All that was noted after ``since`` and not after ``until``, the latest first.

    ``on`` is the day of ``until``. The number of queries does not grow with what happened.
    """
    recorded_awards = _awards().filter(created_at__gt=since, created_at__lte=until)
    first, last = timezone.localdate(since), on
    over = _ended(on).filter(end__gt=first, end__lte=last, end_reason="")
    recorded, begun = Q(updated_at__gt=since), Q(ended_on__gt=first)
    withdrawn = _ended(on).filter(recorded | begun, end_reason=EndReason.WITHDRAWN)
    window = {"publish_at__gt": since, "publish_at__lte": until}
    found = [
        *_current(map(awarded, recorded_awards), on),
        *_current(_of_products_shown_since(since, until), on),
        *_current((ended(award, on) for award in over), on),
        *(ended(award, on) for award in withdrawn),
        *map(published, _linked(Article.objects.public(until).filter(**window))),
        *map(published, _linked(_going_on(until).filter(**window))),
    ]
    noted_then = [each for each in found if each and since < each.noted_at <= until]
    return sorted(noted_then, key=lambda change: change.noted_at, reverse=True)


def latest_changes(scope: Scope, on: dt.date, at: dt.datetime, most: int) -> list[Change]:
    """The last ``most`` things that happened within ``scope``, the latest first.

    What happened on a day nobody knows comes last.
    """
    awards = _awards().filter(scope.awards()).ever(on).latest_first()[:most]
    over = _ended(on).filter(scope.awards(ended=True)).order_by("-end", "-pk")[:most]
    articles = Article.objects.public(at).filter(scope.articles()).distinct().newest_first()
    events = _going_on(at).filter(scope.events()).distinct()
    texts: list[Article | Event] = [
        *articles.for_lines()[:most],
        *events.for_rows().order_by("-publish_at", "-pk")[:most],
    ]
    found = [*map(awarded, awards), *(ended(award, on) for award in over), *map(published, texts)]
    known = filter(None, found)
    return sorted(known, key=lambda each: (each.known_day is not None, each.happened_at))[
        : -most - 1 : -1
    ]


def _going_on(at: dt.datetime) -> Any:
    return Event.objects.public(at).filter(is_cancelled=False)


def _awards() -> CertificationQuerySet:
    rows: CertificationQuerySet = Certification.objects.filter(product__is_published=True)
    return rows.select_related("product").prefetch_related("product__certifications")


def _ended(on: dt.date) -> CertificationQuerySet:
    """Awards over by the day ``on``, with the day they ended, but for superseded ones."""
    end = Coalesce(F("ended_on"), F("valid_during__endswith"), F("expires_on"))
    return _awards().ended(on).exclude(end_reason=EndReason.SUPERSEDED).annotate(end=end)


def _linked(texts: QuerySet) -> QuerySet:
    """With what a text is about."""
    about = [name for name in ("products", "producers", "communes") if hasattr(texts.model, name)]
    return texts.defer("body", "body_en", "words").prefetch_related(*about)


def _of_products_shown_since(since: dt.datetime, until: dt.datetime) -> Iterator[Change]:
    """Awards recorded before, of products that were hidden then and have been published since."""
    trail = Product.pgh_event_model.objects  # type: ignore[attr-defined]
    shown = trail.filter(pgh_created_at__gt=since, pgh_created_at__lte=until, is_published=True)
    moments = dict(shown.values_list("pgh_obj_id").annotate(Min("pgh_created_at")))
    before = trail.filter(pgh_obj_id__in=moments, pgh_created_at__lte=since)
    last = before.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    hidden = [pk for pk, was in last.values_list("pgh_obj_id", "is_published") if not was]
    for award in _awards().filter(product__in=hidden, created_at__lte=since):
        yield replace(awarded(award), noted_at=moments[award.product_id])


def _current(changes: Iterable[Change | None], on: dt.date) -> Iterator[Change]:
    """Those about the award a product is shown with, or is about to be."""
    for change in changes:
        if change is None or change.award is None:
            continue
        shown = shown_award(change.award.product.certifications.all(), on)
        if change.award == shown or change.award.status(on) == CertificationStatus.NOT_YET:
            yield change


def awarded(award: Certification) -> Change:
    """Stars given to a product, its awards loaded."""
    return Change(
        ChangeKind.AWARDED,
        award.created_at,
        award.decision_on,
        award=award,
        former=_before(award),
        about=_concerned([award.product]),
    )


def ended(award: Certification, on: dt.date) -> Change | None:
    """The end of an award by the day ``on``; none while it goes on, or where another took over."""
    kind, day = ENDS.get(award.status(on)), award.ends_on or award.expires_on
    if kind is ChangeKind.WITHDRAWN:
        day = award.ended_on
    if kind is None or day is None:
        return None
    noted_at = day_begins(day)
    if kind is ChangeKind.WITHDRAWN:
        noted_at = max(noted_at, award.updated_at)
    return Change(kind, noted_at, day, award=award, about=_concerned([award.product]))


def published(text: Article | Event) -> Change:
    """News or an event that has appeared, with what it is about if that is loaded."""
    is_event = isinstance(text, Event)
    loaded = getattr(text, "_prefetched_objects_cache", {})
    producers = {producer.pk for producer in loaded.get("producers", ())}
    communes = {commune.pk for commune in loaded.get("communes", ())}
    if isinstance(text, Event) and text.commune_id:
        communes.add(text.commune_id)
    about = _concerned([each for each in loaded.get("products", ()) if each.is_published])
    return Change(
        ChangeKind.EVENT if is_event else ChangeKind.ARTICLE,
        text.publish_at or text.created_at,
        text.day,
        text=text,
        about=About(about.products, about.producers | producers, about.communes | communes),
    )


def _concerned(products: list[Product]) -> About:
    return About(
        products=frozenset(product.pk for product in products),
        producers=frozenset(product.producer_id for product in products),
        communes=frozenset(p.commune_id for p in products if p.commune_id),
    )


def _before(award: Certification) -> Certification | None:
    """The award the product had when this one was given, if the days are known."""
    if award.decision_on is None:
        return None
    day = award.decision_on
    earlier = [
        each
        for each in award.product.certifications.all()
        if each.pk != award.pk and each.decision_on and each.decision_on < day
    ]
    return max(earlier, key=lambda each: each.decision_on or day, default=None)

"""What a point says when it is opened: what is there, and how its place is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Model, Q
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from markets.models import SalesPoint
from news.models import Event
from ocop_portal.map.enums import Layer
from producers.models import Producer
from products.models import Certification, Product
from products.rules import shown_award

BY_COMMUNE = _("Vị trí theo xã, không phải địa chỉ.")


@dataclass(frozen=True, slots=True)
class Card:
    """The facts of one point. ``place_note`` is empty when the point is the place itself."""

    template: str
    subject: Model
    place_note: str | Promise
    award: Certification | None = None
    status: str = ""


def product_card(pk: int, on: dt.date, at: dt.datetime) -> Card:
    """A public product with its stars of the day and its producer."""
    products = Product.objects.public().select_related("producer", "commune")
    product = get_object_or_404(products.prefetch_related("certifications"), pk=pk)
    award = shown_award(product.certifications.all(), on)
    status = award.status(on) if award else ""
    note = "" if _has_public_place(product.producer) else BY_COMMUNE
    return Card("map/_product_card.html", product, note, award, status)


def producer_card(pk: int, on: dt.date, at: dt.datetime) -> Card:
    """A public producer with the number of its public products."""
    producers = Producer.objects.public().select_related("commune")
    shown = Count("products", filter=Q(products__is_published=True))
    producer = get_object_or_404(producers.annotate(shown=shown), pk=pk)
    note = "" if _has_public_place(producer) else BY_COMMUNE
    return Card("map/_producer_card.html", producer, note)


def sales_point_card(pk: int, on: dt.date, at: dt.datetime) -> Card:
    """A published point of sale."""
    point = get_object_or_404(SalesPoint.objects.public().select_related("commune"), pk=pk)
    note = BY_COMMUNE if point.latitude is None else ""
    return Card("map/_sales_point_card.html", point, note)


def event_card(pk: int, on: dt.date, at: dt.datetime) -> Card:
    """An event the public sees at the moment ``at``."""
    event = get_object_or_404(Event.objects.public(at).for_rows(), pk=pk)
    return Card("map/_event_card.html", event, BY_COMMUNE if event.latitude is None else "")


def _has_public_place(producer: Producer) -> bool:
    return producer.premises.filter(is_public=True, latitude__isnull=False).exists()


CARDS: dict[Layer, Callable[[int, dt.date, dt.datetime], Card]] = {
    Layer.PRODUCTS: product_card,
    Layer.PRODUCERS: producer_card,
    Layer.SALES_POINTS: sales_point_card,
    Layer.EVENTS: event_card,
}

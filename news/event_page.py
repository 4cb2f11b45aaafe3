"""What the page of an event shows; the same for readers and for the editor's preview."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communes.navigation import ways_to
from communes.small_map import locate
from communes.today import units_of_the_day
from news.models import Event
from news.periods import Month
from news.structured_data import event_data
from ocop_portal.shared.versions import version_of
from products.cards import cards


def event_page(event: Event, request: HttpRequest, *, is_preview: bool = False) -> dict[str, Any]:
    """The context of the page of ``event``, its commune loaded."""
    today, version = timezone.localdate(), version_of(request)
    keys = list(event.products.public().order_by("sort_key", "pk").values_list("pk", flat=True))
    point = None
    if event.latitude is not None and event.longitude is not None:
        point = (float(event.longitude), float(event.latitude))
    place = units_of_the_day([event.commune], today).get(event.commune_id, event.commune)
    is_past = event.is_past(today)
    ways = ways_to(event.title, event.latitude, event.longitude, event.place, place)
    shown = {
        "event": event,
        "is_past": is_past,
        "place": place,
        "ways": None if is_past or event.is_cancelled else ways,
        "month": Month.of(event.first_day),
        "map": locate(place, version, point) if place else "",
        "cards": cards(keys, today, version),
        "is_preview": is_preview,
    }
    absolute = request.build_absolute_uri
    return {
        "event": event,
        "body": render_to_string("news/_event.html", shown, request),
        "trail": [(_("Sự kiện"), reverse("news:events"))],
        "data": event_data(event, absolute),
        "url": absolute(event.get_absolute_url()),
    }

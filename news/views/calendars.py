"""Events to be taken into a calendar or onto a map."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.calendar_files import CONTENT_TYPE, calendar_file
from news.models import Event
from news.periods import start_of
from news.views.events import public_event
from ocop_portal.shared.packed import Packed, Shelf, pack, respond
from ocop_portal.shared.versions import moment_of, version_of
from producers.spots import Spot, commune_spots

PAST = dt.timedelta(days=90)
MOST = 500

_points: Shelf[Packed] = Shelf()


@require_safe
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as a file."""
    event = public_event(request, slug)
    return _calendar(request, [event], event.said("title"), f"{event.slug}.ics")


@require_safe
def events_calendar(request: HttpRequest) -> HttpResponse:
    """The events of the last three months and all to come, to be subscribed to."""
    since = start_of(timezone.localdate() - PAST)
    events = Event.objects.public(moment_of(request)).to_come(since).for_rows()[:MOST]
    return _calendar(request, events, _("Sự kiện OCOP"), "su-kien-ocop.ics")


def _calendar(request: HttpRequest, events, name: str, filename: str) -> HttpResponse:
    body = calendar_file(events, name, request.get_host(), request.build_absolute_uri)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def event_points(request: HttpRequest) -> HttpResponse:
    """The events to come that lie somewhere, as a layer of points (GeoJSON).

    ``at`` says whether the point is the place itself or the middle of its commune.
    """
    today = timezone.localdate()
    truth = (version_of(request), today)
    points = _points.get(
        f"events-{get_language()}", truth, lambda: pack(_layer(moment_of(request), today))
    )
    return respond(request, points)


def _layer(at: dt.datetime, today: dt.date) -> bytes:
    communes = commune_spots()
    events = Event.objects.public(at).coming(today)[:MOST]
    places = [(event, _spot(event, communes)) for event in events]
    features = [_feature(event, spot) for event, spot in places if spot]
    collection = {
        "type": "FeatureCollection",
        "without_point": len(places) - len(features),
        "features": features,
    }
    return json.dumps(collection, ensure_ascii=False).encode()


def _spot(event: Event, communes: dict[int, Spot]) -> Spot | None:
    if event.longitude is not None and event.latitude is not None:
        return Spot(event.longitude, event.latitude, is_exact=True)
    return communes.get(event.commune_id or 0)


def _feature(event: Event, spot: Spot) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": event.pk,
        "geometry": {
            "type": "Point",
            "coordinates": [float(spot.longitude), float(spot.latitude)],
        },
        "properties": {
            "title": event.said("title"),
            "kind": event.kind,
            "starts_on": event.first_day.isoformat(),
            "ends_on": event.last_day.isoformat(),
            "at": "place" if spot.is_exact else "commune",
            "url": event.get_absolute_url(),
        },
    }

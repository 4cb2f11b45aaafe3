"""Events to be taken into a calendar or onto a map."""

from __future__ import annotations

import datetime as dt
import json

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
    """The events to come that have a place, as a layer of points (GeoJSON)."""
    today = timezone.localdate()
    truth = (version_of(request), today)
    points = _points.get(
        f"events-{get_language()}", truth, lambda: pack(_layer(moment_of(request), today))
    )
    return respond(request, points)


def _layer(at: dt.datetime, today: dt.date) -> bytes:
    events = Event.objects.public(at).to_come(start_of(today)).for_rows()
    placed = events.filter(latitude__isnull=False, is_cancelled=False)[:MOST]
    features = [
        {
            "type": "Feature",
            "id": event.pk,
            "geometry": {
                "type": "Point",
                "coordinates": [float(event.longitude or 0), float(event.latitude or 0)],
            },
            "properties": {
                "title": event.said("title"),
                "kind": event.kind,
                "starts_on": event.first_day.isoformat(),
                "ends_on": event.last_day.isoformat(),
                "url": event.get_absolute_url(),
            },
        }
        for event in placed
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()

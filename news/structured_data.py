"""Articles and events in the words of schema.org, for search engines. Plain data, no query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from news.models import Article, Event

Absolute = Callable[[str], str]
SCHEMA = "https://schema.org"


def article_data(article: Article, absolute: Absolute, publisher: str) -> dict[str, Any]:
    """``NewsArticle``; ``absolute`` makes an address out of a path, pictures are loaded.

    ``publisher`` is the office that keeps the portal; it answers for what nobody signed.
    """
    office = {"@type": "Organization", "name": publisher, "url": absolute("/")}
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "NewsArticle",
        "headline": article.said("title"),
        "inLanguage": article.language_of("title"),
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "dateModified": timezone.localtime(article.updated_at).isoformat(),
        "articleSection": article.section.label,
        "author": {"@type": "Person", "name": article.author} if article.author else office,
        "publisher": office,
    }
    if article.publish_at:
        data["datePublished"] = timezone.localtime(article.publish_at).isoformat()
    if article.said("lead"):
        data["description"] = article.said("lead")
    if article.source_url:
        data["isBasedOn"] = article.source_url
    images = [absolute(each.image.url) for each in article.images.all()]
    if images:
        data["image"] = images
    return data


def event_data(event: Event, absolute: Absolute) -> dict[str, Any]:
    """``Event``; its commune is loaded. Empty where it happens nowhere, as a last day for papers.

    Search engines refuse an event without a location.
    """
    cancelled = "EventCancelled" if event.is_cancelled else "EventScheduled"
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.said("title"),
        "url": absolute(event.get_absolute_url()),
        "startDate": _moment(event, event.starts_at, event.first_day),
        "eventStatus": f"{SCHEMA}/{cancelled}",
    }
    if event.ends_at:
        data["endDate"] = _moment(event, event.ends_at, event.last_day)
    if event.said("lead"):
        data["description"] = event.said("lead")
    if event.organiser:
        data["organizer"] = {"@type": "Organization", "name": event.organiser}
    places = [_place(event)] if event.place or event.commune else []
    if not places and not event.online_url:
        return {}
    if event.online_url:
        places.append({"@type": "VirtualLocation", "url": event.online_url})
    mode = "Mixed" if len(places) > 1 else "Online" if event.online_url else "Offline"
    data["eventAttendanceMode"] = f"{SCHEMA}/{mode}EventAttendanceMode"
    data["location"] = places[0] if len(places) == 1 else places
    return data


def _moment(event: Event, moment: Any, day: Any) -> str:
    return (day if event.is_all_day else timezone.localtime(moment)).isoformat()


def _place(event: Event) -> dict[str, Any]:
    commune = event.commune.full_name if event.commune else ""
    place: dict[str, Any] = {"@type": "Place", "name": event.place or commune}
    address = ", ".join(text for text in (event.place, commune) if text)
    place["address"] = {"@type": "PostalAddress", "streetAddress": address, "addressCountry": "VN"}
    if event.latitude is not None and event.longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(event.latitude),
            "longitude": float(event.longitude),
        }
    return place

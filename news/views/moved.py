"""Addresses of the former list of fairs and live sales (ADR 0006)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.models import Event
from ocop_portal.shared.versions import moment_of

MOVED = "-hoi-cho"
"""Added to the address of a fair whose own was an event's already when the lists were joined."""


@require_safe
def former_fairs(request: HttpRequest, page: str) -> HttpResponsePermanentRedirect:
    """The list, its calendar or its points; ``page`` is the name of their address today."""
    return HttpResponsePermanentRedirect(reverse(page))


@require_safe
def former_fair(request: HttpRequest, slug: str, page: str) -> HttpResponsePermanentRedirect:
    """One fair or its file, wherever it is now; else 404."""
    events = Event.objects.public(moment_of(request))
    slugs = events.filter(slug__in=(slug, f"{slug}{MOVED}")).values_list("slug", flat=True)
    found = max(slugs, key=len, default=None)
    if found is None:
        raise Http404
    return HttpResponsePermanentRedirect(reverse(page, args=[found]))

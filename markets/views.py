"""The public pages of points of sale, sales channels and fairs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from communes.today import units_of_the_day
from markets.calendar import fairs_calendar, hours
from markets.filters import narrow_points
from markets.models import Fair, SalesChannel, SalesPoint
from markets.navigation import ways_to
from markets.places import places_of
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.versions import version_of
from products.cards import cards
from products.models import Product

PAGE_SIZE = 24
CALENDAR = "text/calendar; charset=utf-8"


class SalesPointListView(TemplateView):
    """Where products are sold and shown, and on which channels."""

    template_name = "markets/sales_point_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Narrow by the address: points with the place each lies in today; channels; next fairs."""
        today = timezone.localdate()
        points = {point.pk: point for point in _points()}
        places = places_of(points.values(), today)
        narrowed = narrow_points(list(points.values()), places, self.request.GET)
        page = Paginator(narrowed.keys, PAGE_SIZE).get_page(self.request.GET.get("trang"))
        return super().get_context_data(**kwargs) | {
            "narrowed": narrowed,
            "page": page,
            "today": today,
            "points": [(points[key], places.get(key)) for key in page],
            "channels": SalesChannel.objects.public().order_by("kind", "name", "pk"),
            "fairs": Fair.objects.public().to_come(today)[:3],
        }


def _points() -> list[SalesPoint]:
    """All published points by name, with everything their entry shows."""
    products = Product.objects.public().alphabetical()
    rows = SalesPoint.objects.public().select_related("commune", "district", "producer")
    return list(rows.prefetch_related(Prefetch("products", products)).order_by("name", "pk"))


class SalesPointView(DetailView):
    """One point of sale: where it is, when it is open, what it sells, how to get there."""

    queryset = SalesPoint.objects.public().select_related(
        "commune__province", "district__province", "producer"
    )
    template_name = "markets/sales_point_detail.html"
    context_object_name = "point"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With its place of today, its products as cards, and the ways to it."""
        point, today = self.object, timezone.localdate()
        sold = point.products.public().alphabetical().values_list("pk", flat=True)
        place = places_of([point], today).get(point.pk)
        return super().get_context_data(
            today=today,
            place=place,
            is_recognised=point.is_recognised(today),
            ways=ways_to(
                point.name, point.latitude, point.longitude, point.address, place and place.unit
            ),
            cards=cards(list(sold), today, version_of(self.request)),
            **kwargs,
        )


class FairListView(TemplateView):
    """Fairs and live sales to come, and those that were."""

    template_name = "markets/fair_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is to come in full; the past by pages."""
        today = timezone.localdate()
        fairs = Fair.objects.public().select_related("commune", "channel")
        past = Paginator(fairs.over(today), PAGE_SIZE).get_page(self.request.GET.get("trang"))
        return super().get_context_data(to_come=fairs.to_come(today), page=past, **kwargs)


class FairView(DetailView):
    """One fair or live sale with the products shown."""

    queryset = Fair.objects.public().select_related("commune", "channel")
    template_name = "markets/fair_detail.html"
    context_object_name = "fair"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With its commune of today, its products as cards, and the ways to it."""
        fair, today = self.object, timezone.localdate()
        shown = fair.products.public().alphabetical().values_list("pk", flat=True)
        place = units_of_the_day([fair.commune], today).get(fair.commune_id)
        return super().get_context_data(
            is_over=fair.is_over(today),
            hours=hours(fair),
            place=place,
            ways=ways_to(fair.name, fair.latitude, fair.longitude, fair.venue, place),
            cards=cards(list(shown), today, version_of(self.request)),
            **kwargs,
        )


@require_safe
def fair_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One fair as a file for the reader's calendar."""
    fair = get_object_or_404(Fair.objects.public(), slug=slug)
    return _calendar(request, [fair], fair.name, slug)


@require_safe
def fairs_feed(request: HttpRequest) -> HttpResponse:
    """All fairs not yet over, as a calendar to subscribe to."""
    title = f"{capfirst(_('hội chợ, phiên bán hàng'))} · {_site(request)}"
    fairs = Fair.objects.public().to_come(timezone.localdate())
    return _calendar(request, fairs, title, "hoi-cho-ocop")


def _calendar(request: HttpRequest, fairs: Any, title: str, name: str) -> HttpResponse:
    body = fairs_calendar(
        fairs,
        title=title,
        host=request.get_host().partition(":")[0],
        absolute=request.build_absolute_uri,
        now=timezone.now(),
    )
    response = HttpResponse(body, content_type=CALENDAR)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


def _site(request: HttpRequest) -> str:
    return SiteProfile.load(version_of(request)).said("short_title")

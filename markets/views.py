"""The public pages of points of sale and sales channels."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from communes.navigation import ways_to
from markets.filters import narrow_points
from markets.models import SalesChannel, SalesPoint
from markets.places import places_of
from ocop_portal.shared.versions import version_of
from products.cards import cards
from products.models import Product

PAGE_SIZE = 24


class SalesPointListView(TemplateView):
    """Where products are sold and shown, and on which channels."""

    template_name = "markets/sales_point_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Narrow by the address: points with the place each lies in today; channels."""
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

"""The public page of points of sale and sales channels."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils import timezone
from django.views.generic import TemplateView

from markets.filters import narrow_points
from markets.models import SalesChannel, SalesPoint
from markets.places import places_of
from products.models import Product

PAGE_SIZE = 24


class SalesPointListView(TemplateView):
    """Where products are sold and shown, and on which channels."""

    template_name = "markets/sales_point_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Narrow by the address: points with the place each lies in today; and all channels."""
        points = {point.pk: point for point in _points()}
        places = places_of(points.values(), timezone.localdate())
        narrowed = narrow_points(list(points.values()), places, self.request.GET)
        page = Paginator(narrowed.keys, PAGE_SIZE).get_page(self.request.GET.get("trang"))
        return super().get_context_data(**kwargs) | {
            "narrowed": narrowed,
            "page": page,
            "points": [(points[key], places.get(key)) for key in page],
            "channels": SalesChannel.objects.public().order_by("kind", "name", "pk"),
        }


def _points() -> list[SalesPoint]:
    """All published points by name, with everything their entry shows."""
    products = Product.objects.public().alphabetical()
    rows = SalesPoint.objects.public().select_related("commune", "district", "producer")
    return list(rows.prefetch_related(Prefetch("products", products)).order_by("name", "pk"))

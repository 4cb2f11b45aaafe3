"""The public pages of producers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from communes.today import units_of_the_day
from producers.filters import find_producers
from producers.models import Producer

PAGE_SIZE = 24


class ProducerListView(TemplateView):
    """Who makes OCOP products."""

    template_name = "producers/producer_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Narrow by the address: producers, each with its commune of today."""
        on = timezone.localdate()
        found = find_producers(self.request.GET, on)
        page = Paginator(found.narrowed.keys, PAGE_SIZE).get_page(self.request.GET.get("trang"))
        rows = Producer.objects.for_list().in_bulk(list(page.object_list))
        producers = [rows[key] for key in page.object_list]
        places = units_of_the_day((producer.commune for producer in producers), on)
        return super().get_context_data(
            found=found,
            page=page,
            producers=[(producer, places.get(producer.commune_id)) for producer in producers],
            **kwargs,
        )


class ProducerDetailView(DetailView):
    """A producer, its premises and its products."""

    queryset = Producer.objects.public().for_detail()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With its commune of today, public premises, and products ready to be drawn as cards."""
        on = timezone.localdate()
        producer = self.object
        premises = [place for place in producer.premises.all() if place.is_public]
        places = units_of_the_day([producer.commune, *(place.commune for place in premises)], on)
        return super().get_context_data(
            today=on,
            place=places.get(producer.commune_id),
            premises=[(place, places.get(place.commune_id)) for place in premises],
            products=producer.products.public().alphabetical().values_list("pk", flat=True),
            **kwargs,
        )

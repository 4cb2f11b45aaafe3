"""The public side of the register: list, places to choose from, group pages, product pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.generic import DetailView, TemplateView

from communes.models import Commune
from communes.small_map import locate
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.text import clean
from ocop_portal.shared.versions import version_of
from products.cards import cards
from products.catalogue import CatalogueQuery, current_index, select
from products.catalogue.offers import respelling, ways_out
from products.catalogue.parameters import GROUP, SUBGROUP, Sort
from products.enums import Stars
from products.filters import LONGEST_QUESTION, parse_query, problem_messages
from products.list_page import ListPage
from products.models import Product, ProductGroup
from products.panels import place_lists
from products.product_page import ProductPage, similar_products
from products.structured_data import product_data

PAGE_SIZE = 12


class ProductListView(TemplateView):
    """The catalogue: what the address asks for, narrowed, sorted, by pages."""

    template_name = "products/product_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the answer, the filter beside it, and help where nothing was found."""
        on, version = timezone.localdate(), version_of(self.request)
        selection = select(parse_query(self.request.GET), on, version)
        query = selection.query
        page = Paginator(range(selection.total), PAGE_SIZE).get_page(query.page)
        ids = selection[page.start_index() - 1 : page.end_index()] if selection.total else []
        return super().get_context_data(
            query=query,
            page=page,
            cards=mark_safe("".join(f"<li>{card}</li>\n" for card in cards(ids, on, version))),
            parts=ListPage(selection, page, (version, on)),
            problems=problem_messages(query, last_page=page.paginator.num_pages),
            respelling=None if selection.as_written_total else respelling(selection),
            ways_out=[] if selection.total else ways_out(selection),
            **kwargs,
        )


class PlaceListView(TemplateView):
    """Every commune, former commune and district some product of the question is made in."""

    template_name = "products/place_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The places whose name holds the words typed, each with the question narrowed to it."""
        selection = select(
            parse_query(self.request.GET), timezone.localdate(), version_of(self.request)
        )
        wanted = clean(self.request.GET.get("tim", ""))[:LONGEST_QUESTION]
        return super().get_context_data(
            query=selection.query, wanted=wanted, lists=place_lists(selection, wanted), **kwargs
        )


@dataclass(frozen=True, slots=True)
class Rendered:
    """The parts of a product's page that are the same for every reader of one language."""

    title: str
    description: str
    head: SafeString
    above_map: SafeString
    below_map: SafeString
    place: Commune | None


_pages: Fragments[Rendered] = Fragments(most=256)  # about 20 KB each; the map is kept apart
MAP_PLACE = "<!-- map -->"


class ProductDetailView(TemplateView):
    """A product: its stars and what they rest on, who makes it, where, and where it is sold."""

    template_name = "products/product_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page as it was rendered when the register last changed; 404 when there is none."""
        on, version = timezone.localdate(), version_of(self.request)
        slug = self.kwargs["slug"]
        key = (slug, get_language(), self.request.get_host(), self.request.is_secure())
        page = _pages.get((version, on), key, partial(self._render, slug, on, version))
        drawn = locate(page.place, version) if page.place else ""
        return super().get_context_data(rendered=page, map=drawn, **kwargs)

    def _render(self, slug: str, on: dt.date, version: int) -> Rendered:
        product = get_object_or_404(Product.objects.public().for_detail(), slug=slug)
        page = ProductPage(product, on)
        similar = similar_products(current_index(on, version), product.pk)
        context = {
            "page": page,
            "product": product,
            "map_place": mark_safe(MAP_PLACE),
            "similar": cards(similar, on, version),
            "listings": product.listings.public().select_related("channel"),
            "sales_points": product.sales_points.public().select_related("commune"),
            "url": self.request.build_absolute_uri(product.get_absolute_url()),
            "image": product.picture and self.request.build_absolute_uri(product.picture.image.url),
            "data": product_data(product, on, self.request.build_absolute_uri),
        }
        body = render_to_string("products/_detail_body.html", context)
        above, _, below = body.partition(MAP_PLACE)
        return Rendered(
            title=_title(page),
            description=_description(page),
            head=render_to_string("products/_detail_head.html", context),
            above_map=mark_safe(above),
            below_map=mark_safe(below),
            place=page.place,
        )


def _title(page: ProductPage) -> str:
    if page.award is None:
        return page.product.name
    return f"{page.product.name}, {Stars(page.award.stars).label}"


def _description(page: ProductPage) -> str:
    """Who makes it, where, and how its stars stand: one sentence for search engines."""
    product = page.product
    parts = [product.name, product.producer.name]
    if page.place:
        parts.append(page.place.full_name)
    if page.award and page.status:
        parts.append(f"{Stars(page.award.stars).label}, {page.status.label.lower()}")
    else:
        parts.append(str(product.get_standing_display()))
    return " · ".join(parts)


class GroupDetailView(DetailView):
    """A group or sub-group: what belongs to it, and its products."""

    template_name = "products/group_detail.html"
    queryset = ProductGroup.objects.select_related("parent")
    context_object_name = "group"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its sub-groups with their counts, and the first of its products."""
        group = self.object
        on, version = timezone.localdate(), version_of(self.request)
        index = current_index(on, version)
        facet = SUBGROUP if group.parent_id else GROUP
        query = CatalogueQuery(sort=Sort.STARS).choosing(facet, (group.slug,))
        selection = index.select(query)
        total = index.facets[facet].totals.get(group.slug, 0)
        counts = index.facets[SUBGROUP].totals
        return super().get_context_data(
            total=total,
            cards=cards(selection[:PAGE_SIZE], on, version) if total else [],
            address=query.encode(),
            subgroups=[(sub, counts.get(sub.slug, 0)) for sub in group.subgroups.all()],
            successors=ProductGroup.objects.filter(crosswalks_from__older=group).distinct(),
            **kwargs,
        )

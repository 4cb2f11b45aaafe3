"""The public side of the register: list, places to choose from, group pages, product pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.generic import DetailView, TemplateView, View

from communes.models import Commune
from communes.small_map import locate
from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.pages import fill_page, finished
from ocop_portal.shared.text import clean
from ocop_portal.shared.versions import moment_of, version_of
from products.cards import cards, encoded_cards
from products.catalogue import CatalogueQuery, Selection, current_index, select
from products.catalogue.offers import respelling, ways_out
from products.catalogue.parameters import GROUP, SUBGROUP, Sort
from products.enums import Stars
from products.filters import LONGEST_QUESTION, parse_query, problem_messages
from products.list_page import answer, pagination
from products.models import Product, ProductGroup
from products.panels import place_lists
from products.product_page import ProductPage, similar_products
from products.structured_data import product_data

PAGE_SIZE = 12


class ProductListView(View):
    """The catalogue: what the address asks for, narrowed, sorted, by pages."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page of the answer, the filter beside it, and help where nothing was found."""
        on, version = timezone.localdate(), version_of(request)
        truth = (version, on)
        selection = select(parse_query(request.GET), on, version)
        query = selection.query
        page = Paginator(range(selection.total), PAGE_SIZE).get_page(query.page)
        ids = selection[page.start_index() - 1 : page.end_index()] if selection.total else []
        drawn = encoded_cards(ids, on, version)
        parts = answer(selection, truth)
        return fill_page(
            request,
            "products/product_list.html",
            {"has_words": bool(query.words), "is_later": page.number > 1, "has_cards": bool(drawn)},
            words=query.words,
            number=page.number,
            head=parts.head,
            top=parts.top,
            filters=parts.filters,
            problems=_problems(problem_messages(query, last_page=page.paginator.num_pages)),
            bar=parts.bar,
            respelling=_respelling(selection),
            cards=b"".join([b"<li>%b</li>\n" % card for card in drawn]),
            pagination=pagination(query, page, truth),
            nothing="" if drawn else _nothing(selection),
        )


def _problems(messages: list[str]) -> str:
    if not messages:
        return ""
    return render_to_string("products/_problems.html", {"problems": messages})


def _respelling(selection: Selection) -> str:
    """Offered where nothing was found as written."""
    offered = None if selection.as_written_total else respelling(selection)
    return render_to_string("products/_respelling.html", {"query": offered}) if offered else ""


def _nothing(selection: Selection) -> str:
    context = {"query": selection.query, "ways_out": ways_out(selection)}
    return render_to_string("products/_nothing.html", context)


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
    head: bytes
    above_map: bytes
    below_map: bytes
    place: Commune | None


_pages: Fragments[Rendered] = Fragments(most=256)  # about 20 KB each; the map is kept apart
MAP_PLACE = "<!-- map -->"


class ProductDetailView(View):
    """A product: its stars and what they rest on, who makes it, where, and where it is sold."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page as it was rendered when the register last changed; 404 when there is none."""
        on, version = timezone.localdate(), version_of(request)
        key = (slug, get_language(), request.get_host(), request.is_secure())
        page = _pages.get((version, on), key, partial(self._render, slug, on, version))
        return fill_page(
            request,
            "products/product_detail.html",
            {},
            title=page.title,
            description=page.description,
            head=page.head,
            above_map=page.above_map,
            map=locate(page.place, version) if page.place else "",
            below_map=page.below_map,
        )

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
            "events": product.happenings.public(moment_of(self.request)).coming(on),
            "markets": product.markets.public(),
            "place": page.place,
            "url": self.request.build_absolute_uri(product.get_absolute_url()),
            "image": product.picture and self.request.build_absolute_uri(product.picture.image.url),
            "data": product_data(product, on, self.request.build_absolute_uri),
        }
        body = render_to_string("products/_detail_body.html", context)
        above, _, below = body.partition(MAP_PLACE)
        return Rendered(
            title=_title(page),
            description=_description(page),
            head=finished(render_to_string("products/_detail_head.html", context)),
            above_map=above.encode(),
            below_map=below.encode(),
            place=page.place,
        )


def _title(page: ProductPage) -> str:
    name = page.product.said("name")
    if page.award is None:
        return name
    return f"{name}, {Stars(page.award.stars).label}"


def _description(page: ProductPage) -> str:
    """Who makes it, where, and how its stars stand: one sentence for search engines."""
    product = page.product
    parts = [product.said("name"), product.producer.said("name")]
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

"""The product feeds, made once for each content version and day, and the page that offers them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from markets.feed import Item, item_list, items, rss, tsv
from ocop_portal.shared.models import SiteProfile
from ocop_portal.shared.packed import Packed, Shelf, pack, respond
from ocop_portal.shared.versions import version_of
from products.models import Product

Form = Callable[[list[Item], str, str], bytes]

FORMS: dict[str, tuple[str, Form]] = {
    "xml": ("application/rss+xml; charset=utf-8", rss),
    "tsv": ("text/tab-separated-values; charset=utf-8", lambda found, *_about: tsv(found)),
    "json": ("application/ld+json; charset=utf-8", item_list),
}
_shelf: Shelf[Packed] = Shelf()


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """All products with a star in force today, in one of the forms; 404 for any other."""
    if form not in FORMS:
        raise Http404
    version, on = version_of(request), timezone.localdate()
    home = request.build_absolute_uri("/")
    address = request.build_absolute_uri(reverse("markets:list"))

    def build() -> Packed:
        content_type, written = FORMS[form]
        name = SiteProfile.load(version).said("title")
        found = list(items(on, request.build_absolute_uri))
        return pack(written(found, name, address), content_type)

    return respond(
        request, _shelf.get(f"{form} {home} {request.LANGUAGE_CODE}", (version, on), build)
    )


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """What the feeds hold, for whom, and their addresses."""
    on = timezone.localdate()
    offered = [
        ("xml", _("RSS 2.0 có thuộc tính g: của Google"), _("sàn và công cụ so sánh giá")),
        ("tsv", _("bảng cách nhau bằng phím tab"), _("sàn nhận tệp, bảng tính")),
        ("json", _("schema.org ItemList, JSON-LD"), _("máy tìm kiếm, người viết phần mềm")),
    ]
    count = Product.objects.public().certified(on).count()
    return render(request, "markets/feeds.html", {"on": on, "count": count, "offered": offered})

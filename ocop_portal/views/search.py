"""``/tim-kiem/``: one question to the whole portal, and suggestions while it is typed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from ocop_portal.search import Kind, address_of_code, search_portal, suggestions
from ocop_portal.search.kinds import LISTED
from ocop_portal.shared.text import clean
from ocop_portal.shared.versions import moment_of, version_of
from products.cards import cards

LONGEST_QUESTION = 200  # characters
PAGE_SIZE = 20
PART = "phan"
SUGGESTIONS_LIVE = 300  # seconds a browser may show the same suggestions again


class SearchView(TemplateView):
    """What the portal holds about the words in the address; ``phan`` asks for all of one kind."""

    template_name = "search/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go straight to the answer for a code; else ask everything."""
        self.words = clean(request.GET.get("q", ""))[:LONGEST_QUESTION].strip()
        if self.words and (address := address_of_code(self.words, timezone.localdate())):
            return redirect(address)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without words there is only the form."""
        today, version = timezone.localdate(), version_of(self.request)
        context: dict[str, Any] = {"words": self.words, "found": None, "part": None, "page": None}
        if self.words:
            found = search_portal(self.words, today, moment_of(self.request), version)
            products = found.of(Kind.PRODUCTS)
            context |= {
                "found": found,
                "cards": cards(products.products, today, version) if products else [],
                **self._part(found),
            }
        return super().get_context_data(**context, **kwargs)

    def _part(self, found: Any) -> dict[str, Any]:
        """All finds of the kind asked for, by pages; nothing where none is."""
        asked = next((kind for kind in LISTED if kind == self.request.GET.get(PART)), None)
        section = found.of(asked) if asked else None
        if section is None:
            return {}
        pages = Paginator(section.entries, PAGE_SIZE)
        return {"part": section, "page": pages.get_page(self.request.GET.get("trang"))}


@require_safe
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """A few likely things for words half typed, as JSON; the same for everybody."""
    words = clean(request.GET.get("q", "")).lower()
    found = suggestions(words, timezone.localdate(), moment_of(request), version_of(request))
    response = JsonResponse({"items": found}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={SUGGESTIONS_LIVE}"
    response["X-Robots-Tag"] = "noindex"
    return response

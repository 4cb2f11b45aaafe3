"""``/huong-dan/``: the guides with pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop_portal.guides import library


@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    """For whom there is a guide."""
    return render(request, "guides/list.html", {"guides": library.guides()})


@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One guide, and the way to the others."""
    try:
        shown = library.guide(slug)
    except KeyError as error:
        raise Http404 from error
    return render(request, "guides/guide.html", {"guide": shown, "guides": library.guides()})

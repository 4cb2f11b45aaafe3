"""What machines ask every site for: rules for crawlers and the icon at its old address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

RULES = """\
User-agent: *
Disallow: {admin}
Disallow: /*?*co-chu=
Disallow: /*?*tuong-phan=

Sitemap: {sitemap}
"""
ONE_DAY = 24 * 60 * 60  # seconds


@require_safe
@cache_control(max_age=ONE_DAY, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers off the back office and off the links that only change the display."""
    text = RULES.format(
        admin=reverse("admin:index"), sitemap=request.build_absolute_uri(reverse("sitemap"))
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=ONE_DAY, public=True)
def favicon(request: HttpRequest) -> HttpResponse:
    """Send those who ask for ``/favicon.ico`` to the icon."""
    return HttpResponseRedirect(static("img/favicon.svg"))

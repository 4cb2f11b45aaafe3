"""``/gan-toi/``: what is near the reader, or near a commune."""

from __future__ import annotations

import math
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from communes.models import Commune
from communes.resolution import Gazetteer
from markets.nearby import nearest
from ocop_portal.shared.text import clean
from ocop_portal.shared.versions import version_of

DECIMALS = 3  # of a degree, about a hundred metres: as near as the portal wants to know
LONGEST_WORDS = 100


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def nearby(request: HttpRequest) -> HttpResponse:
    """The places nearest to a position that is posted, or to a commune named in the address.

    A position is posted so that it stands in no address, hence in no log, history or cache; it is
    answered and forgotten. As nothing is changed by it, it needs no token.
    """
    context = {"words": "", "commune": None, "mention": "", "candidates": ()}
    context |= {"problem": "", "found": None}
    if request.method == "POST":
        context |= _around_position(request)
    else:
        context |= _around_commune(request)
    response = render(request, "markets/nearby.html", context)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


def _around_position(request: HttpRequest) -> dict[str, Any]:
    origin = position_in(request.POST)
    if origin is None:
        return {"problem": _("Không đọc được vị trí trình duyệt gửi. Thử lại, hoặc gõ tên xã.")}
    return {"found": nearest(origin, timezone.localdate(), version_of(request))}


def position_in(data: QueryDict) -> tuple[float, float] | None:
    """The latitude and longitude of a form, rounded; nothing where they are no place on earth."""
    try:
        latitude, longitude = float(data.get("lat", "")), float(data.get("lng", ""))
    except ValueError:
        return None
    if not math.isfinite(latitude + longitude) or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return round(latitude, DECIMALS), round(longitude, DECIMALS)


def _around_commune(request: HttpRequest) -> dict[str, Any]:
    """The commune by its slug (``xa``), or whichever the words (``noi``) mean."""
    on, version = timezone.localdate(), version_of(request)
    words = clean(request.GET.get("noi", ""))[:LONGEST_WORDS]
    slug = clean(request.GET.get("xa", ""))[:140]
    commune = None
    candidates: Any = ()
    if slug:
        commune = Commune.objects.served().filter(slug=slug).first()
        words = commune.full_name if commune else slug
    elif words:
        resolved = Gazetteer.current(version).resolve(words, on)
        commune, candidates = resolved.commune, resolved.candidates
    else:
        return {}
    if commune is None:
        problem = "" if candidates else _("Không tìm thấy xã, phường nào tên như vậy.")
        return {"words": words, "candidates": candidates, "problem": problem}
    name = commune.full_name
    said = {"words": words, "commune": commune, "mention": name[:1].lower() + name[1:]}
    if commune.latitude is None or commune.longitude is None:
        return said | {"problem": _("Chưa có tọa độ của xã này nên không tính được khoảng cách.")}
    origin = (float(commune.latitude), float(commune.longitude))
    return said | {"found": nearest(origin, on, version)}

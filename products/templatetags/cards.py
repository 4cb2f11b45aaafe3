"""Product cards for pages of any app that know the keys of some products."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from ocop_portal.shared.versions import content_version
from products.cards import cards

register = template.Library()


@register.simple_tag
def product_cards(keys: Iterable[int], on: dt.date) -> list[SafeString]:
    """``{% product_cards keys today as cards %}``: the cards of products as on that day."""
    return cards(list(keys), on, content_version())

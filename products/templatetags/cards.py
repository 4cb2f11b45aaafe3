"""Product cards for pages of any app that hold products loaded by ``for_cards``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from products.cards import draw_cards
from products.models import Product

register = template.Library()


@register.simple_tag
def product_cards(products: Iterable[Product], on: dt.date) -> list[SafeString]:
    """``{% product_cards found today as cards %}``: the cards of ``found`` as on that day."""
    return draw_cards(products, on)

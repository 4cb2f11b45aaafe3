"""Product cards as finished pieces of HTML, kept in memory for as long as they are true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from communes.today import units_of_the_day
from ocop_portal.shared.fragments import Fragments
from products.models import Product

TEMPLATE = "products/_card.html"

_kept: Fragments[SafeString] = Fragments(most=3000)  # about 2 KB each


def cards(ids: Sequence[int], on: dt.date, version: int) -> list[SafeString]:
    """Cards of the products with these keys, in this order, as on the day ``on``.

    ``version`` is the content version the keys were read under. A key that is no longer a public
    product's is passed over.
    """
    truth, language = (version, on), get_language()
    found = _kept.get_many(truth, [(pk, language) for pk in ids])
    missing = [pk for pk in ids if (pk, language) not in found]
    if missing:
        products = list(Product.objects.public().filter(pk__in=missing).for_cards())
        keys: list[Hashable] = [(product.pk, language) for product in products]
        made = dict(zip(keys, draw_cards(products, on), strict=True))
        _kept.keep_many(truth, made)
        found |= made
    return [found[pk, language] for pk in ids if (pk, language) in found]


def draw_cards(products: Iterable[Product], on: dt.date) -> list[SafeString]:
    """Cards of products loaded by ``for_cards``."""
    products = list(products)
    places = units_of_the_day((product.commune for product in products), on)
    template = get_template(TEMPLATE)
    drawn = []
    for product in products:
        award = product.award(on)
        context = {
            "product": product,
            "award": award,
            "status": award.status(on) if award else None,
            "place": places.get(product.commune_id),
        }
        drawn.append(mark_safe(template.render(context)))
    return drawn

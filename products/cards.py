"""Product cards as finished pieces of HTML, kept in memory for as long as they are true.

What a card says comes from the index; pictures take one query for as many cards as a page has, and
none for cards that are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ocop_portal.shared.fragments import Fragments
from ocop_portal.shared.packed import Shelf
from ocop_portal.shared.parts import fill
from ocop_portal.shared.templatetags.ui import badge, stars
from products.catalogue import CatalogueIndex, current_index
from products.catalogue.parameters import COMMUNE, DISTRICT, FORMER_COMMUNE, GROUP, UNKNOWN
from products.enums import Standing
from products.models import ProductImage
from products.templatetags.pictures import illustration, picture

ANY_SLUG = "x0x"

_kept: Fragments[bytes] = Fragments(most=3000)  # about 1 KB each
_pictured: Shelf[frozenset[int]] = Shelf()


def cards(ids: Sequence[int], on: dt.date, version: int) -> list[SafeString]:
    """Cards of the products with these keys, in this order, as on the day ``on``.

    ``version`` is the content version the keys were read under. A key that is no public
    product's is passed over.
    """
    return [SafeString(card.decode()) for card in encoded_cards(ids, on, version)]


def encoded_cards(ids: Sequence[int], on: dt.date, version: int) -> list[bytes]:
    """The same as they stand in a page, and as they are kept: half as large."""
    truth, language = (version, on), get_language()
    found = _kept.get_many(truth, [(pk, language) for pk in ids])
    missing = [pk for pk in ids if (pk, language) not in found]
    if missing:
        made: dict[Hashable, bytes] = {
            (pk, language): card.encode() for pk, card in _draw(missing, on, version, language)
        }
        _kept.keep_many(truth, made)
        found |= made
    return [found[pk, language] for pk in ids if (pk, language) in found]


def _draw(
    ids: Sequence[int], on: dt.date, version: int, language: str | None
) -> Iterator[tuple[int, SafeString]]:
    index = current_index(on, version)
    pictures = _first_pictures([pk for pk in ids if pk in _pictured_ones(version)])
    before, after = _around_slug(language)
    for pk in ids:
        try:
            position = index.position(pk)
        except KeyError:
            continue
        address = before + index.said[position].slug + after
        yield pk, _card(index, position, address, pictures.get(pk), language)


@lru_cache(maxsize=8)
def _around_slug(language: str | None) -> tuple[str, str]:
    """What stands before and after its slug in the address of a product."""
    before, _, after = reverse("products:detail", args=[ANY_SLUG]).partition(ANY_SLUG)
    return before, after


def _card(
    index: CatalogueIndex,
    position: int,
    address: str,
    image: tuple[dict, str] | None,
    language: str | None,
) -> SafeString:
    """One card: what the index holds at ``position``, and its first picture."""
    said, shown = index.said[position], index.shown[position]
    place, is_former = _place(index, position)
    context = {
        "has_award": shown is not None,
        "is_former": is_former,
        "has_place": bool(place),
        "is_english_name": bool(said.name_en) and language != settings.LANGUAGE_CODE,
        "is_vietnamese_group": not index.is_translated(GROUP, position),
    }
    return fill(
        "products/_card.html",
        context,
        language=language,
        art=picture(*image) if image else illustration(said.illustration),
        group=index.label(GROUP, position),
        address=address,
        name=said.name_en if context["is_english_name"] else said.name,
        stars=stars(shown.stars) if shown else "",
        producer=said.producer,
        place=place,
        badge=badge(shown.status, shown.until, bare=True) if shown else "",
        standing="" if shown else _sentence(said.standing),
    )


def _place(index: CatalogueIndex, position: int) -> tuple[str, bool]:
    """The commune of today; else the former commune or district, which is told by the flag."""
    for facet in (COMMUNE, FORMER_COMMUNE, DISTRICT):
        if index.value(facet, position) != UNKNOWN:
            return index.label(facet, position), facet != COMMUNE
    return "", False


def _sentence(standing: str) -> str:
    words = str(Standing(standing).label)
    return words[:1].upper() + words[1:]


def _pictured_ones(version: int) -> frozenset[int]:
    """Products that have a picture at all; in many registers they are few."""
    return _pictured.get("all", version, lambda: frozenset(_with_pictures()))


def _with_pictures() -> Iterable[int]:
    return ProductImage.objects.order_by().values_list("product_id", flat=True)


def _first_pictures(ids: Sequence[int]) -> dict[int, tuple[dict, str]]:
    """Renditions and words of each product's first picture."""
    if not ids:
        return {}
    rows = ProductImage.objects.filter(product__in=ids).order_by("-position", "-pk")
    return {pk: (kept, alt) for pk, kept, alt in rows.values_list("product", "renditions", "alt")}

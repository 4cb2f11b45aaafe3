"""The register as floors and search engines take it: only what may carry stars today.

Three forms of the same rows: schema.org ``ItemList`` (JSON-LD), RSS 2.0 with Google's ``g:``
namespace, and Google's tab-separated product file. A price is given where the office noted one at
a page that sells the product, never inferred; whether something can be had is said as far as the
register knows a place that sells it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from django.db.models import Prefetch

from markets.models import Listing, SalesPoint
from ocop_portal.shared.text import clean
from products.models import Certification, Product

Absolute = Callable[[str], str]
NAMESPACE = "http://base.google.com/ns/1.0"
LONGEST_TITLE, LONGEST_DESCRIPTION = 150, 5000  # characters, Google's bounds
FURTHEST_EXPIRY = dt.timedelta(days=365)  # a product that says a later one is refused by Google
MOST_PICTURES = 10  # beside the first
SCHEMA = "https://schema.org"
CURRENCY = "VND"


class Offered(NamedTuple):
    """A page that sells a product; ``price`` in đồng, where the office noted it."""

    channel: str
    url: str
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Item:
    """One product with a star in force; addresses are absolute."""

    key: str
    title: str
    description: str
    link: str
    pictures: tuple[str, ...]
    producer: str
    category: str
    stars: int
    until: dt.date | None
    leaves_on: dt.date | None
    """``until`` again where Google takes it for an expiry."""
    offers: tuple[Offered, ...]
    """The pages that sell it, as far as they opened when last asked."""
    is_in_shops: bool

    @property
    def is_sold(self) -> bool:
        """Whether the register knows a page or a place that sells it."""
        return bool(self.offers) or self.is_in_shops

    @property
    def price(self) -> Decimal | None:
        """The lowest price the office noted at a page that sells it, in đồng."""
        return min((offer.price for offer in self.offers if offer.price), default=None)


def items(on: dt.date, absolute: Absolute) -> Iterator[Item]:
    """Every public product whose certification is in force on the day ``on``, by name."""
    rows = Product.objects.public().certified(on).alphabetical()
    rows = rows.select_related("producer", "group__parent").prefetch_related(
        "images",
        Prefetch("certifications", Certification.objects.valid(on), to_attr="valid_awards"),
        Prefetch("listings", Listing.objects.public().select_related("channel"), to_attr="pages"),
        Prefetch("sales_points", SalesPoint.objects.public().only("pk"), to_attr="shops"),
    )
    return (_item(product, on, absolute) for product in rows)


def _item(product: Any, on: dt.date, absolute: Absolute) -> Item:
    [award] = product.valid_awards  # the database allows one at a time
    is_near = award.ends_on is not None and award.ends_on - on <= FURTHEST_EXPIRY
    return Item(
        key=product.register_code or f"sp-{product.pk}",
        title=clean(product.said("name"))[:LONGEST_TITLE],
        description=_description(product, award),
        link=absolute(product.get_absolute_url()),
        pictures=tuple(absolute(image.image.url) for image in product.images.all()),
        producer=clean(product.producer.said("name")),
        category=_category(product),
        stars=award.stars,
        until=award.ends_on,
        leaves_on=award.ends_on if is_near else None,
        offers=tuple(Offered(page.channel.name, page.url, page.price) for page in product.pages),
        is_in_shops=bool(product.shops),
    )


def _description(product: Product, award: Certification) -> str:
    """What the office wrote, else the bare facts."""
    said = product.said("summary") or product.said("description")
    facts = f"{product.name}, sản phẩm OCOP {award.stars} sao của {product.producer.name}."
    return clean(said or facts)[:LONGEST_DESCRIPTION]


def _category(product: Product) -> str:
    group = product.group
    names = [each.short_name for each in (group and group.parent, group) if each]
    return clean(" > ".join(names))


# --- schema.org ------------------------------------------------------------------------------


def item_list(found: list[Item], name: str, address: str) -> bytes:
    """The items as an ``ItemList`` in JSON-LD."""
    data = {
        "@context": SCHEMA,
        "@type": "ItemList",
        "name": name,
        "url": address,
        "numberOfItems": len(found),
        "itemListElement": [
            {"@type": "ListItem", "position": place, "item": _schema_product(item)}
            for place, item in enumerate(found, start=1)
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _schema_product(item: Item) -> dict[str, Any]:
    product: dict[str, Any] = {
        "@type": "Product",
        "@id": item.link,
        "url": item.link,
        "name": item.title,
        "description": item.description,
        "sku": item.key,
        "brand": {"@type": "Brand", "name": item.producer},
        "hasCertification": _schema_award(item),
    }
    if item.category:
        product["category"] = item.category
    if item.pictures:
        product["image"] = list(item.pictures)
    if item.offers:
        product["offers"] = [_schema_offer(offer) for offer in item.offers]
    return product


def _schema_offer(offer: Offered) -> dict[str, Any]:
    said = {
        "@type": "Offer",
        "url": offer.url,
        "seller": {"@type": "Organization", "name": clean(offer.channel)},
        "availability": f"{SCHEMA}/OnlineOnly",
    }
    if offer.price:
        said |= {"price": str(offer.price), "priceCurrency": CURRENCY}
    return said


def _schema_award(item: Item) -> dict[str, Any]:
    award: dict[str, Any] = {
        "@type": "Certification",
        "name": f"OCOP {item.stars} sao",
        "certificationStatus": f"{SCHEMA}/CertificationActive",
        "certificationRating": {"@type": "Rating", "ratingValue": item.stars, "bestRating": 5},
    }
    if item.until:
        award["expires"] = item.until.isoformat()
    return award


# --- Google's product data -------------------------------------------------------------------


def attributes(item: Item) -> Iterator[tuple[str, str]]:
    """Name and value of each attribute of Google's product data; no invented price or GTIN."""
    yield "id", item.key
    yield "title", item.title
    yield "description", item.description
    yield "link", item.link
    if item.pictures:
        yield "image_link", item.pictures[0]
        yield from (("additional_image_link", url) for url in item.pictures[1 : MOST_PICTURES + 1])
    yield "availability", "in_stock" if item.is_sold else "out_of_stock"
    if item.price:
        yield "price", f"{item.price} {CURRENCY}"
    yield "condition", "new"
    yield "brand", item.producer
    yield "identifier_exists", "no"
    if item.category:
        yield "product_type", item.category
    yield "custom_label_0", f"OCOP {item.stars} sao"
    if item.until:
        yield "custom_label_1", f"đến trước {item.until:%d/%m/%Y}"
    if item.leaves_on:
        yield "expiration_date", f"{item.leaves_on.isoformat()}T00:00+0700"


def rss(found: list[Item], name: str, address: str) -> bytes:
    """The items as RSS 2.0 with Google's attributes."""
    out = io.StringIO()
    xml = XMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("rss", AttributesImpl({"version": "2.0", "xmlns:g": NAMESPACE}))
    xml.startElement("channel", AttributesImpl({}))
    for tag, text in (("title", clean(name)), ("link", address), ("description", clean(name))):
        _element(xml, tag, text)
    for item in found:
        xml.startElement("item", AttributesImpl({}))
        for tag, text in attributes(item):
            _element(xml, f"g:{tag}", text)
        xml.endElement("item")
    xml.endElement("channel")
    xml.endElement("rss")
    xml.endDocument()
    return out.getvalue().encode()


def _element(xml: XMLGenerator, tag: str, text: str) -> None:
    xml.startElement(tag, AttributesImpl({}))
    xml.characters(text)
    xml.endElement(tag)


COLUMNS = (
    *("id", "title", "description", "link", "image_link", "additional_image_link"),
    *("availability", "price", "condition", "brand", "identifier_exists", "product_type"),
    *("custom_label_0", "custom_label_1", "expiration_date"),
)


def tsv(found: list[Item]) -> bytes:
    """The items as tab-separated values with Google's column names."""
    out = io.StringIO()
    table = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    table.writerow(COLUMNS)
    for item in found:
        values: dict[str, list[str]] = {}
        for name, value in attributes(item):
            values.setdefault(name, []).append(value)
        table.writerow([",".join(values.get(name, ())) for name in COLUMNS])
    return out.getvalue().encode()

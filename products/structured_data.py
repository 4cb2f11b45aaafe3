"""A product in the words of schema.org, for search engines. Plain data, no query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from products.enums import CertificationStatus
from products.models import Certification, Product

Absolute = Callable[[str], str]
PROGRAMME = "Chương trình mỗi xã một sản phẩm (OCOP)"


def product_data(product: Product, on: dt.date, absolute: Absolute) -> dict[str, Any]:
    """``Product`` with its ``Certification``s; ``absolute`` makes an address out of a path.

    Only what the register says: no rating by buyers, no price, no star without an award.
    """
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.said("name"),
        "url": absolute(product.get_absolute_url()),
        "manufacturer": {"@type": "Organization", "name": product.producer.said("name")},
        "countryOfOrigin": {"@type": "Country", "name": "Việt Nam"},
    }
    if product.producer.is_published:
        data["manufacturer"]["url"] = absolute(product.producer.get_absolute_url())
    if summary := product.said("summary"):
        data["description"] = summary
    if product.group:
        data["category"] = product.group.name
    if product.register_code:
        data["identifier"] = product.register_code
    if product.picture:
        data["image"] = absolute(product.picture.image.url)
    awards = [_award(award, on) for award in product.certifications.all()]
    if awards:
        data["hasCertification"] = awards
    return data


def _award(award: Certification, on: dt.date) -> dict[str, Any]:
    status = award.status(on)
    active = status is CertificationStatus.VALID
    data: dict[str, Any] = {
        "@type": "Certification",
        "name": f"OCOP {award.stars} sao",
        "about": PROGRAMME,
        "certificationRating": {
            "@type": "Rating",
            "ratingValue": award.stars,
            "bestRating": 5,
            "worstRating": 1,
        },
    }
    if status is not CertificationStatus.UNKNOWN:
        state = "CertificationActive" if active else "CertificationInactive"
        data["certificationStatus"] = f"https://schema.org/{state}"
    if award.decision_number:
        data["certificationIdentification"] = award.decision_number
    if award.issuing_body:
        data["issuedBy"] = {"@type": "Organization", "name": award.issuing_body}
    if award.decision_on:
        data["datePublished"] = award.decision_on.isoformat()
    if award.starts_on:
        data["validFrom"] = award.starts_on.isoformat()
    if award.ends_on:
        data["expires"] = award.ends_on.isoformat()
    return data

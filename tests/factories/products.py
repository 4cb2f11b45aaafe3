"""Groups, products and certifications."""

import datetime as dt
from itertools import count

from django.db.backends.postgresql.psycopg_any import DateRange

from ocop_portal.shared.text import slugify
from products.enums import AwardLevel, EndReason, Standing
from products.models import Certification, Product, ProductGroup
from products.rules import term_end
from tests.factories.producers import make_producer

_numbers = count(1)


def make_group(name: str = "Thực phẩm", parent: ProductGroup | None = None, **fields):
    """A group of the decision in force; with a parent, a sub-group."""
    number = next(_numbers)
    values = {
        "decision": "26/2026/QĐ-TTg",
        "code": f"T.{number}",
        "name": name,
        "short_name": name,
        "slug": f"{slugify(name)}-{number}",
        "is_current": True,
        "position": number % 30_000,
        "illustration": "thuc-pham.svg",
    }
    return ProductGroup.objects.create(parent=parent, **values | fields)


def make_product(name: str = "Miến dong Tài Hoan", **fields) -> Product:
    """A published product of a cooperative, recognised by nobody yet."""
    if "producer" not in fields:
        fields["producer"] = make_producer()
    values = {"slug": f"{slugify(name)}-{next(_numbers)}", "standing": Standing.REGISTERED}
    return Product.objects.create(name=name, **values | fields)


def certify(product: Product, stars: int = 4, on: dt.date | None = None, **fields):
    """An award by a decision of the day ``on`` for 36 months; without a day, of unknown term."""
    values = {"stars": stars, "level": AwardLevel.PROVINCE}
    if on:
        values |= {
            "decision_number": "2616/QĐ-UBND",
            "decision_on": on,
            "valid_during": DateRange(on, term_end(on)),
            "expires_on": term_end(on),
        }
    return Certification.objects.create(product=product, **values | fields)


def withdraw(award: Certification, on: dt.date, act: str = "12/QĐ-UBND") -> Certification:
    """The award as it stands after a withdrawal on the day ``on``."""
    award.valid_during = DateRange(award.valid_during.lower, on)
    award.end_reason, award.ended_on, award.end_act = EndReason.WITHDRAWN, on, act
    award.save()
    return award

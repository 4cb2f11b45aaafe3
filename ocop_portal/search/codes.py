"""What stands on a label or in the register and leads straight to its answer."""

from __future__ import annotations

import datetime as dt
import re

from django.urls import reverse

from ocop_portal.shared.text import clean
from products.models import Certification, Product
from products.public_codes import in_groups, is_well_formed, normalise
from products.rules import shown_award

REGISTER_CODE = re.compile(r"[A-Za-zĐđ]{1,6}[-\s.]?\d{1,8}")
LIKE_A_LABEL = re.compile(r"(?=.*\d)[A-Za-z0-9]{4}[\s\-–.]?[A-Za-z0-9]{4}")


def address_of_code(typed: str, on: dt.date) -> str:
    """The page that answers for a code somebody typed; empty when it is none.

    The code of a label leads to what it says of the star. So does the code of a product in the
    register, by the award it is shown with on the day ``on``; without one, to the product. Eight
    letters that could be a code by chance are words unless the register knows them.
    """
    words = clean(typed)
    code = normalise(words)
    if is_well_formed(code):
        is_known = Certification.objects.filter(public_code=code).exists()
        if is_known or LIKE_A_LABEL.fullmatch(words):
            return reverse("products:verified", args=[in_groups(code)])
    return _of_the_register(words, on) if REGISTER_CODE.fullmatch(words) else ""


def _of_the_register(code: str, on: dt.date) -> str:
    letters, digits = re.split(r"[-\s.]?(?=\d)", code, maxsplit=1)
    spellings = {f"{letters}-{digits}".upper(), f"{letters}{digits}".upper(), code.upper()}
    named = Product.objects.public().filter(register_code__in=spellings)
    product = named.prefetch_related("certifications").first()
    if product is None:
        return ""
    award = shown_award(product.certifications.all(), on)
    if award is None:
        return product.get_absolute_url()
    return reverse("products:verified", args=[award.printed_code])

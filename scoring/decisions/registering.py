"""Products a decision brings into the register, or shows there under today's group."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from ocop_portal.shared.slugs import free_slugs
from ocop_portal.shared.text import sort_key
from products.enums import GroupBasis, Standing
from products.models import Product
from scoring.models import Dossier


def register_products(dossiers: Sequence[Dossier]) -> None:
    """Make the products that are new to the register and show those that are there.

    A constant number of queries. A demonstration's product is never shown.
    """
    new = [dossier for dossier in dossiers if dossier.product is None]
    names = [(dossier.product_name, dossier.producer.name) for dossier in new]
    known = [dossier for dossier in dossiers if dossier.product is not None]
    for dossier, slug in zip(new, free_slugs(Product.objects.all(), names), strict=True):
        dossier.product = _product_of(dossier, slug)
    for dossier in dossiers:
        _renew(dossier)
    Product.objects.bulk_create(dossier.product for dossier in new if dossier.product)
    Dossier.objects.bulk_update(new, ["product"])
    Product.objects.bulk_update(
        [dossier.product for dossier in known if dossier.product],
        ["is_published", "group", "group_basis", "updated_at"],
    )


def _product_of(dossier: Dossier, slug: str) -> Product:
    """The product a dossier brings into the register, shown unless it is a demonstration."""
    return Product(
        name=dossier.product_name,
        slug=slug,
        producer=dossier.producer,
        commune=dossier.commune,
        standing=Standing.RECOGNISED,
        description=dossier.registration.get("product_description", ""),
        raw_material_area=dossier.registration.get("material_area", ""),
        sort_key=sort_key(dossier.product_name),
        is_published=not dossier.is_demo,
    )


def _renew(dossier: Dossier) -> None:
    product = dossier.product
    if product is None:
        return
    product.is_published = not dossier.is_demo
    product.updated_at = timezone.now()
    if dossier.group is not None:
        product.group, product.group_basis = dossier.group, GroupBasis.DECIDED

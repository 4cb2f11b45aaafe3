"""Products, what they are grouped by, what they were certified as, and what belongs to them."""

from products.models.certification import Certification
from products.models.group import GroupCrosswalk, ProductGroup
from products.models.particulars import (
    IntellectualProperty,
    ProductDocument,
    ProductImage,
    ProductStandard,
    StoredPicture,
)
from products.models.product import Product

__all__ = [
    "Certification",
    "GroupCrosswalk",
    "IntellectualProperty",
    "Product",
    "ProductDocument",
    "ProductGroup",
    "ProductImage",
    "ProductStandard",
    "StoredPicture",
]

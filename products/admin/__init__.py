"""Products, certifications and groups in the back office."""

from products.admin.certification import CertificationAdmin
from products.admin.group import ProductGroupAdmin
from products.admin.product import ProductAdmin

__all__ = ["CertificationAdmin", "ProductAdmin", "ProductGroupAdmin"]

"""The public catalogue as an index in the memory of each process: see ``products/README.md``."""

from products.catalogue.current import current_index, forget_index, select
from products.catalogue.index import CatalogueIndex, Selection
from products.catalogue.query import CatalogueQuery, Problem

__all__ = [
    "CatalogueIndex",
    "CatalogueQuery",
    "Problem",
    "Selection",
    "current_index",
    "forget_index",
    "select",
]

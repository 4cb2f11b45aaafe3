"""Where products are sold: points of sale, channels, markets, fairs; a product's place there."""

from markets.models.channel import Listing, SalesChannel
from markets.models.fair import Fair, ShownProduct
from markets.models.market import ProductMarket
from markets.models.sales_point import SalesPoint, SoldProduct

__all__ = [
    "Fair",
    "Listing",
    "ProductMarket",
    "SalesChannel",
    "SalesPoint",
    "ShownProduct",
    "SoldProduct",
]

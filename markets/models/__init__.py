"""Where products are sold: points of sale, channels, markets; a product's place there."""

from markets.models.channel import Listing, SalesChannel
from markets.models.market import ProductMarket
from markets.models.sales_point import SalesPoint, SoldProduct

__all__ = [
    "Listing",
    "ProductMarket",
    "SalesChannel",
    "SalesPoint",
    "SoldProduct",
]

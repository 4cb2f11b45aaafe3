"""Points of sale, channels and listings."""

from itertools import count

from markets.enums import ChannelKind, SalesPointKind
from markets.models import Listing, SalesChannel, SalesPoint
from products.models import Product

_numbers = count(1)


def make_point(name: str = "Cửa hàng OCOP", **fields) -> SalesPoint:
    """A published shop that lies nowhere yet."""
    return SalesPoint.objects.create(name=name, **{"kind": SalesPointKind.SHOP} | fields)


def make_channel(name: str = "Voso", **fields) -> SalesChannel:
    """A published e-commerce floor."""
    values = {"kind": ChannelKind.ECOMMERCE, "url": f"https://{name.lower()}.example/"}
    return SalesChannel.objects.create(name=name, **values | fields)


def make_listing(product: Product, url: str = "", **fields) -> Listing:
    """A published page of the product on a floor of its own."""
    number = next(_numbers)
    if "channel" not in fields:
        fields["channel"] = make_channel(f"San{number}")
    url = url or f"{fields['channel'].url}san-pham/{number}"
    return Listing.objects.create(product=product, url=url, **fields)

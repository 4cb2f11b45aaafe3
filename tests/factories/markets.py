"""Points of sale and channels."""

from markets.enums import ChannelKind, SalesPointKind
from markets.models import SalesChannel, SalesPoint


def make_point(name: str = "Cửa hàng OCOP", **fields) -> SalesPoint:
    """A published shop that lies nowhere yet."""
    return SalesPoint.objects.create(name=name, **{"kind": SalesPointKind.SHOP} | fields)


def make_channel(name: str = "Voso", **fields) -> SalesChannel:
    """A published e-commerce floor."""
    values = {"kind": ChannelKind.ECOMMERCE, "url": f"https://{name.lower()}.example/"}
    return SalesChannel.objects.create(name=name, **values | fields)

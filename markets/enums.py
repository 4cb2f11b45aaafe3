"""Closed lists about where products are sold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SalesPointKind(TextChoices):
    """What kind of place sells or shows products."""

    SHOP = "shop", _("Điểm bán")
    SHOWROOM = "showroom", _("Điểm giới thiệu, trưng bày")
    MARKET = "market", _("Chợ")
    SUPERMARKET = "supermarket", _("Siêu thị")


class ChannelKind(TextChoices):
    """What kind of channel sells at a distance."""

    ECOMMERCE = "ecommerce", _("Sàn thương mại điện tử")
    OWN_SITE = "own_site", _("Trang bán hàng riêng")
    SOCIAL = "social", _("Mạng xã hội")

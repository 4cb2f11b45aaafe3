"""Closed lists about where products are sold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SalesPointKind(TextChoices):
    """What kind of place sells or shows products."""

    CENTRE = "centre", _("Trung tâm giới thiệu và bán")
    SHOP = "shop", _("Điểm bán")
    CORNER = "corner", _("Góc, gian hàng OCOP")
    SHOWROOM = "showroom", _("Điểm giới thiệu, trưng bày")
    MARKET = "market", _("Chợ")
    SUPERMARKET = "supermarket", _("Siêu thị, trung tâm thương mại")


class Setting(TextChoices):
    """Where such a place stands: section II.1 of the criteria of 950/QĐ-BCT of 18 April 2023.

    ``BORDER`` is not in that list; border provinces keep these points apart all the same.
    """

    STATION = "station", _("Nhà ga, sân bay, bến xe, bến tàu")
    REST_STOP = "rest_stop", _("Trạm, điểm dừng nghỉ trên cao tốc, quốc lộ")
    TRADE = "trade", _("Trung tâm thương mại, siêu thị, chợ")
    TOURISM = "tourism", _("Khu du lịch, nhà hàng, khách sạn")
    CRAFT_VILLAGE = "craft_village", _("Làng nghề, làng nghề truyền thống")
    SERVICE_CENTRE = "service", _("Trung tâm dịch vụ thương mại, khu, cụm công nghiệp")
    EXHIBITION = "exhibition", _("Trung tâm hội chợ, triển lãm, giới thiệu sản phẩm")
    POST_OFFICE = "post_office", _("Bưu cục, bưu điện văn hóa xã")
    BORDER = "border", _("Cửa khẩu, chợ biên giới")


class ChannelKind(TextChoices):
    """What kind of channel sells at a distance."""

    ECOMMERCE = "ecommerce", _("Sàn thương mại điện tử")
    OWN_SITE = "own_site", _("Trang bán hàng riêng")
    SOCIAL = "social", _("Mạng xã hội")


class LinkState(TextChoices):
    """What the last check of a link found."""

    UNCHECKED = "", "chưa kiểm tra"
    ALIVE = "alive", "mở được"
    FAILING = "failing", "lần gần nhất không mở được"
    BARRED = "barred", "trang không cho máy kiểm tra"
    DEAD = "dead", "hỏng, đã ẩn"


class MarketKind(TextChoices):
    """Whether a product is sold inside the country or abroad."""

    DOMESTIC = "domestic", _("Trong nước")
    EXPORT = "export", _("Xuất khẩu")

"""Closed lists about the map; the values stand in its address."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Division(TextChoices):
    """Which communes the map is made of."""

    PRESENT = "nay", _("hiện nay")
    FORMER = "cu", _("trước sắp xếp")


class Layer(TextChoices):
    """What is set on the map as points."""

    PRODUCTS = "san-pham", pgettext_lazy("lớp bản đồ", "Sản phẩm")
    PRODUCERS = "chu-the", pgettext_lazy("lớp bản đồ", "Chủ thể")
    SALES_POINTS = "diem-ban", pgettext_lazy("lớp bản đồ", "Điểm bán")
    EVENTS = "su-kien", pgettext_lazy("lớp bản đồ", "Sự kiện sắp tới")


class Placed(TextChoices):
    """How the place of a point is known."""

    PREMISES = "premises", _("vị trí cơ sở của chủ thể")
    COMMUNE = "commune", _("vị trí theo xã")


class Step(IntegerChoices):
    """The five shades of the choropleth by number of certified products.

    Re-cut them when the register grows; keep five.
    """

    NONE = 1, _("Chưa có")
    ONE = 2, "1"
    TWO = 3, "2"
    FEW = 4, "3–4"
    MANY = 5, _("5 trở lên")

    @classmethod
    def of(cls, count: int) -> "Step":
        """The shade of a commune with ``count`` certified products."""
        if count >= 5:
            return cls.MANY
        return (cls.NONE, cls.ONE, cls.TWO, cls.FEW, cls.FEW)[count]

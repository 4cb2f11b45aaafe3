"""Closed lists about producers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProducerKind(TextChoices):
    """Legal form of a producer, as decisions name it."""

    COOPERATIVE = "htx", _("Hợp tác xã")
    COOPERATIVE_GROUP = "tht", _("Tổ hợp tác")
    COMPANY = "cong_ty", _("Công ty")
    HOUSEHOLD = "ho_kd", _("Hộ kinh doanh")
    OTHER = "khac", _("Loại hình khác")


# The legal form as decisions write it in full, in any language of the page.
KIND_WORDS = {
    ProducerKind.COOPERATIVE: "hợp tác xã",
    ProducerKind.COOPERATIVE_GROUP: "tổ hợp tác",
    ProducerKind.COMPANY: "công ty",
    ProducerKind.HOUSEHOLD: "hộ kinh doanh",
    ProducerKind.OTHER: "",
}

# What addresses call it.
KIND_SLUGS = {kind: kind.value.replace("_", "-") for kind in ProducerKind}


class PremisesKind(TextChoices):
    """What happens at a producer's place."""

    OFFICE = "tru_so", _("Trụ sở")
    WORKSHOP = "san_xuat", _("Cơ sở sản xuất")
    GROWING_AREA = "vung_nguyen_lieu", _("Vùng nguyên liệu")
    SHOP = "ban_hang", _("Nơi bán hàng")

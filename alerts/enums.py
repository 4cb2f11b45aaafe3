"""What can be followed, and what happens to it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FollowKind(TextChoices):
    """What somebody follows."""

    PRODUCT = "product", _("sản phẩm")
    PRODUCER = "producer", _("chủ thể")
    COMMUNE = "commune", _("xã, phường")
    CATALOGUE = "catalogue", _("danh mục đã lọc")


ADDRESS_WORDS = {
    FollowKind.PRODUCT: "san-pham",
    FollowKind.PRODUCER: "chu-the",
    FollowKind.COMMUNE: "xa-phuong",
}
"""What addresses call a kind whose rows have pages of their own."""


class ChangeKind(TextChoices):
    """What happened, by the word that is part of the lasting name of the change."""

    AWARDED = "cong-nhan"
    EXPIRED = "het-han"
    WITHDRAWN = "thu-hoi"
    ARTICLE = "tin-bai"
    EVENT = "su-kien"

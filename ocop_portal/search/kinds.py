"""The kinds of things that can be found, by the word the address uses, in the order of the page."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """One section of what was found."""

    PRODUCTS = "san-pham", pgettext_lazy("menu", "Sản phẩm")
    COMMUNES = "xa-phuong", pgettext_lazy("menu", "Xã phường")
    PRODUCERS = "chu-the", pgettext_lazy("menu", "Chủ thể")
    ARTICLES = "tin-tuc", pgettext_lazy("menu", "Tin tức")
    EVENTS = "su-kien", pgettext_lazy("menu", "Sự kiện")
    DOCUMENTS = "van-ban", pgettext_lazy("menu", "Văn bản")
    CRITERIA = "bo-tieu-chi", pgettext_lazy("menu", "Bộ tiêu chí")


LISTED = (Kind.PRODUCERS, Kind.ARTICLES, Kind.EVENTS, Kind.DOCUMENTS, Kind.CRITERIA)
"""Kinds whose finds are lines of one look; products and communes are found by their own indexes."""

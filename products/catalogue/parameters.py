"""The words of the catalogue's addresses, shared by list, map and search: the one place."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from products.enums import CertificationStatus

WORDS = "q"
SORT = "xep"
PAGE = "trang"

GROUP = "nhom"
SUBGROUP = "phan-nhom"
STARS = "sao"
STATUS = "tinh-trang"
COMMUNE = "xa"
FORMER_COMMUNE = "xa-cu"
DISTRICT = "huyen"
PRODUCER_KIND = "loai"
YEAR = "nam"
STANDARD = "tieu-chuan"

FACETS: Mapping[str, Promise] = {
    GROUP: _("Nhóm sản phẩm"),
    SUBGROUP: _("Phân nhóm"),
    STARS: _("Hạng sao"),
    STATUS: _("Tình trạng"),
    COMMUNE: _("Xã, phường"),
    FORMER_COMMUNE: _("Xã, phường, thị trấn trước 7/2025"),
    DISTRICT: _("Huyện trước 7/2025"),
    PRODUCER_KIND: _("Loại hình chủ thể"),
    YEAR: _("Năm quyết định"),
    STANDARD: _("Tiêu chuẩn"),
}
"""Every facet and its label, in the order of the page."""


class Sort(Enum):
    """Orders of the list, by the word the address uses."""

    RELEVANCE = "phu-hop"
    NAME = "ten"
    STARS = "sao"
    NEWEST = "moi"


SORT_LABELS: Mapping[Sort, Promise] = {
    Sort.RELEVANCE: _("Phù hợp nhất"),
    Sort.NAME: _("Tên A–Z"),
    Sort.STARS: _("Sao cao trước"),
    Sort.NEWEST: _("Mới công nhận"),
}

UNKNOWN = "chua-ro"
"""Value of a facet for products of which the register does not know it."""

NO_STAR = "chua-co"
"""Value of the facets of stars and status for products nobody has recognised yet."""

STATUS_VALUES: Mapping[CertificationStatus, str] = {
    CertificationStatus.VALID: "con-han",
    CertificationStatus.EXPIRED: "het-han",
    CertificationStatus.WITHDRAWN: "thu-hoi",
    CertificationStatus.SUPERSEDED: "da-thay-the",
    CertificationStatus.UNKNOWN: "chua-ro-han",
    CertificationStatus.NOT_YET: "chua-hieu-luc",
}


def value_of(choice: str) -> str:
    """A choice of an enumeration as addresses write it: ``cong_ty`` is ``cong-ty``."""
    return choice.replace("_", "-")

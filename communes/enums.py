"""Closed lists about administrative units."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommuneKind(TextChoices):
    """Kind of a commune-level unit."""

    XA = "xa", _("Xã")
    PHUONG = "phuong", _("Phường")
    THI_TRAN = "thi_tran", _("Thị trấn")
    DAC_KHU = "dac_khu", _("Đặc khu")


# What stands before the name on paper, in any language of the page.
KIND_WORDS = {
    CommuneKind.XA: "xã",
    CommuneKind.PHUONG: "phường",
    CommuneKind.THI_TRAN: "thị trấn",
    CommuneKind.DAC_KHU: "đặc khu",
}


def full_name(kind: str, name: str) -> str:
    """Kind and name as on paper, ``Xã Côn Minh``: a proper name, the same in every language."""
    return f"{KIND_WORDS[CommuneKind(kind)].capitalize()} {name}"


class NameKind(TextChoices):
    """Why a unit answers to another name."""

    SPELLING = "spelling", _("cách viết khác")
    FORMER = "former", _("tên cũ")


class NameShare(TextChoices):
    """How much of a place of a former name went into the unit that answers to it."""

    WHOLE = "whole", _("toàn bộ")
    MOST = "most", _("phần lớn")
    PART = "part", _("một phần")


class SuccessionKind(TextChoices):
    """What a legal act did to a unit."""

    MERGED = "merged", _("nhập toàn bộ")
    SPLIT = "split", _("nhập một phần")
    KEPT = "kept", _("giữ nguyên")
    RENAMED = "renamed", _("đổi tên")
    KIND_CHANGED = "kind_changed", _("đổi loại đơn vị")

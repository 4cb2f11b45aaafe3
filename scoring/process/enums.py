"""Closed lists about the way of a dossier."""

from django.db import models


class ProcessLevel(models.TextChoices):
    """The levels of the state a dossier passes, from below."""

    COMMUNE = "commune", "cấp xã"
    DISTRICT = "district", "cấp huyện"
    PROVINCE = "province", "cấp tỉnh"
    MINISTRY = "ministry", "trung ương"


class AssessmentKind(models.TextChoices):
    """What a dossier asks for (Điều 6 khoản 1 of 26/2026/QĐ-TTg)."""

    FIRST = "first", "lần đầu"
    UPGRADE = "upgrade", "nâng hạng"
    REEVALUATION = "reevaluation", "đánh giá lại"


class HolidayBasis(models.TextChoices):
    """Whence a day off, or a Saturday worked, is known."""

    LAW = "law", "theo luật"
    NOTICE = "notice", "theo thông báo của năm"

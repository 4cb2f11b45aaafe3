"""Roles people hold."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person may be in the programme; always held for a unit."""

    ADMINISTRATOR = "administrator", "quản trị hệ thống"
    PROVINCE_OFFICER = "province_officer", "cán bộ OCOP tỉnh"
    COMMUNE_OFFICER = "commune_officer", "cán bộ xã, phường"
    EDITOR = "editor", "biên tập viên"
    LEADER = "leader", "lãnh đạo"
    PRODUCER = "producer", "chủ thể"

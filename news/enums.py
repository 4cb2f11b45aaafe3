"""Closed lists about documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IssuingLevel(TextChoices):
    """The level of the body that issued a document."""

    CENTRAL = "central", _("trung ương")
    PROVINCE = "province", _("tỉnh")
    DISTRICT = "district", _("huyện (trước 7/2025)")
    COMMUNE = "commune", _("xã")

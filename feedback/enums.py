"""What people report, and where a report stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    """What somebody has to say."""

    LABEL = "label", _("Nhãn sai, dùng sao không đúng, hàng giả")
    CORRECTION = "correction", _("Thông tin trên cổng chưa đúng")
    QUESTION = "question", _("Câu hỏi")
    OTHER = "other", _("Góp ý khác")


class ReportState(TextChoices):
    """Where a report stands."""

    NEW = "new", _("Đã nhận, chờ xử lý")
    IN_HAND = "in_hand", _("Đang xử lý")
    ANSWERED = "answered", _("Đã trả lời")
    DECLINED = "declined", _("Không xử lý")


OPEN = (ReportState.NEW, ReportState.IN_HAND)

NEXT = {
    ReportState.NEW: (ReportState.IN_HAND, ReportState.ANSWERED, ReportState.DECLINED),
    ReportState.IN_HAND: (ReportState.ANSWERED, ReportState.DECLINED),
    ReportState.ANSWERED: (ReportState.IN_HAND,),
    ReportState.DECLINED: (ReportState.IN_HAND,),
}
"""The states a report may pass into; a closed one is taken up again when there is more to say."""

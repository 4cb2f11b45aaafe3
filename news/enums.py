"""Closed lists about documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IssuingLevel(TextChoices):
    """The level of the body that issued a document."""

    CENTRAL = "central", _("trung ương")
    PROVINCE = "province", _("tỉnh")
    DISTRICT = "district", _("huyện (trước 7/2025)")
    COMMUNE = "commune", _("xã")


class DocumentStatus(TextChoices):
    """Whether a document is in force on a day, as far as is known."""

    IN_FORCE = "in_force", _("còn hiệu lực")
    NOT_YET = "not_yet", _("chưa có hiệu lực")
    ENDED = "ended", _("hết hiệu lực")
    UNKNOWN = "unknown", _("chưa rõ hiệu lực")


class RelationKind(TextChoices):
    """What a document does to an earlier one."""

    REPLACES = "replaces", "thay thế"
    AMENDS = "amends", "sửa đổi, bổ sung"
    REPEALS_PART = "repeals_part", "bãi bỏ một phần"
    BASED_ON = "based_on", "căn cứ"


# Relations that carry the law on from one document to the next.
CHAINING = (RelationKind.REPLACES, RelationKind.AMENDS, RelationKind.REPEALS_PART)


class PublicationState(TextChoices):
    """Whether the public sees a text at a moment."""

    DRAFT = "draft", "bản nháp"
    WAITING = "waiting", "chờ đến giờ đăng"
    PUBLIC = "public", "đã đăng"


class EventKind(TextChoices):
    """What kind of event it is."""

    FAIR = "fair", _("hội chợ, triển lãm")
    WEEK = "week", _("tuần hàng, phiên chợ")
    MEETING = "meeting", _("kết nối cung cầu")
    COUNCIL = "council", _("đánh giá, phân hạng")
    TRAINING = "training", _("tập huấn")
    LIVE_SALE = "live_sale", _("bán hàng trực tuyến")
    OTHER = "other", _("sự kiện khác")

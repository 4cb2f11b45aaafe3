"""Closed lists about rating."""

from django.db.models import TextChoices


class ImportStatus(TextChoices):
    """Where an uploaded list of results stands."""

    PREVIEWED = "previewed", "chờ xác nhận"
    APPLIED = "applied", "đã ghi vào sổ"
    UNDONE = "undone", "đã hoàn tác"
    DISCARDED = "discarded", "đã bỏ"


class Verdict(TextChoices):
    """What importing a row would do, told before anything is written."""

    NEW = "new", "sản phẩm mới"
    NEW_CERTIFICATE = "new_certificate", "chứng nhận mới cho sản phẩm đã có"
    UPGRADE = "upgrade", "nâng hạng"
    RENEWAL = "renewal", "công nhận lại"
    COMPLETION = "completion", "bổ sung thông tin"
    UNCHANGED = "unchanged", "đã có, không đổi"
    CONFLICT = "conflict", "mâu thuẫn"
    POSSIBLE_DUPLICATE = "possible_duplicate", "có thể trùng"
    REJECTED = "rejected", "không nhận"
    SKIPPED = "skipped", "cán bộ bỏ qua"


WRITING = frozenset(
    {
        Verdict.NEW,
        Verdict.NEW_CERTIFICATE,
        Verdict.UPGRADE,
        Verdict.RENEWAL,
        Verdict.COMPLETION,
    }
)
"""Verdicts that change the register."""

WAITING = frozenset({Verdict.CONFLICT, Verdict.POSSIBLE_DUPLICATE})
"""Verdicts that wait for an officer's choice."""


class Topic(TextChoices):
    """What a row asks the officer."""

    PRODUCT = "product", "sản phẩm nào"
    RECORD = "record", "thông tin khác với sổ"
    PLACE = "place", "xã, phường khác với sổ"
    UNDATED = "undated", "chứng nhận chưa rõ ngày trong sổ"
    PERIOD = "period", "thời hạn chồng nhau"
    BAND = "band", "điểm và hạng sao"
    STARS = "stars", "hạng sao"
    DOSSIER = "dossier", "khác kết luận của hội đồng"


class Answer(TextChoices):
    """Answers that are no number of a product or of stars."""

    SKIP = "skip", "bỏ qua dòng này"
    NEW = "new", "là sản phẩm khác, thêm mới"
    FILE = "file", "theo tệp, sửa sổ"
    REGISTER = "register", "giữ như sổ"
    SAME = "same", "chính là chứng nhận đó, bổ sung số và ngày"
    ANOTHER = "another", "là lần công nhận khác, thêm chứng nhận"
    REPLACE = "replace", "chứng nhận cũ hết hiệu lực từ ngày này"
    EARLIER = "earlier", "là chứng nhận trước, hết hiệu lực khi chứng nhận sau bắt đầu"
    DECISION = "decision", "theo quyết định trong tệp, hồ sơ kết thúc theo đó"
    APART = "apart", "không phải hồ sơ này, chỉ ghi chứng nhận"
    ACCEPT = "accept", "đúng như quyết định, vẫn ghi"

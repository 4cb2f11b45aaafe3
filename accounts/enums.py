"""Roles people hold, what they do, and the areas they do it in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may be in the programme; always held for a unit."""

    ADMINISTRATOR = "administrator", "quản trị hệ thống"
    PROVINCE_OFFICER = "province_officer", "cán bộ OCOP tỉnh"
    COMMUNE_OFFICER = "commune_officer", "cán bộ xã, phường"
    EDITOR = "editor", "biên tập viên"
    LEADER = "leader", "lãnh đạo"
    ADVISER = "adviser", "tổ tư vấn"
    SECRETARY = "secretary", "thư ký hội đồng"
    COUNCIL_MEMBER = "council_member", "thành viên hội đồng"
    PRODUCER = "producer", "chủ thể"


class Act(TextChoices):
    """What a person does in the back office."""

    VIEW = "view", "xem"
    ADD = "add", "thêm"
    CHANGE = "change", "sửa"
    DELETE = "delete", "xóa"
    IMPORT = "import", "nhập từ tệp"
    EXPORT = "export", "xuất ra tệp"
    DECIDE = "decide", "ghi quyết định"


class Area(TextChoices):
    """What the acts are about. Every page of the back office belongs to one area."""

    REGISTER = "register", "sản phẩm, chủ thể"
    CERTIFICATION = "certification", "chứng nhận"
    RATING = "rating", "kết quả đánh giá, phân hạng"
    DOSSIER = "dossier", "hồ sơ"
    COUNCIL = "council", "hội đồng"
    DECISION = "decision", "quyết định công nhận"
    CRITERIA = "criteria", "bộ tiêu chí, quy chế hội đồng"
    CALENDAR = "calendar", "ngày nghỉ lễ"
    GROUPS = "groups", "nhóm sản phẩm"
    TERRITORY = "territory", "địa bàn"
    MARKETS = "markets", "thị trường"
    DOCUMENTS = "documents", "văn bản, tin bài, sự kiện"
    REQUESTS = "requests", "yêu cầu của chủ thể"
    FEEDBACK = "feedback", "phản ánh"
    ALERTS = "alerts", "theo dõi"
    PEOPLE = "people", "người dùng, vai trò"
    AUDIT = "audit", "nhật ký"
    SETTINGS = "settings", "cài đặt cổng"


class RequestKind(TextChoices):
    """What a person asks the office for about a producer."""

    CLAIM = "claim", _("nhận chủ thể đã có trên cổng")
    NEW = "new", _("ghi thêm chủ thể mới")
    CORRECTION = "correction", _("sửa thông tin của chủ thể")


class RequestState(TextChoices):
    """Where a request stands."""

    SUBMITTED = "submitted", _("chờ cơ quan xem")
    APPROVED = "approved", _("được chấp nhận")
    REFUSED = "refused", _("không được chấp nhận")
    WITHDRAWN = "withdrawn", _("người gửi đã rút")


class InvitationState(TextChoices):
    """What became of an invitation."""

    WAITING = "waiting", _("chờ trả lời")
    ACCEPTED = "accepted", _("đã nhận")
    CANCELLED = "cancelled", _("đã hủy")

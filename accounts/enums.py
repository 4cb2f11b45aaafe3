"""Roles people hold, what they do, and the areas they do it in."""

from django.db.models import TextChoices


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
    DOCUMENTS = "documents", "văn bản, tin bài"
    PEOPLE = "people", "người dùng, vai trò"
    AUDIT = "audit", "nhật ký"
    SETTINGS = "settings", "cài đặt cổng"

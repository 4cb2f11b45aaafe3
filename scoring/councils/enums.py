"""Closed lists about councils, their sessions and sheets."""

from __future__ import annotations

from enum import Enum

from django.db.models import TextChoices


class Seat(TextChoices):
    """What a person is in a council."""

    CHAIR = "chair", "chủ tịch"
    VICE_CHAIR = "vice_chair", "phó chủ tịch"
    MEMBER = "member", "ủy viên"
    SECRETARY = "secretary", "thư ký"


SCORING_SEATS = frozenset({Seat.CHAIR, Seat.VICE_CHAIR, Seat.MEMBER})
"""The secretary does not score (DESIGN section 4)."""


class SessionStatus(TextChoices):
    """Where a session stands."""

    PLANNED = "planned", "đang chuẩn bị"
    INVITED = "invited", "đã mời"
    OPEN = "open", "đang họp"
    CLOSED = "closed", "đã bế mạc"
    CANCELLED = "cancelled", "đã hủy"


class SessionForm(TextChoices):
    """How a session is held (Điều 7.6 lets a re-evaluation be judged in writing)."""

    MEETING = "meeting", "họp"
    WRITING = "writing", "lấy ý kiến bằng văn bản"


class Attendance(TextChoices):
    """Whether an invited member came."""

    UNKNOWN = "unknown", "chưa ghi"
    PRESENT = "present", "có mặt"
    ABSENT = "absent", "vắng"
    EXCUSED = "excused", "vắng có lý do"


class ConflictKind(TextChoices):
    """What a member declares before a dossier opens."""

    NONE = "none", "không có xung đột lợi ích"
    SOFT = "soft", "có liên quan, vẫn chấm được"
    HARD = "hard", "có lợi ích liên quan, không chấm"


class ItemStatus(TextChoices):
    """Where a dossier stands in a session."""

    WAITING = "waiting", "chờ"
    SCORING = "scoring", "đang chấm"
    CONCLUDED = "concluded", "đã kết luận"
    DEFERRED = "deferred", "chuyển phiên sau"


class SheetStatus(TextChoices):
    """Where a member's sheet stands."""

    DRAFT = "draft", "đang chấm"
    SUBMITTED = "submitted", "đã nộp"
    REPLACED = "replaced", "đã thay bằng phiên bản sau"


class PaperKind(TextChoices):
    """Papers a session leaves behind."""

    MINUTES = "minutes", "biên bản"
    SCORES = "scores", "bảng tổng hợp điểm"
    INVITATION = "invitation", "giấy mời"


class SessionAct(TextChoices):
    """What is done in a session; `scoring.councils.permissions` says who may, and when."""

    PREPARE = "prepare", "chuẩn bị phiên, mời họp, hủy phiên"
    ATTEND = "attend", "ghi người có mặt"
    OPEN = "open", "khai mạc"
    DECLARE = "declare", "khai xung đột lợi ích của mình"
    LIFT = "lift", "cho người đã khai không chấm được chấm lại"
    SCORE = "score", "chấm, sửa phiếu của mình"
    HAND_IN = "hand_in", "nộp phiếu của mình"
    ROUND = "round", "mở lần chấm lại"
    CONCLUDE = "conclude", "kết luận hồ sơ"
    DEFER = "defer", "chuyển hồ sơ sang phiên sau"
    RECORD = "record", "ghi diễn biến, thảo luận"
    CLOSE = "close", "bế mạc"
    PAPERS = "papers", "lập giấy tờ của phiên"


class SessionParty(Enum):
    """What a person is to a session."""

    OFFICE = "cơ quan OCOP tỉnh, thư ký hội đồng"
    SECRETARY = "thư ký phiên"
    PRESIDING = "người chủ trì"
    SCORER = "thành viên chấm"


OPEN_ITEMS = (ItemStatus.WAITING, ItemStatus.SCORING)
"""States in which a dossier is still on the table of a session."""

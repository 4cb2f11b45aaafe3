"""Imports of rating results and sets of criteria that wait for somebody in the office."""

from __future__ import annotations

from django.db.models import Q

from ocop_portal.shared.attention import Attention
from scoring.enums import ImportStatus

IMPORT_ATTENTION = (
    Attention(
        "cho-xac-nhan",
        "tệp kết quả chờ xác nhận",
        "Xem từng dòng, chọn chỗ còn hỏi, rồi xác nhận ghi vào sổ hoặc bỏ.",
        lambda _on: Q(status=ImportStatus.PREVIEWED),
        act="import",
        is_urgent=True,
    ),
)

CRITERIA_ATTENTION = (
    Attention(
        "can-doi-chieu",
        "bộ tiêu chí cần đối chiếu bản gốc",
        "Đang dùng để chấm điểm mà còn chỗ chưa chắc: xem văn bản gốc rồi xác nhận.",
        lambda _on: (
            Q(published_at__isnull=False, confirmed_at__isnull=True)
            & ~Q(warnings=[])
            & Q(corrections_made__isnull=True)
        ),
        act="decide",
    ),
    Attention(
        "chua-dung-duoc",
        "bộ tiêu chí chưa dùng để chấm điểm",
        "Nguồn chưa cộng đủ điểm: hoàn thiện theo văn bản gốc rồi công bố.",
        lambda _on: Q(published_at__isnull=True),
    ),
)

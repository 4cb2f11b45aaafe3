"""Imports of rating results that wait for somebody in the office."""

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

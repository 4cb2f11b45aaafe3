"""Where what is written of two documents cannot both be true; told to officers, never mended."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from news.enums import CHAINING, RelationKind
from news.models import DocumentRelation, LegalDocument


def doubts_about(document: LegalDocument) -> list[str]:
    """What does not fit between ``document`` and those it follows or that follow it; one query."""
    rows = DocumentRelation.objects.filter(kind__in=CHAINING)
    rows = rows.filter(Q(source=document) | Q(target=document)).select_related("source", "target")
    return [
        doubt
        for row in rows.order_by("pk")
        for doubt in (_order_doubt(row), _end_doubt(row))
        if doubt
    ]


def _order_doubt(row: DocumentRelation) -> str:
    """A document acts on earlier ones alone."""
    later, earlier = row.source.issued_on, row.target.issued_on
    if later is None or earlier is None or later >= earlier:
        return ""
    issued = f"{row.source.number} ban hành {_said(later)}"
    return (
        f"{issued}, trước {row.target.number} ({_said(earlier)}) mà nó "
        f"{row.get_kind_display()}. Kiểm tra chiều của quan hệ và ngày ban hành."
    )


def _end_doubt(row: DocumentRelation) -> str:
    """What is replaced ends, and not before its successor begins; it may go on for a while."""
    begins, ends = row.source.effective_on, row.target.ends_on
    if row.kind != RelationKind.REPLACES or begins is None:
        return ""
    replaced = f"{row.target.number} được {row.source.number} thay thế từ {_said(begins)}"
    if ends is None:
        return f"{replaced} nhưng chưa ghi “hết hiệu lực từ”. Ghi ngày ấy ở {row.target.number}."
    if ends < begins:
        return (
            f"{replaced} nhưng đã hết hiệu lực từ {_said(ends)}: {(begins - ends).days} ngày không "
            "có văn bản nào. Kiểm tra hai ngày."
        )
    return ""


def contradicts_chain(on: dt.date) -> Q:
    """Documents whose successor is in force on the day ``on`` and whose end does not fit it."""
    successors = DocumentRelation.objects.filter(
        kind=RelationKind.REPLACES, target=OuterRef("pk"), source__effective_on__lte=on
    )
    too_early = successors.filter(source__effective_on__gt=OuterRef("ends_on"))
    return Q(Exists(successors), ends_on__isnull=True) | Q(Exists(too_early))


def _said(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"

"""Labels of certifications: the code with its QR on a page, as a file, by the sheet."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ocop_portal.shared.templatetags.ui import STATUS_WORDS
from products.enums import CertificationStatus
from products.labels import address_of, as_file, as_svg, origin
from products.models import Certification

PRINTABLE = frozenset({CertificationStatus.VALID, CertificationStatus.NOT_YET})
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}
A_SHEET = 21
MOST_LABELS = 20 * A_SHEET
MOST_CHOSEN = 500


class Label(NamedTuple):
    """One label as printed."""

    name: str
    code: str
    qr: SafeString
    is_demo: bool


def label_block(certification: Certification) -> SafeString:
    """The code of a certification on its page with its QR, and where to take it from."""
    pk = certification.pk
    return format_html(
        '<span class="label-block"><img src="{svg}" alt="Mã QR của chứng nhận" width="128"'
        ' height="128"><span><strong class="label-code">{code}</strong><br>'
        '<a href="{page}">Xem trang xác minh</a><br>'
        'Tải QR: <a href="{svg}" download>SVG</a>, <a href="{png}" download>PNG</a><br>'
        '<a href="{sheet}?cn={pk}">In nhãn</a></span></span>',
        code=certification.printed_code,
        page=reverse("products:verified", args=[certification.printed_code]),
        svg=reverse("admin:certification_qr_svg", args=[pk]),
        png=reverse("admin:certification_qr_png", args=[pk]),
        sheet=reverse("admin:labels_sheet"),
        pk=pk,
    )


def qr_file(certification: Certification, request: HttpRequest, kind: str) -> HttpResponse:
    """The QR code of a certification as a file named by its code."""
    content = as_file(address_of(certification, request), kind)
    answer = HttpResponse(content, content_type=MEDIA[kind])
    name = f"ma-qr-{certification.printed_code}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def label_sheet(request: HttpRequest, rows: QuerySet[Certification]) -> HttpResponse:
    """Labels of the certifications ``?cn=`` names, ``?so-ban=`` of each, on sheets of 21.

    A label is printed for what is in force or about to be; the others are named with the reason.
    """
    wanted = [int(pk) for pk in request.GET.getlist("cn") if pk.isdecimal() and len(pk) < 19]
    chosen = list(rows.filter(pk__in=wanted[:MOST_CHOSEN]).order_by("product__sort_key", "-pk"))
    today = timezone.localdate()
    refused = [
        (row, STATUS_WORDS[row.status(today)])
        for row in chosen
        if row.status(today) not in PRINTABLE
    ]
    printable = [row for row in chosen if row.status(today) in PRINTABLE]
    copies = _copies(request, len(printable))
    labels = [
        Label(
            row.product.name,
            row.printed_code,
            as_svg(address_of(row, request)),
            row.product.producer.is_demo,
        )
        for row in printable
    ]
    repeated = [label for label in labels for _ in range(copies)]
    context = {
        "sheets": [repeated[at : at + A_SHEET] for at in range(0, len(repeated), A_SHEET)],
        "chosen": wanted[:MOST_CHOSEN],
        "copies": copies,
        "most": max(MOST_LABELS // max(len(printable), 1), 1),
        "refused": refused,
        "host": origin(request).partition("://")[2],
        "is_public": origin(request).startswith("https://"),
        "origin": origin(request),
    }
    return TemplateResponse(request, "admin/products/certification/labels.html", context)


def _copies(request: HttpRequest, rows: int) -> int:
    """How many of each label: as asked within bounds, else a sheet of one, or one of each."""
    asked = request.GET.get("so-ban", "")
    most = max(MOST_LABELS // max(rows, 1), 1)
    if asked.isdecimal() and len(asked) < 5:
        return min(max(int(asked), 1), most)
    return A_SHEET if rows == 1 else 1

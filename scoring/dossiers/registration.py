"""The fields of Mẫu số 01 and Mẫu số 02 (Phụ lục III, 26/2026/QĐ-TTg), as data.

One table serves the producer's forms, the checks before handing in, the printed forms and the
comparison of two revisions. Part III of Mẫu số 02 is the self-assessment and its proof, kept as
answers and evidence. What the register knows of the producer fills a new dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key in ``Dossier.registration``, its words, how it is typed."""

    key: str
    label: Label
    kind: str = (
        "text"  # text, long, date, year, number, money, percent, phone, email, yes_no, table
    )
    is_required: bool = False
    help_text: Label = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A page of fields in the order of the paper; ``form`` is the form it is printed in."""

    key: str
    title: Label
    form: str
    fields: tuple[Field, ...]


UNIT = Section(
    "don-vi",
    _("Đơn vị đăng ký"),
    "01",
    (
        Field("unit_name", _("Tên đơn vị"), is_required=True),
        Field("representative", _("Người đại diện theo pháp luật"), is_required=True),
        Field("position", _("Chức vụ"), is_required=True),
        Field("address", _("Địa chỉ"), is_required=True),
        Field("phone", _("Điện thoại"), "phone", is_required=True),
        Field("email", _("Thư điện tử"), "email"),
        Field("attached", _("Giấy tờ kèm theo"), "long"),
    ),
)

GENERAL = Section(
    "thong-tin-chung",
    _("Thông tin chung"),
    "02",
    (
        Field("organisation", _("Loại hình tổ chức"), is_required=True),
        Field("representative_sex", _("Giới tính người đại diện")),
        Field("representative_ethnicity", _("Dân tộc người đại diện")),
        Field("registration_number", _("Số đăng ký kinh doanh hoặc quyết định thành lập")),
        Field("registered_on", _("Ngày đăng ký hoặc thành lập"), "date"),
        Field(
            "product_description",
            _("Mô tả sản phẩm"),
            "long",
            is_required=True,
            help_text=_("Thành phần, quy cách, bao bì, công dụng, cách dùng."),
        ),
        Field("has_quality_declaration", _("Có công bố chất lượng"), "yes_no", is_required=True),
        Field("has_food_safety", _("Có giấy chứng nhận an toàn thực phẩm"), "yes_no"),
        Field("has_production_licence", _("Có giấy chứng nhận đủ điều kiện sản xuất"), "yes_no"),
        Field("has_intellectual_property", _("Có giấy tờ sở hữu trí tuệ"), "yes_no"),
        Field("history", _("Lịch sử hình thành và phát triển"), "long"),
        Field("structure", _("Cơ cấu tổ chức"), "long"),
    ),
)

RESULTS = Section(
    "ket-qua",
    _("Kết quả phương án kinh doanh"),
    "02",
    (
        Field("material_area", _("Vùng nguyên liệu"), "long", is_required=True),
        Field("technology", _("Công nghệ, quy trình sản xuất"), "long", is_required=True),
        Field("changes", _("Thay đổi về chất lượng, bao bì"), "long"),
        Field("market", _("Thị trường tiêu thụ"), "long", is_required=True),
        Field("labour_total", _("Số lao động"), "number"),
        Field("labour_local", _("Trong đó lao động tại địa phương"), "number"),
        Field("revenue_before", _("Doanh thu năm trước nữa (đồng)"), "money"),
        Field("revenue_last", _("Doanh thu năm trước (đồng)"), "money"),
        Field("profit_last", _("Lợi nhuận năm trước (đồng)"), "money"),
        Field("output_last", _("Sản lượng năm trước"), help_text=_("Ghi cả đơn vị tính.")),
    ),
)

PLAN = Section(
    "ke-hoach",
    _("Kế hoạch"),
    "02",
    (
        Field("plan", _("Kế hoạch phát triển sản phẩm"), "long", is_required=True),
        Field("commitments", _("Cam kết"), "long"),
    ),
)

SAMPLES = Section(
    "san-pham-mau",
    _("Sản phẩm mẫu và cơ sở"),
    "01",
    (
        Field("premises", _("Nơi sản xuất"), "long", is_required=True),
        Field("samples", _("Số sản phẩm mẫu gửi kèm"), "number"),
        Field("samples_note", _("Ghi chú về sản phẩm mẫu"), "long"),
    ),
)

CHANGES = Section(
    "thay-doi",
    _("Thay đổi so với lần công nhận trước"),
    "02",
    (
        Field(
            "what_changed",
            _("Nội dung đã thay đổi, cải tiến"),
            "long",
            is_required=True,
            help_text=_(
                "Nguyên liệu, công nghệ, bao bì, nhãn, công bố chất lượng, kiểm nghiệm định kỳ, "
                "thị trường, sản lượng, doanh thu, giấy tờ có thời hạn."
            ),
        ),
    ),
)
"""Asked of an upgrade (Điều 7.5) and a re-evaluation (Điều 6.1 of 26/2026/QĐ-TTg)."""


def sections_for(kind: str) -> tuple[Section, ...]:
    """The sections of a dossier of this kind, in the order of the paper."""
    changes = () if kind == "first" else (CHANGES,)
    return (UNIT, GENERAL, RESULTS, *changes, PLAN, SAMPLES)


def fields_for(kind: str) -> Iterator[tuple[Section, Field]]:
    """Every field of such a dossier with its section."""
    return ((section, field) for section in sections_for(kind) for field in section.fields)


def missing_fields(kind: str, registration: Mapping[str, Any]) -> Iterator[tuple[Section, Field]]:
    """Yield the fields that must be filled and are not."""
    for section, field in fields_for(kind):
        if field.is_required and registration.get(field.key) in (None, ""):
            yield section, field

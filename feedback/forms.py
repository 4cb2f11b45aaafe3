"""What people type when they have something to say, and what officers type back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communes.resolution import Gazetteer
from feedback.enums import NEXT, OPEN, ReportKind, ReportState
from feedback.models import Report
from feedback.rules import normal_number
from ocop_portal.shared.private_files import PICTURES, PrivateFilesField
from ocop_portal.shared.proof import read_token
from ocop_portal.shared.text import clean
from producers.models import Producer
from products.models import Product

SHORTEST, LONGEST = 10, 3000  # characters of a message
MOST_PICTURES = 4
EXPIRED = _("Trang mở đã lâu hoặc gửi quá nhanh. Nội dung còn nguyên, bấm gửi lại.")


class ReportForm(forms.Form):
    """A report. ``proof`` and ``website`` keep machines out; see `feedback.proof`."""

    kind = forms.ChoiceField(
        label=_("Bạn muốn nói về"),
        choices=ReportKind.choices,
        error_messages={"required": _("Chọn một loại.")},
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Bạn thấy gì, ở đâu, khi nào. Đừng ghi thông tin riêng của người khác."),
        min_length=SHORTEST,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
        error_messages={
            "required": _("Viết điều bạn muốn nói."),
            "min_length": _("Viết rõ hơn, ít nhất 10 ký tự."),
        },
    )
    code = forms.CharField(
        label=_("Mã trên nhãn"), required=False, max_length=60, help_text=_("Nếu nhãn có mã.")
    )
    pictures = PrivateFilesField(
        label=_("Ảnh"),
        required=False,
        rules=PICTURES,
        most=MOST_PICTURES,
        help_text=_("Tối đa 4 ảnh nhãn hoặc nơi bán; nơi chụp ghi trong ảnh được gỡ bỏ."),
    )
    place = forms.CharField(
        label=_("Nơi thấy"),
        required=False,
        max_length=200,
        help_text=_("Tên cửa hàng, chợ, địa chỉ, hoặc trang mạng."),
    )
    commune = forms.CharField(
        label=_("Xã, phường"),
        required=False,
        max_length=100,
        help_text=_("Tên nay hoặc tên trước 7/2025."),
    )
    point = forms.CharField(
        label=_("Vị trí trên bản đồ"),
        required=False,
        max_length=40,
        help_text=_("Vĩ độ, kinh độ, ví dụ: 22.147, 105.834. Có thể bỏ trống."),
    )
    name = forms.CharField(
        label=_("Tên của bạn"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Để nhận trả lời. Không có thì giữ liên kết theo dõi."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ thư chưa đúng, ví dụ: ten@vi-du.vn.")},
    )
    phone = forms.CharField(
        label=_("Điện thoại"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("Tôi đồng ý để cơ quan quản lý cổng dùng thông tin liên hệ này để trả lời tôi."),
        required=False,
    )
    sum = forms.CharField(label=_("Phép cộng"), required=False, max_length=6)
    product = forms.SlugField(required=False, max_length=160, widget=forms.HiddenInput)
    producer = forms.SlugField(required=False, max_length=160, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(label=_("Để trống ô này"), required=False)

    def __init__(self, *args: Any, on: dt.date, now: dt.datetime, **kwargs: Any) -> None:
        self.on, self.now = on, now
        super().__init__(*args, **kwargs)

    def clean_product(self) -> Product | None:
        """The product by its slug; one that is not public is none."""
        return Product.objects.public().filter(slug=self.cleaned_data["product"]).first()

    def clean_producer(self) -> Producer | None:
        """The producer by its slug; one that is not public is none."""
        return Producer.objects.public().filter(slug=self.cleaned_data["producer"]).first()

    def clean_point(self) -> tuple[Decimal, Decimal] | None:
        """Two numbers of degrees, or nothing."""
        typed = self.cleaned_data["point"].strip()
        if not typed:
            return None
        parts = typed.replace(";", " ").replace(", ", " ").split()
        if len(parts) == 1:
            parts = typed.split(",")
        try:
            latitude, longitude = (Decimal(part.replace(",", ".")) for part in parts)
        except (InvalidOperation, ValueError):
            raise ValidationError(_("Ghi hai số, ví dụ: 22.147, 105.834.")) from None
        if not (latitude.is_finite() and longitude.is_finite()):
            raise ValidationError(_("Ghi hai số, ví dụ: 22.147, 105.834."))
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            raise ValidationError(_("Vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180."))
        return round(latitude, 5), round(longitude, 5)

    def clean(self) -> dict[str, Any]:
        """Consent where there is something to consent to; a person where there is a form."""
        data = super().clean() or self.cleaned_data
        if any(data.get(name) for name in ("name", "email", "phone")) and not data.get("consent"):
            self.add_error("consent", _("Đánh dấu đồng ý, hoặc xóa tên, thư, điện thoại."))
        proof = read_token(data.get("proof", ""), self.now)
        if data.get("website") or proof is None or not proof.is_timely:
            raise ValidationError(EXPIRED, code="proof")
        return data

    def values(self) -> dict[str, Any]:
        """The columns of a report, from a valid form.

        A commune that is not beyond doubt stays in words beside the place.
        """
        data = self.cleaned_data
        commune, place = None, clean(data["place"])
        if words := clean(data["commune"]):
            commune = Gazetteer.current().resolve(words, self.on).commune
            place = place if commune else ", ".join(part for part in (place, words) if part)[:200]
        latitude, longitude = data["point"] or (None, None)
        plain = {name: data[name] for name in ("kind", "message", "product", "producer", "email")}
        lines = {name: clean(data[name]) for name in ("code", "name", "phone")}
        where = {"commune": commune, "latitude": latitude, "longitude": longitude, "place": place}
        return plain | lines | where


class FollowForm(forms.Form):
    """Number and e-mail address, for whoever lost the link."""

    number = forms.CharField(
        label=_("Mã phản ánh"),
        max_length=20,
        help_text=_("Ví dụ: PA26-7K3QFD."),
        error_messages={"required": _("Ghi mã phản ánh.")},
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        help_text=_("Địa chỉ đã ghi khi gửi."),
        error_messages={
            "required": _("Ghi địa chỉ thư đã dùng khi gửi."),
            "invalid": _("Địa chỉ thư chưa đúng, ví dụ: ten@vi-du.vn."),
        },
    )

    def report(self) -> Report | None:
        """The report both speak of, from a valid form."""
        number = normal_number(self.cleaned_data["number"])
        email = self.cleaned_data["email"]
        return Report.objects.filter(number=number, email__iexact=email).exclude(email="").first()


class HandlingForm(forms.ModelForm):
    """What an officer does with a report."""

    class Meta:
        model = Report
        fields: list[str] = []  # the back office says which

    def clean(self) -> dict[str, Any]:
        """Only steps that exist, and no closing without words."""
        data = super().clean() or self.cleaned_data
        former = ReportState(self.initial.get("state", ReportState.NEW))
        state = data.get("state", former)
        if state != former and state not in NEXT[former]:
            allowed = ", ".join(str(step.label) for step in NEXT[former])
            self.add_error("state", f"Từ “{former.label}” chỉ chuyển được sang: {allowed}.")
        if state not in OPEN and not data.get("answer", "").strip():
            self.add_error("answer", "Ghi lời trả lời, hoặc lý do không xử lý.")
        return data

"""What people type about a producer: to claim one, to propose one, to keep one's own up to date."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.door import PHONE, EmailField
from communes.models import Commune
from ocop_portal.shared.private_files import PAPERS, PrivateFilesField
from producers.enums import PremisesKind, ProducerKind
from producers.models import TAX_CODE, Premises, Producer

MOST_PAPERS = 10
CHOOSE = _("– chọn xã, phường –")


def _papers(**kwargs: Any) -> PrivateFilesField:
    return PrivateFilesField(rules=PAPERS, most=MOST_PAPERS, **kwargs)


def _note(**kwargs: Any) -> forms.CharField:
    kwargs.setdefault("label", _("Lời nhắn cho cơ quan"))
    return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class FindForm(forms.Form):
    """A few words of a producer's name."""

    q = forms.CharField(
        label=_("Tên chủ thể, xã"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class ClaimForm(forms.Form):
    """What the person is at the producer, and what proves it."""

    position = forms.CharField(
        label=_("Bạn giữ việc gì ở chủ thể này?"),
        max_length=100,
        help_text=_("Ví dụ: giám đốc, chủ hộ, kế toán được giám đốc giao."),
    )
    papers = _papers(
        label=_("Giấy tờ chứng minh"),
        help_text=_(
            "Giấy đăng ký kinh doanh hoặc quyết định thành lập; giấy giao việc nếu bạn không phải "
            "người đại diện. PDF, ảnh, Word hoặc Excel, mỗi tệp không quá 20 MB."
        ),
    )
    note = _note(required=False)


class ProposeForm(forms.Form):
    """A producer that is not in the register yet, in the order of Mẫu số 01."""

    name = forms.CharField(
        label=_("Tên chủ thể"),
        max_length=255,
        help_text=_("Đúng như trên giấy đăng ký kinh doanh hoặc quyết định thành lập."),
    )
    producer_kind = forms.ChoiceField(
        label=_("Loại hình"), choices=ProducerKind, widget=forms.RadioSelect
    )
    tax_code = forms.CharField(
        label=_("Mã số thuế"), max_length=14, required=False, validators=[TAX_CODE]
    )
    registration_number = forms.CharField(
        label=_("Số đăng ký kinh doanh"), max_length=50, required=False
    )
    representative = forms.CharField(label=_("Người đại diện"), max_length=150)
    representative_title = forms.CharField(
        label=_("Chức vụ của người đại diện"), max_length=100, required=False
    )
    commune = forms.ModelChoiceField(
        label=_("Xã, phường (hiện nay)"), queryset=Commune.objects.none(), empty_label=CHOOSE
    )
    address = forms.CharField(label=_("Địa chỉ"), max_length=255, help_text=_("Số nhà, thôn, tổ."))
    phone = forms.CharField(label=_("Điện thoại của chủ thể"), max_length=30, validators=[PHONE])
    email = EmailField(label=_("Thư điện tử của chủ thể"), required=False)
    position = forms.CharField(label=_("Bạn giữ việc gì ở chủ thể này?"), max_length=100)
    papers = _papers(
        label=_("Giấy tờ kèm theo"),
        help_text=_("Giấy đăng ký kinh doanh hoặc quyết định thành lập, nếu có thì tải lên."),
    )
    note = _note(required=False)

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = Commune.objects.in_force(on).served().alphabetical()
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]

    def clean_tax_code(self) -> str:
        """Refuse a number that is in the register: that producer is claimed, not made anew."""
        typed = self.cleaned_data["tax_code"].strip()
        if typed and Producer.objects.filter(tax_code=typed).exists():
            raise ValidationError(
                _("Mã số thuế này đã có trong sổ. Hãy tìm và nhận chủ thể ấy thay vì ghi mới.")
            )
        return typed


class OwnProducerForm(forms.ModelForm):
    """What the people of a producer may change without asking."""

    website = forms.URLField(label=_("Trang web"), required=False, assume_scheme="https")

    class Meta:
        model = Producer
        fields = (
            "representative",
            "representative_title",
            "address",
            "phone",
            "email",
            "website",
            "has_contact_consent",
            "introduction",
            "introduction_en",
        )
        labels = {
            "representative": _("Người đại diện"),
            "representative_title": _("Chức vụ"),
            "address": _("Địa chỉ"),
            "phone": _("Điện thoại"),
            "email": _("Thư điện tử"),
            "has_contact_consent": _(
                "Chủ thể đồng ý đưa người đại diện, địa chỉ, điện thoại, thư điện tử lên cổng"
            ),
            "introduction": _("Giới thiệu"),
            "introduction_en": _("Giới thiệu (tiếng Anh)"),
        }
        help_texts = {
            "address": _("Số nhà, thôn, tổ."),
            "has_contact_consent": _("Bỏ dấu thì cổng thôi hiện các thông tin ấy ngay."),
            "introduction": _("Vài câu cho người mua: ai làm, làm từ bao giờ, làm thế nào."),
            "introduction_en": _("Cho trang tiếng Anh; để trống thì trang ấy hiện tiếng Việt."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 6, "maxlength": 4000})
            for name in ("introduction", "introduction_en")
        }

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.had_consent = self.instance.has_contact_consent

    def save(self, commit: bool = True) -> Producer:
        """Date a consent that is newly given; one withdrawn loses its date."""
        if not self.instance.has_contact_consent:
            self.instance.contact_consent_on = None
        elif not self.had_consent:
            self.instance.contact_consent_on = self.on
        return super().save(commit)


class PremisesForm(forms.ModelForm):
    """A place where the producer works, grows or sells."""

    class Meta:
        model = Premises
        fields = ("kind", "commune", "address", "latitude", "longitude", "is_public")
        labels = {
            "commune": _("Xã, phường (hiện nay)"),
            "address": _("Địa chỉ"),
            "latitude": _("Vĩ độ"),
            "longitude": _("Kinh độ"),
            "is_public": _("Hiện trên bản đồ của cổng"),
        }
        help_texts = {
            "latitude": _(
                "Độ thập phân, ví dụ 22,14600. Điện thoại hiện số này trong ứng dụng bản đồ."
            ),
            "longitude": _("Ví dụ 105,83500. Để trống cả hai nếu không biết."),
        }

    kind = forms.ChoiceField(
        label=_("Loại địa điểm"), choices=PremisesKind, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = Commune.objects.in_force(on).served().alphabetical()
        recorded = Commune.objects.filter(pk=self.instance.commune_id)
        commune = cast("forms.ModelChoiceField", self.fields["commune"])
        commune.queryset, commune.empty_label = communes | recorded, CHOOSE
        for name in ("latitude", "longitude"):
            field = self.fields[name]
            field.localize = field.widget.is_localized = True
            field.widget.input_type = "text"  # type: ignore[attr-defined]
            field.widget.attrs["inputmode"] = "decimal"


class CorrectionForm(forms.Form):
    """What the office should change, in words."""

    note = _note(
        label=_("Cần sửa gì, sửa thành gì?"),
        help_text=_("Ví dụ: tên đổi thành “HTX nông nghiệp …” theo giấy đăng ký cấp ngày …"),
    )
    papers = _papers(label=_("Giấy tờ kèm theo"), required=False)


class InviteForm(forms.Form):
    """Who else acts for the producer."""

    email = EmailField(
        label=_("Thư điện tử của người được mời"),
        help_text=_("Người ấy nhận một liên kết, đăng nhập hoặc đăng ký, rồi nhận lời."),
    )

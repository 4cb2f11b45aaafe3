"""What a producer types in a dossier; the fields of the forms come from the table of the law."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communes.models import Commune
from ocop_portal.shared.private_files import PAPERS, PrivateFilesField
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.dossiers.evidence import MOST_FILES
from scoring.dossiers.registration import Field, Section
from scoring.models import Criterion, Dossier, EvidenceKind
from scoring.process.enums import AssessmentKind
from scoring.templatetags.criteria import sentence_case

KINDS = [
    (AssessmentKind.FIRST, _("Đánh giá lần đầu")),
    (AssessmentKind.UPGRADE, _("Nâng hạng sản phẩm đã được công nhận")),
    (AssessmentKind.REEVALUATION, _("Đánh giá lại trước khi hết hạn")),
]
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def control_of(field: Field) -> forms.Field:
    """The control of one field of Mẫu số 01 or 02; nothing is required while it is a draft."""
    common: dict[str, Any] = {
        "label": field.label,
        "required": False,
        "help_text": field.help_text,
    }
    match field.kind:
        case "long":
            rows = forms.Textarea({"rows": 5})
            return forms.CharField(widget=rows, max_length=10_000, **common)
        case "date":
            return forms.DateField(widget=DATE, **common)
        case "number":
            return forms.IntegerField(min_value=0, max_value=10_000_000, **common)
        case "money":
            return forms.DecimalField(
                min_value=0, max_digits=16, decimal_places=0, localize=True, **common
            )
        case "email":
            return forms.EmailField(max_length=254, **common)
        case "yes_no":
            choices = [("", _("chưa chọn")), ("co", _("có")), ("khong", _("không"))]
            return forms.ChoiceField(choices=choices, **common)
    return forms.CharField(max_length=500, **common)


class SectionForm(forms.Form):
    """One page of the registration, as far as it is filled."""

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in section.fields:
            self.fields[field.key] = control_of(field)
            self.fields[field.key].is_needed_later = field.is_required  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as JSON holds it."""
        return {key: _plain(value) for key, value in self.cleaned_data.items()}


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


class NewDossierForm(forms.Form):
    """What a dossier is about, before anything is written in it."""

    kind = forms.ChoiceField(label=_("Loại hồ sơ"), choices=KINDS, widget=forms.RadioSelect)
    producer = forms.ModelChoiceField(Producer.objects.none(), label=_("Chủ thể"))
    product = forms.ModelChoiceField(
        Product.objects.none(),
        label=_("Sản phẩm đã được công nhận"),
        required=False,
        help_text=_("Chỉ chọn khi nâng hạng hoặc đánh giá lại."),
    )
    product_name = forms.CharField(
        label=_("Tên sản phẩm"),
        max_length=255,
        required=False,
        help_text=_("Ghi khi đánh giá lần đầu; đúng như trên nhãn."),
    )
    group = forms.ModelChoiceField(
        ProductGroup.objects.none(),
        label=_("Phân nhóm"),
        required=False,
        help_text=_("Chưa chắc thì để trống, chọn sau."),
    )
    commune = forms.ModelChoiceField(
        Commune.objects.none(),
        label=_("Xã, phường nhận hồ sơ"),
        help_text=_("Nơi sản xuất."),
    )

    def __init__(self, *args: Any, producers: Any, on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["producer"].queryset = producers  # type: ignore[attr-defined]
        products = Product.objects.filter(producer__in=producers, certifications__isnull=False)
        self.fields["product"].queryset = products.distinct()  # type: ignore[attr-defined]
        self.fields["group"].queryset = subgroups()  # type: ignore[attr-defined]
        communes = Commune.objects.in_force(on).filter(province__is_served=True)
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A first assessment names its product; the others choose one of the register."""
        said = super().clean() or self.cleaned_data
        product, producer = said.get("product"), said.get("producer")
        if said.get("kind") == AssessmentKind.FIRST:
            said["product"] = None
            if not said.get("product_name", "").strip():
                self.add_error("product_name", _("Ghi tên sản phẩm."))
        elif product is None:
            self.add_error("product", _("Chọn sản phẩm đã được công nhận."))
        else:
            said["product_name"] = product.name
            said["group"] = said.get("group") or product.group
            if producer and product.producer_id != producer.pk:
                self.add_error("product", _("Sản phẩm này của chủ thể khác."))
        return said


class SubjectForm(forms.Form):
    """The name of the product and its sub-group."""

    product_name = forms.CharField(label=_("Tên sản phẩm"), max_length=255)
    group = forms.ModelChoiceField(
        ProductGroup.objects.none(),
        label=_("Phân nhóm"),
        required=False,
        help_text=_("Đổi phân nhóm thì bộ tiêu chí đổi theo và điểm tự chấm phải chấm lại."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = subgroups()  # type: ignore[attr-defined]
        self.fields["group"].is_needed_later = True  # type: ignore[attr-defined]


def subgroups() -> Any:
    """The sub-groups of the decision in force that have a set of criteria."""
    return ProductGroup.objects.filter(is_current=True, set_number__isnull=False)


class CriteriaField(forms.ModelMultipleChoiceField):
    """Criteria to be ticked, their titles not in capitals."""

    def label_from_instance(self, obj: Any) -> str:
        """Its code and title."""
        return f"{obj.code} {sentence_case(obj.title)}"


class EvidenceForm(forms.Form):
    """A proof: what it is, where it is, which criteria it serves."""

    kind = forms.ModelChoiceField(EvidenceKind.objects.none(), label=_("Loại minh chứng"))
    title = forms.CharField(label=_("Tên giấy tờ"), max_length=255)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=100, required=False)
    issuer = forms.CharField(label=_("Nơi cấp"), max_length=200, required=False)
    issued_on = forms.DateField(label=_("Ngày cấp"), required=False, widget=DATE)
    valid_to = forms.DateField(label=_("Có giá trị đến hết ngày"), required=False, widget=DATE)
    reference = forms.CharField(
        label=_("Nơi tra cứu"),
        max_length=500,
        required=False,
        help_text=_("Trang web hoặc nơi lưu bản giấy, khi không tải tệp lên."),
    )
    papers = PrivateFilesField(label=_("Tệp"), rules=PAPERS, most=MOST_FILES, required=False)
    criteria = CriteriaField(
        Criterion.objects.none(),
        label=_("Dùng cho tiêu chí"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = dossier.process.criteria_version
        self.fields["kind"].queryset = version.evidence_kinds.all()  # type: ignore[attr-defined]
        if dossier.criteria_set is not None:
            criteria = dossier.criteria_set.criteria.exclude(kind="group")
            self.fields["criteria"].queryset = criteria  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days come in order."""
        said = super().clean() or self.cleaned_data
        issued, until = said.get("issued_on"), said.get("valid_to")
        if issued and until and until < issued:
            self.add_error("valid_to", _("Ngày hết giá trị không thể trước ngày cấp."))
        return said


class WordsForm(forms.Form):
    """A few words: a message, a reason, an appeal."""

    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea({"rows": 5}), max_length=5000)


class SupplementForm(forms.Form):
    """An answer to each thing the office asked for."""

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            self.fields[f"muc-{item.pk}"] = forms.CharField(
                label=f"{item.get_subject_display()} {item.code}".strip().capitalize(),
                help_text=item.what,
                initial=item.answer,
                required=False,
                widget=forms.Textarea({"rows": 3}),
                max_length=5000,
            )
            self.fields[f"muc-{item.pk}"].is_needed_later = True  # type: ignore[attr-defined]

    def answers(self) -> dict[int, str]:
        """What was answered, by the key of the item."""
        return {item.pk: self.cleaned_data[f"muc-{item.pk}"] for item in self.items}

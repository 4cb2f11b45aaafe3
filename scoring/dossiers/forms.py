"""What an officer types on a dossier; each form ends in one service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.forms import BaseFormSet, formset_factory

from communes.models import Commune
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.dossiers.checking import FOUR_CONTENTS
from scoring.dossiers.components import Component, PartChoices
from scoring.dossiers.enums import Finding, Subject
from scoring.models import AdvisoryReport, CommuneReport, ProvinceReview
from scoring.process.enums import AssessmentKind

Choices = list[tuple[str, str]]
FINDINGS: Choices = [("", "chưa ghi"), *((each.value, str(each.label)) for each in Finding)]


class NoteForm(forms.Form):
    """An act that may be remarked upon."""

    reason = forms.CharField(
        label="ghi chú", required=False, widget=forms.Textarea({"rows": 3}), max_length=5000
    )


class ReasonForm(forms.Form):
    """An act that says why."""

    reason = forms.CharField(
        label="lý do",
        widget=forms.Textarea({"rows": 4}),
        max_length=5000,
        error_messages={"required": "Ghi lý do để chủ thể và người sau đọc được."},
    )


class ItemForm(forms.Form):
    """One thing asked of the producer; an empty row is passed over."""

    subject = forms.ChoiceField(label="về", choices=Subject, initial=Subject.EVIDENCE)
    code = forms.ChoiceField(
        label="cụ thể là",
        required=False,
        error_messages={"invalid_choice": "Chọn lại: hồ sơ này không có mục đó."},
    )
    what = forms.CharField(
        label="cần bổ sung gì",
        required=False,
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
    )

    def __init__(self, *args: Any, parts: PartChoices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "cả mục"), *parts]  # type: ignore[attr-defined]


ItemFormSet = formset_factory(ItemForm, extra=6, max_num=30, absolute_max=30)


class TestForm(forms.Form):
    """One further test; an empty row is passed over."""

    what = forms.CharField(label="chỉ tiêu", required=False, max_length=255)
    reason = forms.CharField(label="lý do", required=False, max_length=1000)
    outcome = forms.CharField(label="kết quả", required=False, max_length=1000)
    finding = forms.ChoiceField(label="đánh giá", choices=FINDINGS, required=False)


TestFormSet = formset_factory(TestForm, extra=3, max_num=30, absolute_max=30)


def filled(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows of a valid formset that say what."""
    rows = (form.cleaned_data for form in formset)
    return [dict(row) for row in rows if row.get("what", "").strip()]


class CommuneReportForm(forms.ModelForm):
    """Mẫu số 03, in the order of the form; kept half written, asked whole when it is forwarded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        findings = (f"{content}_finding" for content in FOUR_CONTENTS)
        for name in (*FOUR_CONTENTS, *findings, "is_proposed", "number", "reported_on"):
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined]

    class Meta:
        model = CommuneReport
        fields = (
            "local_material",
            "local_material_finding",
            "local_labour",
            "local_labour_finding",
            "idea_origin",
            "idea_origin_finding",
            "local_identity",
            "local_identity_finding",
            "is_meeting_held",
            "meeting_on",
            "meeting_note",
            "samples_received",
            "proposal",
            "is_proposed",
            "number",
            "reported_on",
        )
        widgets = {
            "meeting_on": AdminDateWidget,
            "reported_on": AdminDateWidget,
            "is_proposed": forms.Select(
                choices=[("", "chưa chọn"), ("true", "đề nghị"), ("false", "không đề nghị")]
            ),
            **{
                name: forms.Textarea({"rows": 4})
                for name in ("local_material", "local_labour", "idea_origin", "local_identity")
            },
            "meeting_note": forms.Textarea({"rows": 3}),
            "proposal": forms.Textarea({"rows": 3}),
        }


class ProvinceReviewForm(forms.ModelForm):
    """The province's check of the content."""

    class Meta:
        model = ProvinceReview
        fields = ("content", "is_complete", "number", "reported_on")
        widgets = {
            "reported_on": AdminDateWidget,
            "content": forms.Textarea({"rows": 6}),
            "is_complete": forms.Select(
                choices=[("", "chưa kết luận"), ("true", "đủ"), ("false", "chưa đủ")]
            ),
        }


class AdvisoryReportForm(forms.ModelForm):
    """The advisory group's assessment and visit."""

    class Meta:
        model = AdvisoryReport
        fields = (
            "assessment",
            "is_site_visited",
            "visited_on",
            "visit_note",
            "advice",
            "advised_stars",
            "number",
            "reported_on",
        )
        widgets = {
            "visited_on": AdminDateWidget,
            "reported_on": AdminDateWidget,
            "assessment": forms.Textarea({"rows": 6}),
            "visit_note": forms.Textarea({"rows": 4}),
            "advice": forms.Textarea({"rows": 4}),
        }

    def clean(self) -> dict[str, Any]:
        """A visit has a day."""
        said = super().clean() or self.cleaned_data
        if said.get("is_site_visited") and not said.get("visited_on"):
            self.add_error("visited_on", "Ghi ngày khảo sát.")
        return said


class ComponentsForm(forms.Form):
    """A finding and a note for each component of the dossier."""

    def __init__(self, *args: Any, components: list[Component], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.components = components
        for component in components:
            self.fields[component.key] = forms.ChoiceField(
                label=component.title, choices=FINDINGS, required=False
            )
            self.fields[f"{component.key}-note"] = forms.CharField(
                label=f"Ghi chú: {component.title}", required=False, max_length=500
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each component, bound."""
        return [(self[each.key], self[f"{each.key}-note"]) for each in self.components]

    def findings(self) -> dict[str, tuple[str, str]]:
        """What was found, of those components something was said of."""
        return {
            each.key: (self.cleaned_data[each.key], self.cleaned_data[f"{each.key}-note"])
            for each in self.components
            if self.cleaned_data[each.key]
        }

    def clean(self) -> dict[str, Any]:
        """A component that lacks something says what."""
        said = super().clean() or self.cleaned_data
        for each in self.components:
            note = f"{each.key}-note"
            if said.get(each.key) == Finding.LACKING and not said.get(note, "").strip():
                self.add_error(note, "Chưa đạt thì ghi rõ thiếu gì.")
        return said


class MessageForm(forms.Form):
    """A message to the producer."""

    body = forms.CharField(
        label="nội dung",
        widget=forms.Textarea({"rows": 3}),
        max_length=5000,
        error_messages={"required": "Viết nội dung trước khi gửi."},
    )


class EnterForm(forms.Form):
    """A dossier an officer enters for a producer who cannot, with the producer's consent."""

    kind = forms.ChoiceField(label="loại hồ sơ", choices=AssessmentKind)
    producer = forms.ModelChoiceField(
        Producer.objects.all(),
        label="chủ thể",
        error_messages={
            "required": "Chọn chủ thể.",
            "invalid_choice": "Chọn lại: chủ thể này không thuộc nơi bạn phụ trách.",
        },
    )
    product = forms.ModelChoiceField(
        Product.objects.filter(certifications__isnull=False).distinct(),
        label="sản phẩm đã được công nhận",
        required=False,
        help_text="Chỉ chọn khi nâng hạng hoặc đánh giá lại; nội dung hồ sơ trước được chép sang.",
        error_messages={"invalid_choice": "Chọn lại: sản phẩm này chưa từng được công nhận."},
    )
    product_name = forms.CharField(
        label="tên sản phẩm",
        max_length=255,
        required=False,
        help_text="Ghi khi đánh giá lần đầu; đúng như trên nhãn.",
    )
    group = forms.ModelChoiceField(
        ProductGroup.objects.filter(is_current=True, set_number__isnull=False),
        label="phân nhóm",
        required=False,
        help_text="Chọn sau cũng được.",
    )
    commune = forms.ModelChoiceField(
        Commune.objects.all(),
        label="xã, phường nhận hồ sơ",
        error_messages={"required": "Chọn xã, phường nhận hồ sơ."},
    )
    consent_note = forms.CharField(
        label="chủ thể đồng ý",
        max_length=255,
        help_text="Ai đồng ý, bằng cách nào. Ví dụ: Ông A, giám đốc HTX, ký giấy ngày 02/11/2026.",
        error_messages={"required": "Ghi ai của chủ thể đồng ý, bằng cách nào."},
    )
    consent_on = forms.DateField(
        label="ngày đồng ý",
        widget=AdminDateWidget,
        error_messages={"required": "Ghi ngày đồng ý.", "invalid": "Ghi ngày như 05/12/2026."},
    )

    def clean(self) -> dict[str, Any]:
        """A first assessment names its product; the others choose one of the producer's."""
        said = super().clean() or self.cleaned_data
        product, producer = said.get("product"), said.get("producer")
        if said.get("kind") == AssessmentKind.FIRST:
            said["product"] = None
            if not said.get("product_name", "").strip():
                self.add_error("product_name", "Ghi tên sản phẩm.")
        elif product is None:
            if "product" not in self.errors:
                self.add_error("product", "Chọn sản phẩm đã được công nhận.")
        else:
            said["product_name"] = product.name
            said["group"] = said.get("group") or product.group
            if producer and product.producer_id != producer.pk:
                self.add_error("product", "Sản phẩm này của chủ thể khác.")
        return said

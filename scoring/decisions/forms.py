"""What an officer types about decisions, the ministry and appeals; each ends in one service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import QuerySet

from scoring.models import Dossier

WRONG_DAY = "Ghi ngày như 05/12/2026."


class ChosenDossiers(forms.Form):
    """Dossiers marked in a list of those that may be taken."""

    dossiers = forms.ModelMultipleChoiceField(
        Dossier.objects.none(),
        label="hồ sơ",
        error_messages={
            "required": "Đánh dấu ít nhất một hồ sơ.",
            "invalid_choice": "Một hồ sơ vừa chọn không còn đưa vào được. Xem lại danh sách.",
            "invalid_pk_value": "Một hồ sơ vừa chọn không còn đưa vào được. Xem lại danh sách.",
        },
    )

    def __init__(self, *args: Any, free: QuerySet[Dossier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossiers"].queryset = free  # type: ignore[attr-defined]

    @property
    def marked(self) -> frozenset[str]:
        """Keys of the dossiers marked, as they came; a page that failed shows them again."""
        return frozenset(self["dossiers"].value() or ())

    def others(self) -> list[forms.BoundField]:
        """The fields above the list."""
        return [field for field in self if field.name != "dossiers"]


class DraftForm(ChosenDossiers):
    """A new draft."""

    title = forms.CharField(
        label="trích yếu",
        max_length=500,
        help_text="Ví dụ: Về việc đánh giá, phân hạng sản phẩm OCOP đợt 2 năm 2026.",
        error_messages={"required": "Ghi trích yếu của quyết định."},
    )
    issuing_body = forms.CharField(
        label="cơ quan ban hành",
        max_length=200,
        help_text="Như ghi ở đầu văn bản. Ví dụ: UBND tỉnh Thái Nguyên.",
        error_messages={"required": "Ghi cơ quan ban hành."},
    )


class IssueForm(forms.Form):
    """A signed decision."""

    number = forms.CharField(
        label="số quyết định",
        max_length=60,
        help_text="Cả ký hiệu. Ví dụ: 2616/QĐ-UBND.",
        error_messages={"required": "Ghi số quyết định."},
    )
    signed_on = forms.DateField(
        label="ngày ký",
        widget=AdminDateWidget,
        error_messages={
            "required": "Ghi ngày ký.",
            "invalid": WRONG_DAY,
        },
    )
    signer = forms.CharField(
        label="người ký", max_length=150, error_messages={"required": "Ghi người ký."}
    )


class SentForm(forms.Form):
    """A package sent to the ministry."""

    dispatch_number = forms.CharField(
        label="số tờ trình",
        max_length=60,
        help_text="Cả ký hiệu. Ví dụ: 12/TTr-UBND.",
        error_messages={"required": "Ghi số tờ trình."},
    )
    sent_on = forms.DateField(
        label="ngày gửi",
        widget=AdminDateWidget,
        error_messages={"required": "Ghi ngày gửi.", "invalid": WRONG_DAY},
    )


class ResultForm(forms.Form):
    """A paper by which the ministry says its result."""

    score = forms.DecimalField(
        label="điểm của Bộ",
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        localize=True,
        error_messages={
            "required": "Ghi điểm của Bộ.",
            "invalid": "Ghi điểm bằng số, ví dụ 90,86.",
            "min_value": "Điểm từ 0 đến 100.",
            "max_value": "Điểm từ 0 đến 100.",
            "max_decimal_places": "Ghi điểm đến hai số lẻ, ví dụ 90,86.",
        },
    )
    result_number = forms.CharField(
        label="số văn bản",
        max_length=60,
        error_messages={"required": "Ghi số văn bản của Bộ."},
    )
    result_on = forms.DateField(
        label="ngày văn bản",
        widget=AdminDateWidget,
        error_messages={"required": "Ghi ngày văn bản.", "invalid": WRONG_DAY},
    )


class RecognisedForm(ResultForm):
    """The ministry's decision of five stars."""

    issuing_body = forms.CharField(
        label="cơ quan ban hành",
        max_length=200,
        help_text="Như ghi ở đầu quyết định.",
        error_messages={"required": "Ghi cơ quan ban hành."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].required = False
        self.fields["score"].help_text = "Để trống khi quyết định không ghi điểm."


class ReturnedForm(ResultForm):
    """A result below ninety points."""

    note = forms.CharField(
        label="ghi chú", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class AnswerForm(forms.Form):
    """The office's answer to an appeal."""

    is_upheld = forms.TypedChoiceField(
        label="kết quả",
        choices=(("1", "chấp nhận, mở lại hồ sơ"), ("0", "không chấp nhận")),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn chấp nhận hay không."},
    )
    answer = forms.CharField(
        label="trả lời",
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text="Chủ thể đọc được nguyên văn.",
        error_messages={"required": "Ghi nội dung trả lời."},
    )
    number = forms.CharField(
        label="số văn bản trả lời", required=False, max_length=60, help_text="Nếu có văn bản."
    )

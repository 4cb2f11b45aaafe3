"""What is typed about a session: its plan, its acts, a dossier's conclusion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime

from scoring.councils.enums import ConflictKind, SessionForm
from scoring.models import Council

AREA = {"rows": 4}


class PlanForm(forms.Form):
    """A session as it is planned."""

    council = forms.ModelChoiceField(
        Council.objects.filter(dissolved_on__isnull=True), label="hội đồng"
    )
    title = forms.CharField(
        label="tên phiên", max_length=255, help_text="Ví dụ: Đánh giá, phân hạng đợt 2 năm 2026."
    )
    starts_at = forms.SplitDateTimeField(
        label="bắt đầu lúc", widget=AdminSplitDateTime, help_text="Ngày rồi giờ, theo giờ Việt Nam."
    )
    form = forms.ChoiceField(label="hình thức", choices=SessionForm.choices)
    place = forms.CharField(label="địa điểm", max_length=255, required=False)


class ReasonForm(forms.Form):
    """An act that is written down with its reason."""

    reason = forms.CharField(label="lý do", widget=forms.Textarea(AREA))


class TextForm(forms.Form):
    """Words kept for the minutes."""

    text = forms.CharField(label="nội dung", widget=forms.Textarea({"rows": 6}), required=False)


class DeclareForm(forms.Form):
    """What a member says of a dossier before it opens."""

    kind = forms.ChoiceField(
        label="bạn có liên quan đến chủ thể, sản phẩm này không",
        choices=ConflictKind.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="liên quan thế nào",
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text="Bắt buộc khi có liên quan.",
    )

    def clean(self) -> dict[str, Any]:
        """A conflict says how."""
        said = super().clean() or {}
        kind = said.get("kind")
        if kind and kind != ConflictKind.NONE and not said.get("reason", "").strip():
            self.add_error("reason", "Ghi rõ liên quan thế nào.")
        return said


class ConcludeForm(forms.Form):
    """Votes and words of a conclusion; the star is computed."""

    in_favour = forms.IntegerField(label="số tán thành", min_value=0, max_value=99)
    against = forms.IntegerField(
        label="số không tán thành", min_value=0, max_value=99, initial=0, required=False
    )
    other = forms.IntegerField(
        label="số ý kiến khác", min_value=0, max_value=99, initial=0, required=False
    )
    text = forms.CharField(label="kết luận, kiến nghị", widget=forms.Textarea(AREA), required=False)
    spread_reason = forms.CharField(
        label="vì sao kết luận khi điểm còn chênh lệch quá mức",
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text="Bắt buộc khi sau lần chấm lại các phiếu vẫn cách nhau quá mức của quy chế.",
    )

"""What an officer types about a set or a decision of criteria."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget

from accounts.models import User
from scoring.criteria.acts import (
    CriteriaRefused,
    confirm_set,
    copy_set,
    copy_version,
    discard_draft,
    publish_set,
    publish_version,
)
from scoring.models import CriteriaSet, CriteriaVersion


class LinesField(forms.CharField):
    """Several texts, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the lines that hold anything."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare line by line."""
        lines = [line.strip() for line in (data or "").splitlines() if line.strip()]
        return lines != (initial or [])


LINES = ("rejections", "issues", "warnings", "corrections")


class CriteriaSetForm(forms.ModelForm):
    """The head of a draft set; its texts are typed a line each."""

    rejections = LinesField(label="Điều kiện loại hồ sơ", required=False)
    issues = LinesField(
        label="Lý do chưa dùng để chấm điểm",
        required=False,
        help_text="Hiện trên cổng cho đến khi bộ này được công bố. Mỗi dòng một lý do.",
    )
    warnings = LinesField(
        label="Chỗ cần đối chiếu bản gốc",
        required=False,
        help_text="Bộ vẫn dùng được; mọi người thấy lời này đến khi có người xác nhận.",
    )
    corrections = LinesField(label="Chỗ đã sửa so với bản chép", required=False)

    class Meta:
        model = CriteriaSet
        fields = ("name", "classification", "source", *LINES)


class CriteriaActForm(forms.Form):
    """A form that does one act; `do` says whether it was done."""

    done: Any = None

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def do(self, by: User, at: dt.datetime) -> bool:
        """Do the act; every reason against it becomes an error of the form."""
        try:
            self.done = self.act(by, at)
        except CriteriaRefused as refusal:
            for reason in refusal.reasons:
                self.add_error(None, reason)
        return not self.errors

    def act(self, by: User, at: dt.datetime) -> Any:
        """Call the service with what was typed."""
        raise NotImplementedError


class CopySetForm(CriteriaActForm):
    """Begin a correction."""

    def act(self, by: User, at: dt.datetime) -> CriteriaSet:
        """Copy, or find the draft there is."""
        return copy_set(row=self.row)


class DiscardForm(CriteriaActForm):
    """Throw a draft away."""

    checked = forms.BooleanField(label="Tôi muốn bỏ hẳn bản nháp này")

    def act(self, by: User, at: dt.datetime) -> None:
        """Discard."""
        discard_draft(row=self.row)


class PublishSetForm(CriteriaActForm):
    """Complete or correct a set for good."""

    note = forms.CharField(
        label="đã hoàn thiện, đính chính gì, theo văn bản nào",
        widget=forms.Textarea({"rows": 3}),
        help_text="Sẽ hiện trên cổng cùng bộ tiêu chí.",
    )

    def act(self, by: User, at: dt.datetime) -> CriteriaSet:
        """Publish."""
        return publish_set(row=self.row, by=by, note=self.cleaned_data["note"], at=at)


class ConfirmSetForm(CriteriaActForm):
    """Say that a doubt was checked."""

    note = forms.CharField(
        label="đã đối chiếu với văn bản nào, kết quả ra sao", widget=forms.Textarea({"rows": 3})
    )

    def act(self, by: User, at: dt.datetime) -> CriteriaSet:
        """Confirm."""
        return confirm_set(row=self.row, by=by, note=self.cleaned_data["note"], at=at)


class CopyVersionForm(CriteriaActForm):
    """A new decision, begun as a copy of an earlier one."""

    source = forms.ModelChoiceField(CriteriaVersion.objects.all(), label="sao từ quyết định")
    decision = forms.CharField(
        label="số quyết định mới", max_length=30, help_text="Ví dụ: 30/2028/QĐ-TTg."
    )
    title = forms.CharField(label="tên", max_length=255)
    issued_on = forms.DateField(label="ngày ban hành", widget=AdminDateWidget)
    effective_from = forms.DateField(label="áp dụng từ ngày", widget=AdminDateWidget)

    def act(self, by: User, at: dt.datetime) -> CriteriaVersion:
        """Copy."""
        return copy_version(**self.cleaned_data)


class PublishVersionForm(CriteriaActForm):
    """Let the public read a decision and its sets."""

    checked = forms.BooleanField(label="Tôi đã đối chiếu với văn bản")

    def act(self, by: User, at: dt.datetime) -> CriteriaVersion:
        """Publish."""
        return publish_version(version=self.row, by=by, at=at)

"""What an officer types to award, withdraw or prolong a certification.

Each form ends in one call of products.services; what the service refuses is shown on the form.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db import IntegrityError

from accounts.models import User
from products.models import Certification
from products.rules import latest_extension
from products.services import (
    CertificationError,
    award_certification,
    extend_certification,
    withdraw_certification,
)

CHECKED = "Tôi đã đối chiếu với văn bản"


class ActForm:
    """A form that does one act; `do` says whether it was done."""

    done: Certification

    def do(self, by: User) -> bool:
        """Do the act in the name of ``by``; what stands against it becomes an error."""
        try:
            self.done = self.act(by)
        except CertificationError as error:
            self.add_error(None, str(error))  # type: ignore[attr-defined]
        except IntegrityError:
            message = "Sổ vừa thay đổi: đã có chứng nhận khác trong cùng thời gian. Xem lại."
            self.add_error(None, message)  # type: ignore[attr-defined]
        return not self.errors  # type: ignore[attr-defined]

    def act(self, by: User) -> Certification:
        """Call the service with what was typed."""
        raise NotImplementedError


class AwardForm(ActForm, forms.ModelForm):
    """A decision that recognises a product, in the order of the decision's list."""

    source_url = forms.URLField(
        label="nguồn", required=False, max_length=500, assume_scheme="https"
    )
    checked = forms.BooleanField(label=CHECKED)

    class Meta:
        model = Certification
        fields = (
            "product",
            "decision_number",
            "decision_on",
            "issuing_body",
            "level",
            "stars",
            "score",
            "group",
            "source_url",
            "source_note",
        )
        widgets = {"decision_on": AdminDateWidget, "source_note": forms.Textarea({"rows": 3})}
        localized_fields = ("score",)
        help_texts = {
            "decision_number": "Ví dụ: 2616/QĐ-UBND.",
            "issuing_body": "Ví dụ: UBND tỉnh.",
            "group": "Phân nhóm ghi trên quyết định, nếu có.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision_number"].required = True
        self.fields["decision_on"].required = True

    def act(self, by: User) -> Certification:
        """Award what the decision says."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return award_certification(**values, by=by)


class CertificationActForm(ActForm, forms.Form):
    """An act upon a certification there is."""

    def __init__(self, *args: Any, certification: Certification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.certification = certification


class WithdrawForm(CertificationActForm):
    """A decision that withdraws a certification (26/2026, procedures, Article 8)."""

    act_number = forms.CharField(
        label="Số văn bản thu hồi", max_length=100, help_text="Ví dụ: 12/QĐ-UBND."
    )
    on = forms.DateField(label="Thu hồi từ ngày", widget=AdminDateWidget)
    reason = forms.CharField(
        label="Lý do", widget=forms.Textarea(attrs={"rows": 3}), help_text="Sẽ hiện trên cổng."
    )
    checked = forms.BooleanField(label=CHECKED)

    def act(self, by: User) -> Certification:
        """Withdraw."""
        return withdraw_certification(
            certification=self.certification,
            on=self.cleaned_data["on"],
            act=self.cleaned_data["act_number"],
            reason=self.cleaned_data["reason"],
            by=by,
        )


class ExtendForm(CertificationActForm):
    """A paper that keeps a certification in force while re-evaluation is pending (Article 12)."""

    act_number = forms.CharField(label="Số văn bản kéo dài", max_length=100)
    until = forms.DateField(label="Kéo dài đến trước ngày", widget=AdminDateWidget)
    checked = forms.BooleanField(label=CHECKED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expires_on = self.certification.expires_on
        if expires_on is not None:
            self.fields["until"].help_text = f"Muộn nhất {latest_extension(expires_on):%d/%m/%Y}."

    def act(self, by: User) -> Certification:
        """Prolong."""
        return extend_certification(
            certification=self.certification,
            until=self.cleaned_data["until"],
            act=self.cleaned_data["act_number"],
            by=by,
        )

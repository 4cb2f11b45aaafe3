"""Where somebody says which address is to be told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.proof import read_token

EXPIRED = _("Trang mở đã lâu hoặc gửi quá nhanh. Địa chỉ còn nguyên, bấm gửi lại.")


class FollowForm(forms.Form):
    """An e-mail address. ``proof`` and ``website`` keep machines out."""

    email = forms.EmailField(
        label=_("Thư điện tử"),
        help_text=_("Chỉ để báo tin; thôi theo dõi thì địa chỉ bị xóa."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Ghi địa chỉ thư để nhận tin."),
            "invalid": _("Địa chỉ thư chưa đúng, ví dụ: ten@vi-du.vn."),
        },
    )
    sum = forms.CharField(label=_("Phép cộng"), required=False, max_length=6)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(label=_("Để trống ô này"), required=False)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A person where there is a form."""
        data = super().clean() or self.cleaned_data
        proof = read_token(data.get("proof", ""), self.now)
        if data.get("website") or proof is None or not proof.is_timely:
            raise ValidationError(EXPIRED, code="proof")
        return data

"""What a person types to prove a second factor."""

from __future__ import annotations

from django import forms


class TokenForm(forms.Form):
    """Six figures from the telephone, or a code on paper."""

    token = forms.CharField(
        label="Mã xác thực",
        max_length=24,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class ResetForm(forms.Form):
    """Nothing but the word of the one who resets."""

    checked = forms.BooleanField(label="Tôi đã gặp hoặc gọi và biết chắc đúng người này yêu cầu")


class FiguresForm(TokenForm):
    """Six figures from the telephone."""

    token = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label="6 chữ số đang hiện trên điện thoại",
        max_length=12,
        error_messages={"invalid": "Nhập đúng 6 chữ số."},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_token(self) -> str:
        """Leave out the blanks people type between the figures."""
        return "".join(self.cleaned_data["token"].split())

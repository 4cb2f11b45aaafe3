"""What an officer types to answer a request about a producer."""

from __future__ import annotations

from django import forms


class ApproveForm(forms.Form):
    """The word that the papers were compared, and maybe a line to the sender."""

    checked = forms.BooleanField(label="Tôi đã đối chiếu giấy tờ với người gửi")
    note = forms.CharField(
        label="lời nhắn cho người gửi",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đi kèm trong thư trả lời.",
    )


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label="lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Người gửi đọc câu này trong thư: thiếu gì, cần làm gì.",
    )

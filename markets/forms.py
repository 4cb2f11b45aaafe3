"""What an officer types about a product's page on a channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from markets.models import Listing
from markets.rules import belongs_to
from markets.services import forget_check


class ListingForm(forms.ModelForm):
    """A listing lies on its channel's own site; a new address is shown until it is checked."""

    class Meta:
        model = Listing
        fields: list[str] = []  # the back office says which

    def clean(self) -> dict[str, Any]:
        """Refuse a page of another site than the channel's."""
        data = super().clean() or self.cleaned_data
        url, channel = data.get("url"), data.get("channel")
        if url and channel and not belongs_to(url, channel.url):
            raise ValidationError(
                {
                    "url": f"Trang này không thuộc {channel.name} ({channel.url}). "
                    "Kiểm tra địa chỉ, hoặc chọn kênh khác."
                }
            )
        return data

    def save(self, commit: bool = True) -> Listing:
        """Save; what was found at the former address no longer counts."""
        if "url" in self.changed_data:
            forget_check(self.instance)
        return super().save(commit)

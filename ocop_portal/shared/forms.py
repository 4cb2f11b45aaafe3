"""What the office types about its portal."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ocop_portal.shared.emblem import MOST_BYTES, EmblemError, draw_emblem
from ocop_portal.shared.models import SiteProfile


class SiteProfileForm(forms.ModelForm):
    """The profile; an uploaded emblem is drawn anew under a name of ours."""

    class Meta:
        model = SiteProfile
        fields = "__all__"  # noqa: DJ007 - every field is the office's own

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.former_emblem = self.instance.emblem.name

    def clean_emblem(self) -> Any:
        """Take the picture out of the upload; leave an untouched or removed one as it is."""
        upload = self.cleaned_data["emblem"]
        if not isinstance(upload, UploadedFile):
            return upload
        upload.seek(0)
        try:
            drawn = draw_emblem(upload.read(MOST_BYTES + 1))
        except EmblemError as error:
            raise ValidationError(str(error)) from error
        return ContentFile(drawn, name=f"{secrets.token_hex(8)}.png")

    def save(self, commit: bool = True) -> SiteProfile:
        """Save, and remove the file of an emblem no longer used once that is certain."""
        profile = super().save(commit)
        if self.former_emblem and self.former_emblem != profile.emblem.name:
            storage = profile.emblem.storage
            transaction.on_commit(partial(storage.delete, self.former_emblem))
        return profile

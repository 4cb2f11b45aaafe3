"""Form fields whose cleaned value is a file already accepted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ocop_portal.shared.private_files.accepting import AcceptedFile, accept_file
from ocop_portal.shared.private_files.rules import PAPERS, FileRefused, Rules


class SeveralFilesInput(forms.FileInput):
    """A chooser in which several files can be marked."""

    allow_multiple_selected = True


class PrivateFilesField(forms.FileField):
    """Files chosen together; cleans to a list of `AcceptedFile`.

    Each refused file is named in an error of its own. ``most`` is how many are taken at once.
    """

    def __init__(self, *, rules: Rules = PAPERS, most: int = 10, **kwargs: Any) -> None:
        self.rules, self.most = rules, most
        kwargs.setdefault("widget", SeveralFilesInput(attrs={"accept": rules.accept}))
        kwargs.setdefault("error_messages", {"required": _("Chọn ít nhất một tệp.")})
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[AcceptedFile]:  # type: ignore[override]
        """Accept every file, or say of each refused one why."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > self.most:
            raise ValidationError(
                gettext("Mỗi lần tải nhiều nhất %(most)d tệp; bạn chọn %(count)d.")
                % {"most": self.most, "count": len(uploads)},
                code="many",
            )
        accepted, refused = [], []
        for upload in uploads:
            try:
                accepted.append(accept_file(upload, self.rules))
            except FileRefused as refusal:
                refused.append(ValidationError(f"{upload.name}: {refusal}", code="refused"))
        if refused:
            raise ValidationError(refused)
        return accepted

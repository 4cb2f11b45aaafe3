"""What editors hand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from news.models import DocumentFile
from news.public_file_keeping import place_file
from news.public_files import ACCEPTED, ENDINGS, MOST_BYTES, FileRefused, ending_of


class DocumentFileForm(forms.ModelForm):
    """A file to hand out: a new one for a new row, or in place of the one there is."""

    upload = forms.FileField(
        label="tệp",
        required=False,
        help_text=f"{ACCEPTED}; tối đa {MOST_BYTES // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
    )
    checked: tuple[bytes, str] | None = None

    class Meta:
        model = DocumentFile
        fields = ["title", "position"]

    def clean_upload(self) -> UploadedFile | None:
        """Check the file by its content."""
        upload = self.cleaned_data["upload"]
        if upload is None:
            if not self.instance.file:
                raise ValidationError("Chọn một tệp.")
            return None
        content = upload.read(MOST_BYTES + 1)
        try:
            self.checked = (content, ending_of(content))
        except FileRefused as error:
            raise ValidationError(str(error)) from error
        return upload

    def save(self, commit: bool = True) -> Any:
        """Write the file, then the row."""
        if self.checked is not None:
            place_file(self.instance, *self.checked)
        return super().save(commit)

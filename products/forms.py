"""What people type about a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from products.models import ProductImage
from products.picture_files import MOST_BYTES, PictureError, Rendition, render
from products.pictures import place_picture


class ProductImageForm(forms.ModelForm):
    """A picture of a product: a new file for a new row, or in place of the one there is.

    The upload is decoded and drawn anew while the form is validated, so that whatever is wrong
    with it stands beside its field.
    """

    upload = forms.FileField(
        label="tệp ảnh",
        required=False,
        help_text=f"JPEG, PNG, WebP hoặc AVIF, tối đa {MOST_BYTES // 1024**2} MB.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    renditions: list[Rendition] | None = None

    class Meta:
        model = ProductImage
        fields = ["alt", "credit", "position"]

    def clean_upload(self) -> UploadedFile | None:
        """Check the file by its content."""
        upload = self.cleaned_data["upload"]
        if upload is None:
            if not self.instance.image:
                raise ValidationError("Chọn một tệp ảnh.")
            return None
        content = upload.read(MOST_BYTES + 1)
        try:
            self.renditions = render(content)
        except PictureError as error:
            raise ValidationError(str(error)) from error
        return upload

    def save(self, commit: bool = True) -> Any:
        """Write the files, then the row."""
        if self.renditions is not None:
            place_picture(self.instance, self.renditions)
        return super().save(commit)

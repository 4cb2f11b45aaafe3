"""What editors hand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from news.models import ArticleFile, ArticleImage, DocumentFile
from news.public_file_keeping import place_file
from news.public_files import ACCEPTED, ENDINGS, MOST_BYTES, FileRefused, ending_of
from ocop_portal.shared.rich_text import cleaned
from ocop_portal.shared.text import clean
from products.forms import ProductImageForm


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


class ArticleFileForm(DocumentFileForm):
    """A file of an article."""

    class Meta:
        model = ArticleFile
        fields = ["title", "position"]


class ArticleImageForm(ProductImageForm):
    """A picture of an article, taken in as those of products are."""

    class Meta:
        model = ArticleImage
        fields = ["alt", "caption", "caption_en", "credit", "position"]


class PublicationForm(forms.ModelForm):
    """A text; one that is to be shown without an hour is shown from now on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_out: list[str] = []
        for field in self.fields.values():
            if isinstance(field, forms.SplitDateTimeField):
                day, hour = field.widget.widgets  # type: ignore[attr-defined]
                day.attrs["aria-label"] = f"{field.label}: ngày"
                hour.attrs["aria-label"] = f"{field.label}: giờ"

    def clean_title(self) -> str:
        """One line of what can be seen; word processors add characters that cannot."""
        title = clean(self.cleaned_data["title"])
        if not title:
            raise ValidationError("Ghi tiêu đề.")
        return title

    def clean_title_en(self) -> str:
        """The same in English; may be empty."""
        return clean(self.cleaned_data["title_en"])

    def clean(self) -> dict[str, Any]:
        """Take the hour from the clock where none was given; note what will be left out."""
        typed = super().clean() or self.cleaned_data
        for name in ("body", "body_en"):
            if name in self.changed_data:
                self.left_out += cleaned(typed.get(name) or "").pictures_left_out
        is_hour_missing = not typed.get("publish_at") and "publish_at" not in self.errors
        if typed.get("is_published") and is_hour_missing:
            typed["publish_at"] = timezone.now()
        return typed

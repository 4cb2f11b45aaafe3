"""The columns of a row that keeps one private file; a model of an app inherits them."""

from __future__ import annotations

from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models

from ocop_portal.shared.private_files.accepting import AcceptedFile
from ocop_portal.shared.private_files.kinds import PICTURE_KINDS, Kind
from ocop_portal.shared.private_files.storage import PrivateStorage


def name_of_ours(instance: models.Model, filename: str) -> str:
    """A random name in the folder of the model; only the ending, which is ours too, is kept."""
    ending = filename.rsplit(".", 1)[-1]
    return f"{instance._meta.label_lower}/{uuid4().hex}.{ending}"


class PrivateFile(models.Model):
    """A file handed in, whom nobody reaches by an address. Give it `take` before the first save."""

    stored = models.FileField(
        "tệp", upload_to=name_of_ours, storage=PrivateStorage(), max_length=200
    )
    file_name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=5, choices=Kind)
    size = models.PositiveIntegerField("dung lượng", help_text="Byte.")
    sha256 = models.CharField("dấu vân tay", max_length=64, db_index=True)
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    handed_in_at = models.DateTimeField("nộp lúc", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    def take(self, accepted: AcceptedFile) -> None:
        """Carry ``accepted``; saving the row writes the file."""
        self.stored = ContentFile(accepted.content, name=f"tep.{accepted.kind.value}")
        self.file_name, self.kind = accepted.name, accepted.kind
        self.size, self.sha256, self.pages = accepted.size, accepted.sha256, accepted.pages

    @property
    def is_shown(self) -> bool:
        """Whether its pages can be shown as pictures: PDF and pictures, not Word and Excel."""
        return self.kind == Kind.PDF or self.kind in PICTURE_KINDS

    @property
    def shown_pages(self) -> range:
        """The numbers of the pages a page of ours shows at once; none for Word and Excel."""
        return range(1, min(self.pages or 0, MOST_SHOWN) + 1) if self.is_shown else range(0)


MOST_SHOWN = 20

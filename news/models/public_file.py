"""Files the office hands out: checked by content, under names of ours."""

from __future__ import annotations

from django.db import models


class PublicFile(models.Model):
    """A file anybody may take along. What it holds was checked when it came in."""

    directory = ""

    title = models.CharField(
        "tên tệp", max_length=200, help_text="Người đọc thấy tên này, ví dụ: Phụ lục I."
    )
    file = models.FileField("tệp", max_length=200)
    size = models.PositiveIntegerField("dung lượng", default=0, editable=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def format(self) -> str:
        """``PDF``, ``DOCX`` … as readers know it."""
        return str(self.file.name).rpartition(".")[2].upper()

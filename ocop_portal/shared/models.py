"""Abstract bases."""

from django.db import models


class Timestamped(models.Model):
    """Says when a row was made and last changed."""

    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True

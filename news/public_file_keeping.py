"""Keeping files the office hands out: names of our own, and none left behind."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from news.models import ArticleFile, ArticleImage, DocumentFile, PublicFile
from products.pictures import forget_picture


def place_file(row: PublicFile, content: bytes, ending: str) -> None:
    """Write ``content`` and point ``row`` at it; the caller saves ``row``.

    The file it had before goes once the transaction is committed, and stays if it is not.
    """
    former = row.file.name
    name = f"{row.directory}/{secrets.token_hex(10)}.{ending}"
    row.file.name = default_storage.save(name, ContentFile(content))
    row.size = len(content)
    if former:
        transaction.on_commit(partial(default_storage.delete, former))


@receiver(post_delete, sender=ArticleFile)
@receiver(post_delete, sender=DocumentFile)
def forget_file(sender: type[PublicFile], instance: PublicFile, **kwargs: Any) -> None:
    """After a row is deleted, by whatever way, remove its file with the commit."""
    if instance.file.name:
        transaction.on_commit(partial(default_storage.delete, instance.file.name))


post_delete.connect(forget_picture, sender=ArticleImage)

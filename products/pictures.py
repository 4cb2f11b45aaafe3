"""Keeping pictures, of products and of others: files of our own naming, and none left behind."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from products.models import ProductImage, StoredPicture
from products.picture_files import ENCODERS, Rendition


def place_picture(image: StoredPicture, renditions: list[Rendition]) -> None:
    """Write the files of ``renditions`` and point ``image`` at them; the caller saves ``image``.

    The files it had before go once the transaction is committed, and stay if it is not.
    """
    former = stored_names(image.renditions)
    base = f"{image.directory}/{secrets.token_hex(10)}"
    sizes = []
    for rendition in renditions:
        sizes.append([rendition.width, rendition.height])
        for ending, content in rendition.encoded.items():
            default_storage.save(f"{base}-{rendition.width}.{ending}", ContentFile(content))
    image.renditions = {"base": base, "sizes": sizes}
    image.image = f"{base}-{renditions[-1].width}.jpg"
    transaction.on_commit(partial(remove_files, former))


def stored_names(renditions: dict[str, Any]) -> list[str]:
    """Every file the ``renditions`` of an image name."""
    return [
        f"{renditions['base']}-{width}.{ending}"
        for width, _height in renditions.get("sizes", [])
        for ending in ENCODERS
    ]


def remove_files(names: Iterable[str]) -> None:
    """Remove files that are there; a missing one is no fault."""
    for name in names:
        default_storage.delete(name)


@receiver(post_delete, sender=ProductImage)
def forget_picture(sender: type[StoredPicture], instance: StoredPicture, **kwargs: Any) -> None:
    """After an image is deleted, by whatever way, remove its files with the commit.

    Whoever has pictures of another kind connects this to their deletion.
    """
    transaction.on_commit(partial(remove_files, stored_names(instance.renditions)))


def unclaimed_files(kind: type[StoredPicture], older_than: dt.datetime) -> list[str]:
    """Picture files in the folder of a kind that no row names, last written before ``older_than``.

    They are left when a transaction that had written them was undone.
    """
    claimed = {
        name
        for renditions in kind._default_manager.values_list("renditions", flat=True)
        for name in stored_names(renditions)
    }
    try:
        _, files = default_storage.listdir(kind.directory)
    except FileNotFoundError:
        return []
    names = (f"{kind.directory}/{file}" for file in files)
    return sorted(
        name
        for name in names
        if name not in claimed and default_storage.get_modified_time(name) < older_than
    )

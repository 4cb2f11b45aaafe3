"""Private files no row names: left by an upload that was rolled back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from ocop_portal.shared.private_files.model import PrivateFile
from ocop_portal.shared.private_files.storage import PrivateStorage

PREVIEWS = "previews"


def unclaimed_files(before: dt.datetime) -> list[str]:
    """Names, under ``PRIVATE_ROOT``, of files written before and named by no row of any model.

    A preview is claimed by the fingerprint of its file.
    """
    root = Path(PrivateStorage().location)
    if not root.is_dir():
        return []
    claimed, prints = set(_claimed()), set(_fingerprints())
    return sorted(
        name
        for path in root.rglob("*")
        if path.is_file()
        and path.stat().st_mtime < before.timestamp()
        and not _is_claimed(name := path.relative_to(root).as_posix(), claimed, prints)
    )


def _is_claimed(name: str, claimed: set[str], prints: set[str]) -> bool:
    if name.startswith(f"{PREVIEWS}/"):
        return name.rsplit("/", 1)[-1].partition("-")[0] in prints
    return name in claimed


def _claimed() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField) and isinstance(field.storage, PrivateStorage):
                yield from model._default_manager.values_list(field.attname, flat=True)


def _fingerprints() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, PrivateFile):
            yield from model._default_manager.values_list("sha256", flat=True)

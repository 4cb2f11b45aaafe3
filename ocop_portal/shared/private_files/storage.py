"""Where files that are nobody's business lie: outside the public media, without an address."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="ocop_portal.shared.private_files.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Files under ``PRIVATE_ROOT``, handed out only by a view that checks who asks."""

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        """The directory as the settings name it now."""
        return Path(settings.PRIVATE_ROOT)

    @property
    def location(self) -> str:  # type: ignore[override]
        """The directory, absolute."""
        return str(Path(settings.PRIVATE_ROOT).resolve())

    def url(self, name: str | None) -> str:
        """Refuse: a private file has no address."""
        raise ValueError(f"Tệp riêng không có địa chỉ: {name}")

"""Answers kept in the memory of a worker, ready to be sent: the latest asked for, up to a size.

They are not copied on the way out, as Django's caches would: an answer is bytes, which nobody can
change, and headers, which are handed out anew for each reader.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from django.conf import settings

Version = tuple[Hashable, ...]
ENVELOPE = 2_000  # bytes of an answer besides its body: address, headers, bookkeeping


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer in one encoding: what it was made from, its bytes, its tag and headers."""

    version: Version
    body: bytes
    etag: str
    headers: dict[str, str]

    @property
    def size(self) -> int:
        """Bytes of memory it takes, roughly."""
        return len(self.body) + ENVELOPE


class KeptPages:
    """Pages by what tells them apart; those asked for longest ago give way."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable, version: Version) -> KeptPage | None:
        """The page, if it is kept and was made from this version."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.version != version:
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: KeptPage) -> None:
        """Keep the page in place of an older one, within ``PAGE_CACHE_BYTES``."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._size += page.size
            while self._size > settings.PAGE_CACHE_BYTES and self._pages:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        """Forget everything; tests roll versions back."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        self._size -= page.size if page else 0


kept_pages = KeptPages()

"""Answers built once, compressed once and sent many times: the layers of the map.

An answer is kept per process under the content version it was built at, so it is never stale;
a browser that holds the same bytes gets 304.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

GEOJSON = "application/geo+json"
SVG = "image/svg+xml; charset=utf-8"
BROTLI_QUALITY = 7  # a twentieth of the time of 11 for a tenth more bytes
GZIP_LEVEL = 9
QUICK = 1  # level and quality of what is sent once only
REFUSED = {"q=0", "q=0.0", "q=0.00", "q=0.000"}

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Packed:
    """One answer in the two compressions browsers ask for; plain bytes are unpacked when asked."""

    content_type: str
    digest: str
    gzip: bytes
    brotli: bytes

    def encoded(self, encoding: str) -> bytes:
        """The bytes to send for ``br``, ``gzip`` or ``""`` (plain)."""
        if encoding == "br":
            return self.brotli
        return self.gzip if encoding == "gzip" else gzip.decompress(self.gzip)

    def etag(self, encoding: str) -> str:
        """A strong tag: each encoding has its own, as RFC 9110, 8.8.3.3 asks."""
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'


def pack(body: bytes, content_type: str = GEOJSON, *, quickly: bool = False) -> Packed:
    """Compress ``body`` both ways; ``quickly`` for an answer that will not be kept."""
    return Packed(
        content_type=content_type,
        digest=hashlib.blake2b(body, digest_size=12).hexdigest(),
        gzip=gzip.compress(body, QUICK if quickly else GZIP_LEVEL, mtime=0),
        brotli=brotli.compress(body, quality=QUICK if quickly else BROTLI_QUALITY),
    )


class Shelf(Generic[Kept]):
    """Keeps the latest answer, or what answers are made of, under each name.

    ``version`` is whatever the answer depends on: the content version, often the day as well.
    """

    _all: list[Shelf] = []

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, Kept]] = {}
        Shelf._all.append(self)

    def get(self, name: str, version: Hashable, build: Callable[[], Kept]) -> Kept:
        """Return the answer ``name`` of ``version``, built now if another version is kept."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != version:
            kept = self._kept[name] = (version, build())
        return kept[1]

    @classmethod
    def forget_all(cls) -> None:
        """Drop everything; tests roll versions back."""
        for shelf in cls._all:
            shelf._kept.clear()


def respond(request: HttpRequest, packed: Packed) -> HttpResponse:
    """Send the answer in the encoding the client takes, or 304 if it has it already."""
    encoding = accepted_encoding(request.headers.get("Accept-Encoding", ""))
    etag = packed.etag(encoding)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    response: HttpResponse
    if etag in known or known == ["*"]:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(packed.encoded(encoding), content_type=packed.content_type)
        if encoding:
            response["Content-Encoding"] = encoding
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, no-cache"
    return response


def accepted_encoding(header: str) -> str:
    """``br`` or ``gzip`` if the header takes it, in this order of liking; else ``""``."""
    wanted = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        wanted[name.strip()] = parameters.replace(" ", "") not in REFUSED
    for encoding in ("br", "gzip"):
        if wanted.get(encoding, wanted.get("*", False)):
            return encoding
    return ""

"""What one place takes: kinds, size, pixels, pages. And how a file is refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ocop_portal.shared.private_files.kinds import PICTURE_KINDS, Kind

MEGABYTE = 1024 * 1024


class FileRefused(ValueError):
    """A file that is not taken; the message says in Vietnamese why and what to do."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The bounds of one place where files are handed in."""

    kinds: frozenset[Kind] = frozenset(Kind)
    most_bytes: int = 20 * MEGABYTE
    most_pixels: int = 60_000_000
    most_pages: int = 300
    """Pages of one PDF."""
    longest_side: int = 3000
    """Pixels a picture is drawn at; larger ones are made smaller, none is blown up."""

    @property
    def said(self) -> str:
        """The kinds and the size in words, for the help of a field and for a refusal."""
        names = ", ".join(str(kind.label) for kind in Kind if kind in self.kinds)
        return _("%(kinds)s; mỗi tệp không quá %(most)d MB") % {
            "kinds": names,
            "most": self.most_bytes // MEGABYTE,
        }

    @property
    def accept(self) -> str:
        """The value of ``accept`` of the file input: what the chooser offers first."""
        return ",".join(kind.media_type for kind in Kind if kind in self.kinds)


PAPERS = Rules()
PICTURES = Rules(kinds=PICTURE_KINDS, most_bytes=15 * MEGABYTE, longest_side=2400)

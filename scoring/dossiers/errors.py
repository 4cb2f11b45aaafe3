"""Why an act on a dossier is refused; the words are for the person who tried."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied

from scoring.dossiers.completeness import Lack


class ActRefused(Exception):
    """The act cannot be done now: the dossier is elsewhere, or something is missing."""


class DossierIncomplete(ActRefused):
    """What is missing before handing in; ``lacks`` names each place."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__("Hồ sơ còn thiếu, chưa nộp được.")
        self.lacks = tuple(lacks)


class NotYours(PermissionDenied):
    """The person may not do this to this dossier."""

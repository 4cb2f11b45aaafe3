"""Which units bore a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from communes.models import Commune
from communes.resolution.names import Match, Name
from communes.resolution.wording import Level, Word
from ocop_portal.shared.fingerprints import Pointers


class Codes:
    """Matches by code; those of the units' own codes are put together when asked for."""

    def __init__(self, units: Iterable[Commune], by_key: Mapping[int, Commune]) -> None:
        self._units = by_key
        self._own = Pointers((unit.code, unit.pk) for unit in units)
        self._former: dict[str, list[Match]] = {}

    def add(self, code: str, unit: int, shown: str, rank: int) -> None:
        """The code of a former or other name of a unit; ``rank`` as in ``Name``."""
        self._former.setdefault(code, []).append(_match(code, unit, shown, rank))

    def bearing(self, code: str) -> list[Match]:
        """The units that bear or bore the code, first those whose own it is."""
        candidates = map(self._units.__getitem__, self._own.candidates(code))
        own = [_match(code, unit.pk, unit.name) for unit in candidates if unit.code == code]
        return own + self._former.get(code, [])


def _match(code: str, unit: int, shown: str, rank: int = 0) -> Match:
    return Match(Name(Level.COMMUNE, unit, (Word(code, code, code),), shown, rank))

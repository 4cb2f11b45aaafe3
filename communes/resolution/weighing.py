"""Which unit a mention means: how well the name fits, and what else the text says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from communes.resolution.names import Match, accents_apart, is_plain, same_spelling
from communes.resolution.parsing import Mention
from communes.resolution.wording import Level

# How closely a name was written, best first.
EXACT, PLAIN, ACCENTS_DIFFER, SLIPPED, FAR = range(5)


class Place(NamedTuple):
    """What the register knows of one commune, as far as texts speak of it."""

    unit: int
    kind: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    districts: frozenset[int]
    provinces: frozenset[int]

    def is_in_force(self, on: dt.date) -> bool:
        """Whether it exists on the day ``on``."""
        return not self.is_ended(on) and (self.valid_from is None or self.valid_from <= on)

    def is_ended(self, on: dt.date) -> bool:
        """Whether it existed only before the day ``on``."""
        return self.valid_to is not None and self.valid_to <= on


@dataclass(slots=True)
class Weighed:
    """One unit for one mention, with everything that speaks against it."""

    place: Place
    match: Match
    mention: Mention
    closeness: int
    apart: int
    wrong_kind: bool
    in_force: bool
    strangers: list[Mention] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing but small slips speaks against it."""
        return self.in_force and not self.strangers and self.closeness < FAR

    @property
    def rank(self) -> tuple[int, bool, int]:
        """How well it fits, the smaller the better."""
        return self.closeness, self.wrong_kind, self.match.name.rank


def weigh(
    mention: Mention, match: Match, place: Place, context: list[Mention], on: dt.date
) -> Weighed:
    """Weigh one reading of a mention against the rest of the text and the day."""
    kinds = {match.name.kind or place.kind, place.kind}
    typed_kind = mention.keyword.kind if mention.keyword else ""
    return Weighed(
        place=place,
        match=match,
        mention=mention,
        closeness=_closeness(mention, match),
        apart=accents_apart(mention.words, match.name.words),
        wrong_kind=bool(typed_kind) and typed_kind not in kinds,
        in_force=place.is_in_force(on),
        strangers=[other for other in context if _is_stranger(other, place)],
    )


def _closeness(mention: Mention, match: Match) -> int:
    if match.slip:
        return SLIPPED if match.slip == 1 else FAR
    if same_spelling(mention.words, match.name.words):
        return EXACT
    return PLAIN if is_plain(mention.words) else ACCENTS_DIFFER


def _is_stranger(other: Mention, place: Place) -> bool:
    """Whether the text puts the place in a district or province it does not belong to."""
    if other.is_announced(Level.VILLAGE) or agrees(other, place):
        return False
    if other.of(Level.DISTRICT) or other.of(Level.PROVINCE):
        return True
    if other.is_announced(Level.DISTRICT):
        return bool(place.districts)
    return other.is_announced(Level.PROVINCE)


def agrees(other: Mention, place: Place) -> bool:
    """Whether the other mention names a district or province of the place."""
    return any(match.name.unit in place.districts for match in other.of(Level.DISTRICT)) or any(
        match.name.unit in place.provinces for match in other.of(Level.PROVINCE)
    )

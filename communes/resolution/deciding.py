"""From mentions to one unit, or to the candidates in order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

from communes.enums import NameShare
from communes.resolution.parsing import Mention
from communes.resolution.weighing import SLIPPED, Place, Weighed, agrees, weigh
from communes.resolution.wording import Level

# How likely a mention is the place meant, by what announced it and what agrees with it.
ANNOUNCED, AS_VILLAGE, AS_HIGHER = 10, -6, -3
IN_ITS_DISTRICT, IN_ITS_PROVINCE = 4, 2


class Register(Protocol):
    """What deciding asks of the gazetteer."""

    places: dict[int, Place]

    def on(self, unit: int, on: dt.date) -> tuple[int, ...]:
        """The units that stand in its place on that day."""

    def are_related(self, one: int, other: int) -> bool:
        """Whether one of the two came out of the other."""

    def is_higher_in_force(self, mention: Mention, on: dt.date) -> bool:
        """Whether a district or province of that name exists on that day."""


@dataclass(slots=True)
class Verdict:
    """The readings in order of likelihood; ``winner`` if exactly one is meant.

    ``later`` is set when the text names a unit of the past and also the one it went into.
    """

    readings: list[Weighed] = field(default_factory=list)
    winner: Weighed | None = None
    later: Weighed | None = None


def decide(found: list[Mention], register: Register, on: dt.date) -> Verdict:
    """Find the unit the mentions mean on the day ``on``."""
    subjects = _subjects(found, register)
    readings = [
        reading for subject in subjects for reading in _readings(subject, found, register, on)
    ]
    readings.sort(key=lambda reading: _order(reading, on))
    verdict = Verdict(_worth_telling(readings, register, on))
    winner = _winner(readings)
    if winner is not None and not _is_in_doubt(winner, readings, subjects, found, register, on):
        verdict.winner = winner
    elif winner is None and readings:
        verdict.later = _named_later(readings[0], found, register, on)
    return verdict


def _subjects(found: list[Mention], register: Register) -> list[Mention]:
    """The mentions most likely to be the place meant; several when nothing tells them apart."""
    likely = [
        (_standing(mention, found, register), mention)
        for mention in found
        if mention.of(Level.COMMUNE)
    ]
    best = max((standing for standing, _ in likely), default=0)
    return [mention for standing, mention in likely if standing == best]


def _standing(mention: Mention, found: list[Mention], register: Register) -> int:
    standing = -mention.matches[0].slip
    if mention.is_announced(Level.COMMUNE):
        standing += ANNOUNCED
    elif mention.is_announced(Level.VILLAGE):
        standing += AS_VILLAGE
    elif mention.keyword is not None:
        standing += AS_HIGHER
    places = [register.places[match.name.unit] for match in mention.of(Level.COMMUNE)]
    context = [o for o in found if o is not mention and not o.is_announced(Level.VILLAGE)]
    if any(_is_in_district(other, place) for other in context for place in places):
        return standing + IN_ITS_DISTRICT
    if any(agrees(other, place) for other in context for place in places):
        return standing + IN_ITS_PROVINCE
    return standing


def _is_in_district(other: Mention, place: Place) -> bool:
    return any(match.name.unit in place.districts for match in other.of(Level.DISTRICT))


def _readings(
    subject: Mention, found: list[Mention], register: Register, on: dt.date
) -> list[Weighed]:
    """The best reading of the subject for each unit."""
    context = [other for other in found if other is not subject]
    best: dict[int, Weighed] = {}
    for match in subject.of(Level.COMMUNE):
        place = register.places[match.name.unit]
        reading = weigh(subject, match, place, context, on)
        known = best.get(place.unit)
        if known is None or reading.rank < known.rank:
            best[place.unit] = reading
    return list(best.values())


def _order(reading: Weighed, on: dt.date) -> tuple:
    """Likeliest first: how it is written, then whether day, district and share speak for it."""
    doubts = bool(reading.strangers) + (not reading.in_force)
    is_future = _is_future(reading, on)
    return (
        bool(reading.strangers) or is_future,
        reading.rank[:2],
        doubts + is_future,
        reading.match.name.share == NameShare.PART,
        reading.match.name.rank,
        reading.apart,
        reading.place.unit,
    )


def _winner(readings: list[Weighed]) -> Weighed | None:
    """The one reading that fits best and against which nothing speaks."""
    clean = [reading for reading in readings if reading.is_clean]
    best_rank = min((reading.rank for reading in clean), default=None)
    best = [reading for reading in clean if reading.rank == best_rank]
    if best and best[0].closeness == SLIPPED:
        nearest = min(reading.apart for reading in best)
        best = [reading for reading in best if reading.apart == nearest]
    return best[0] if len(best) == 1 else None


def _worth_telling(readings: list[Weighed], register: Register, on: dt.date) -> list[Weighed]:
    """Leave out a unit of another day where its heir serves, and strangers where a native does."""
    telling = {
        reading.place.unit: reading
        for reading in reversed(readings)
        if not (reading.strangers and any(_is_native(o, reading, on) for o in readings))
        and (reading.in_force or not any(_stands_for(o, reading, register, on) for o in readings))
    }
    return [reading for reading in readings if telling.get(reading.place.unit) is reading]


def _is_native(other: Weighed, reading: Weighed, on: dt.date) -> bool:
    """Whether the same words mean a place that does lie where the text puts it."""
    return (
        other.mention is reading.mention
        and not other.strangers
        and not _is_future(other, on)
        and other.closeness <= reading.closeness
    )


def _is_future(reading: Weighed, on: dt.date) -> bool:
    return not reading.in_force and not reading.place.is_ended(on)


def _stands_for(other: Weighed, reading: Weighed, register: Register, on: dt.date) -> bool:
    if other is reading or not register.are_related(other.place.unit, reading.place.unit):
        return False
    if other.in_force:
        return other.closeness <= reading.closeness
    if not (other.place.is_ended(on) and reading.place.is_ended(on)):
        return False
    return (other.place.valid_from or dt.date.min) >= (reading.place.valid_to or dt.date.max)


def _is_in_doubt(
    winner: Weighed,
    readings: list[Weighed],
    subjects: list[Mention],
    found: list[Mention],
    register: Register,
    on: dt.date,
) -> bool:
    """Whether the text may well mean another unit than the one that fits best."""
    keyword = winner.mention.keyword
    if winner.match.name.share not in ("", NameShare.WHOLE):
        return True
    if keyword is not None and Level.COMMUNE not in keyword.levels:
        return True
    if keyword is None and _says_otherwise(winner.mention, found, register, on):
        return True
    strangers = [
        reading
        for reading in readings
        if reading.place.unit != winner.place.unit
        and not register.are_related(reading.place.unit, winner.place.unit)
    ]
    return any(_rivals(reading, winner, on) for reading in strangers) or any(
        all(reading in strangers for reading in readings if reading.mention is subject)
        for subject in subjects
    )


def _says_otherwise(
    mention: Mention, found: list[Mention], register: Register, on: dt.date
) -> bool:
    """Whether a bare name is a district's of that day, or an unknown commune is announced."""
    is_lone = not any(
        other.of(Level.DISTRICT) or other.of(Level.PROVINCE)
        for other in found
        if other is not mention
    )
    if is_lone and register.is_higher_in_force(mention, on):
        return True
    return any(not other.matches and other.is_announced(Level.COMMUNE) for other in found)


def _rivals(reading: Weighed, winner: Weighed, on: dt.date) -> bool:
    """Whether an unrelated unit fits well enough to put the winner in doubt."""
    if reading.strangers or reading.closeness > winner.closeness:
        return False
    if reading.in_force:
        return reading.match.name.rank < winner.match.name.rank
    if reading.place.is_ended(on):
        return reading.rank < winner.rank
    return reading.rank[:2] < winner.rank[:2]


def _named_later(
    reading: Weighed, found: list[Mention], register: Register, on: dt.date
) -> Weighed | None:
    """The unit that stands there on that day, if the text names it as well."""
    if not reading.place.is_ended(on) or reading.strangers or reading.closeness > 2:
        return None
    heirs = register.on(reading.place.unit, on)
    for other in found:
        if other is reading.mention or other.is_announced(Level.VILLAGE):
            continue
        for match in other.of(Level.COMMUNE):
            if (match.name.unit,) == heirs:
                return weigh(other, match, register.places[match.name.unit], [], on)
    return None

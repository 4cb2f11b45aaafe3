"""A verdict in the caller's terms: rows of the register and sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from communes.models import Commune, District, Province
from communes.resolution import sentences
from communes.resolution.codes import Codes
from communes.resolution.deciding import Register, Verdict, decide
from communes.resolution.names import Match
from communes.resolution.outcome import Candidate, Reason, Resolution, Why
from communes.resolution.parsing import Mention
from communes.resolution.weighing import Weighed
from communes.resolution.wording import Keyword, Level, Word

MOST_CANDIDATES = 8


class Source(Register, Protocol):
    """What answering asks of the gazetteer."""

    communes: Mapping[int, Commune]
    higher: dict[tuple[Level, int], District | Province]
    codes: Codes


def empty(text: str, on: dt.date) -> Resolution:
    """The answer for a text without a word."""
    return Resolution(text, on, reasons=(Reason(Why.EMPTY, "Ô trống."),))


def coded(code: str, matches: list[Match]) -> Mention:
    """A unit's code, as a mention of the units that bore it."""
    return Mention((Word(code, code, code),), tuple(matches), Keyword((Level.COMMUNE,)))


def answer(source: Source, text: str, on: dt.date, found: list[Mention]) -> Resolution:
    """Decide what the mentions mean and say why."""
    verdict = decide(found, source, on)
    if verdict.winner is not None:
        winner = _candidate(source, verdict.winner, on)
        return Resolution(text, on, winner.commune, (winner,))
    if verdict.later is not None:
        former = source.communes[verdict.readings[0].place.unit]
        heir = source.communes[verdict.later.place.unit]
        said = sentences.named_later(former, heir)
        return Resolution(text, on, heir, (_candidate(source, verdict.later, on, said),))
    readings = verdict.readings[:MOST_CANDIDATES]
    candidates = tuple(_candidate(source, reading, on) for reading in readings)
    return Resolution(text, on, None, candidates, _why_none(source, text, on, found, verdict))


def _candidate(source: Source, reading: Weighed, on: dt.date, *more: Reason) -> Candidate:
    commune = source.communes[reading.place.unit]
    there = [source.communes[pk] for pk in source.on(commune.pk, on) if pk in source.communes]
    said = sentences.reasons_for(reading, commune, there, on)
    return Candidate(commune, (*more, *said), tuple(there))


def _why_none(
    source: Source, text: str, on: dt.date, found: list[Mention], verdict: Verdict
) -> tuple[Reason, ...]:
    unknown = [m for m in found if not m.matches and m.is_announced(Level.COMMUNE)]
    if unknown:
        return (sentences.unknown_part(unknown[0].typed),)
    if verdict.readings:
        count = len(verdict.readings)
        reasons = [sentences.several(count)] if count > 1 else []
        return (*reasons, *_also_higher(source, on, verdict))
    for mention in found:
        if higher := _higher(source, mention):
            said = sentences.not_a_commune(mention.typed, _shown(higher), higher.valid_to)
            return (said,)
    return (sentences.not_found(text.strip()),)


def _also_higher(source: Source, on: dt.date, verdict: Verdict) -> list[Reason]:
    """Say that a bare name is also that of a district or province of the day."""
    said = {}
    for mention in {id(reading.mention): reading.mention for reading in verdict.readings}.values():
        higher = _higher(source, mention)
        if higher and mention.keyword is None and source.is_higher_in_force(mention, on):
            said[mention.typed] = sentences.also_higher(mention.typed, _shown(higher))
    return list(said.values())


def _higher(source: Source, mention: Mention) -> District | Province | None:
    for level in (Level.DISTRICT, Level.PROVINCE):
        for match in mention.of(level):
            return source.higher[level, match.name.unit]
    return None


def _shown(higher: District | Province) -> str:
    return higher.name if isinstance(higher, District) else higher.full_name


def check_code(source: Source, resolution: Resolution, parts: list[tuple[Word, ...]]) -> Resolution:
    """Hold a code in the text against the name beside it; where they differ, doubt both."""
    typed = {word.key for words in parts for word in words}
    found = {code: matches for code in typed if (matches := source.codes.bearing(code))}
    if len(found) != 1:
        return resolution
    ((code, matches),) = found.items()
    alone = answer(source, resolution.text, resolution.on, [coded(code, matches)])
    if not resolution.candidates:
        return alone
    units = {match.name.unit for match in matches}
    agreeing = [c.commune for c in resolution.candidates if c.commune.pk in units]
    if resolution.commune in agreeing or _stand_for(source, units, resolution):
        return resolution
    if alone.commune in agreeing:
        return alone
    known = [c.commune for c in resolution.candidates]
    both = (*resolution.candidates, *(c for c in alone.candidates if c.commune not in known))
    reasons = resolution.reasons
    if not agreeing:
        shown = source.communes[matches[0].name.unit].full_name
        reasons = (sentences.other_code(code, shown), *reasons)
    return Resolution(resolution.text, resolution.on, None, both[:MOST_CANDIDATES], reasons)


def _stand_for(source: Source, units: set[int], resolution: Resolution) -> bool:
    """Whether the coded unit is a former one in whose place the named unit stands."""
    named = resolution.commune
    return named is not None and any(
        source.communes[unit].name == named.name and source.on(unit, resolution.on) == (named.pk,)
        for unit in units
    )

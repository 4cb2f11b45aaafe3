"""All units in memory, ready to be found by what people type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from communes.enums import NameKind
from communes.models import Commune, CommuneName, District, Province
from communes.resolution.answering import answer, check_code, coded, empty
from communes.resolution.codes import Codes
from communes.resolution.names import Names
from communes.resolution.outcome import Candidate, Resolution
from communes.resolution.parsing import Mention, mend_bare, read_segment
from communes.resolution.units import PackedUnits, Units
from communes.resolution.weighing import Place
from communes.resolution.wording import KEYWORDS, Level, Word, segments
from communes.stamp import kept
from ocop_portal.shared.aside import made_aside
from ocop_portal.shared.fingerprints import Pointers
from ocop_portal.shared.text import fold, nfc

CODE = re.compile(r"\b[0-9]{5}\b")
LONE_CODE = re.compile(r"\s*'?([0-9]{4,5})\s*")  # a spreadsheet drops the zero in front
BETWEEN = re.compile(r"[\s,;.()–-]+")
NUMBER = Word("…", "…", "0")  # stands for any number that begins no name
MOST_KEPT = 4_000  # answers, 1 KB each: a worker is asked for anything


class Gazetteer:
    """The served provinces' units with all their names.

    One object serves a whole import: each text is worked out once for each day.
    """

    def __init__(self, units: Units) -> None:
        self.lineage = units.lineage
        self.communes: Mapping[int, Commune] = {unit.pk: unit for unit in units.communes}
        self._areas: dict[frozenset[int], frozenset[int]] = {}
        self.places = {commune.pk: self._place(commune) for commune in units.communes}
        self.communes = PackedUnits(units.communes)
        self.names = Names()
        self.codes = Codes(units.communes, self.communes)
        self.higher: dict[tuple[Level, int], District | Province] = {}
        self._full_names = Pointers(
            (spelling, commune.pk)
            for commune in units.communes
            for spelling in _full_spellings(commune)
        )
        self._answers: dict[tuple[str, dt.date], Resolution] = {}
        self._segments: dict[tuple[Word, ...], tuple[Mention, ...]] = {}
        self._decided: dict[tuple[tuple[tuple[Mention, ...], ...], dt.date], Resolution] = {}
        for commune in units.communes:
            self.names.add(Level.COMMUNE, commune.pk, commune.name)
        for name in units.names:
            self._add_name(name)
        self.names.shorten()
        for district in units.districts:
            self._add_district(district)
        for province in units.provinces:
            self._add_province(province)

    @classmethod
    def load(cls) -> Gazetteer:
        """Read it from the database."""
        return cls(Units.load())

    @classmethod
    def current(cls, version: int | None = None) -> Gazetteer:
        """The gazetteer as it stands, read once for each change of the territory.

        ``version`` is the content version if the caller knows it: it saves a query.
        """
        return kept(cls._load_aside, version)

    @classmethod
    def _load_aside(cls) -> Gazetteer:
        """The same as ``load``, complete and without any trace of what it was made of."""

        def made() -> Gazetteer:
            gazetteer = cls.load()
            gazetteer.names.complete()
            return gazetteer

        return made_aside(made)

    def resolve(self, text: str, on: dt.date) -> Resolution:
        """Find the unit that ``text`` means on the day ``on``; never raises, whatever the text."""
        key = (text, on)
        known = self._answers.get(key)
        if known is None:
            if len(self._answers) >= MOST_KEPT:
                self._answers.clear()
            known = self._answers[key] = self._work_out(text, on)
        return known

    def resolve_all(self, texts: Iterable[str], on: dt.date) -> list[Resolution]:
        """Resolve many texts for the same day."""
        return [self.resolve(text, on) for text in texts]

    def _work_out(self, text: str, on: dt.date) -> Resolution:
        there = [unit for unit in self._written_in_full(_spelt(text)) if unit.is_in_force(on)]
        if len(there) == 1:
            return Resolution(text, on, there[0], (Candidate(there[0], (), (there[0],)),))
        lone = LONE_CODE.fullmatch(text)
        if lone and (matches := self.codes.bearing(lone[1].zfill(5))):
            return answer(self, text, on, [coded(lone[1].zfill(5), matches)])
        parts = segments(text)
        if not parts:
            return empty(text, on)
        segments_read = [self._read(words) for words in parts]
        resolution = self._answer(text, on, segments_read)
        return check_code(self, resolution, parts) if CODE.search(text) else resolution

    def _written_in_full(self, spelt: str) -> Iterator[Commune]:
        """The units whose own full name this is, letter for letter: before any looser reading."""
        for pk in self._full_names.candidates(spelt):
            if spelt in _full_spellings(self.communes[pk]):
                yield self.communes[pk]

    def _read(self, words: tuple[Word, ...]) -> tuple[Mention, ...]:
        """Read a segment; the same words, but for house numbers, are read once."""
        words = tuple(NUMBER if self._is_number(word) else word for word in words)
        known = self._segments.get(words)
        if known is None:
            if len(self._segments) >= MOST_KEPT:
                self._segments.clear()
            known = self._segments[words] = read_segment(words, self.names)
        return known

    def _is_number(self, word: Word) -> bool:
        return "0" <= word.key[0] <= "9" and not self.names.begins(word.key)

    def _answer(self, text: str, on: dt.date, read: list[tuple[Mention, ...]]) -> Resolution:
        """Answer from the segments that tell something; what only names a village is left out.

        So a thousand villages of one commune are one question.
        """
        if not any(_announces_a_commune(mention) for part in read for mention in part):
            return answer(self, text, on, mend_bare([m for part in read for m in part], self.names))
        telling = tuple(part for part in read if not all(m.tells_nothing for m in part))
        known = self._decided.get((telling, on))
        if known is None:
            if len(self._decided) >= MOST_KEPT:
                self._decided.clear()
            known = answer(self, text, on, [mention for part in telling for mention in part])
            self._decided[telling, on] = known
        return replace(known, text=text)

    # --- What deciding asks (see ``deciding.Register``) ----------------------------------------

    def on(self, unit: int, on: dt.date) -> tuple[int, ...]:
        """The units that stand in its place on that day."""
        return self.lineage.on(unit, on)

    def are_related(self, one: int, other: int) -> bool:
        """Whether one of the two came out of the other."""
        return self.lineage.are_related(one, other)

    def is_higher_in_force(self, mention: Mention, on: dt.date) -> bool:
        """Whether a district or province of that name exists on that day."""
        units = (self.higher.get((m.name.level, m.name.unit)) for m in mention.matches)
        return any(unit and (unit.valid_to is None or on < unit.valid_to) for unit in units)

    # --- Building --------------------------------------------------------------------------------

    def _place(self, commune: Commune) -> Place:
        kin = [self.communes[pk] for pk in self.lineage.kin(commune.pk) if pk in self.communes]
        return Place(
            commune.pk,
            commune.kind,
            commune.valid_from,
            commune.valid_to,
            self._area(unit.district_id for unit in kin if unit.district_id is not None),
            self._area(unit.province_id for unit in kin),
        )

    def _area(self, keys: Iterable[int]) -> frozenset[int]:
        """The keys as a set, the same object for the same keys: most units share theirs."""
        area = frozenset(keys)
        return self._areas.setdefault(area, area)

    def _add_name(self, name: CommuneName) -> None:
        rank = 1 if name.kind == NameKind.SPELLING else 2
        self.names.add(
            Level.COMMUNE,
            name.commune_id,
            name.name,
            rank=rank,
            kind=name.unit_kind,
            share=name.share,
            until=name.valid_to,
        )
        if name.code:
            self.codes.add(name.code, name.commune_id, name.name, rank)

    def _add_district(self, district: District) -> None:
        self.higher[Level.DISTRICT, district.pk] = district
        words = segments(district.name)[0]
        size = next(size for size in (2, 1, 0) if _keyword(words[:size]) or not size)
        bare = " ".join(word.raw for word in words[size:])
        self.names.add(Level.DISTRICT, district.pk, bare, label=district.name)

    def _add_province(self, province: Province) -> None:
        self.higher[Level.PROVINCE, province.pk] = province
        self.names.add(Level.PROVINCE, province.pk, province.name, label=province.full_name)
        if province.is_served:
            initials = "".join(word[0] for word in province.name.split())
            self.names.add(Level.PROVINCE, province.pk, initials, label=province.full_name)


def _full_spellings(commune: Commune) -> set[str]:
    """A unit's full name, alone and before what it lies in.

    Without any accent, too: who types none means no other letters.
    """
    around = ["", str(commune.province), commune.province.name]
    if commune.district is not None:
        around.append(commune.district.name)
    shown = {_spelt(f"{commune.full_name} {place}") for place in around}
    return shown | {fold(name) for name in shown}


def _spelt(text: str) -> str:
    """The words as typed, in one case and without what stands between them."""
    return " ".join(BETWEEN.sub(" ", nfc(text)).lower().split())


def _keyword(words: tuple[Word, ...]) -> bool:
    return " ".join(word.key for word in words) in KEYWORDS


def _announces_a_commune(mention: Mention) -> bool:
    return bool(mention.matches) and mention.is_announced(Level.COMMUNE)

"""What is known of a thing that can be found, and the index of the things of one kind. Pure."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import overload

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from products.catalogue.bitsets import from_positions
from products.catalogue.said import APART, apart
from products.catalogue.search import Hits, search
from products.catalogue.textindex import FieldBuilder, Phrases, TextIndex
from products.catalogue.words import phrases

FIELDS = 4  # what the catalogue's search weighs: name, who, where, what kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: its names, where it stands, and a note that tells it from others.

    ``route`` and ``args`` make its address in the language of the page. The note is Vietnamese
    or a day as ISO 8601 writes it.
    """

    pk: int
    name: str
    route: str
    args: tuple[str, ...]
    name_en: str = ""
    note: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language, else in Vietnamese."""
        return self.name_en if self._is_english else self.name

    @property
    def day(self) -> dt.date | None:
        """The day the note names, if it names one."""
        try:
            return dt.date.fromisoformat(self.note)
        except ValueError:
            return None

    @property
    def language(self) -> str:
        """The language of the label."""
        return "en" if self._is_english else settings.LANGUAGE_CODE

    @property
    def address(self) -> str:
        """Its page."""
        return reverse(self.route, args=self.args)

    @property
    def _is_english(self) -> bool:
        return bool(self.name_en) and get_language() != settings.LANGUAGE_CODE


@dataclass(frozen=True, slots=True)
class Texts:
    """What of a thing is searched: its names, who made it, where it is, what kind it is."""

    names: Sequence[str]
    who: Sequence[str] = ()
    where: Phrases = ()
    kind: Sequence[str] = ()

    def fields(self) -> tuple[Phrases, Phrases, Phrases, Phrases]:
        """The phrases of each field."""
        return _phrases(self.names), _phrases(self.who), self.where, _phrases(self.kind)


def _phrases(texts: Iterable[str]) -> Phrases:
    return list(chain.from_iterable(phrases(text) for text in texts if text))


class PackedEntries:
    """Entries one after the other in one text: 10,000 take 1 MB."""

    def __init__(self) -> None:
        self.keys = array("Q")
        self._text = bytearray()
        self._ends = array("I", [0])

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, entry: Entry) -> None:
        """Note the next entry."""
        self.keys.append(entry.pk)
        said = (entry.name, entry.route, entry.name_en, entry.note, *entry.args)
        self._text += apart(said)
        self._ends.append(len(self._text))

    def __getitem__(self, place: int) -> Entry:
        start, end = self._ends[place : place + 2]
        name, route, name_en, note, *args = self._text[start:end].decode().split(APART)
        return Entry(self.keys[place], name, route, tuple(args), name_en, note)


class Finds(Sequence[Entry]):
    """Entries by their places, best first; each is unpacked when it is looked at."""

    def __init__(self, entries: PackedEntries, places: Sequence[int]) -> None:
        self._entries, self._found = entries, places

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, wanted: int) -> Entry: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Entry]: ...
    def __getitem__(self, wanted: int | slice) -> Entry | list[Entry]:
        if isinstance(wanted, slice):
            return [self._entries[place] for place in self._found[wanted]]
        return self._entries[self._found[wanted]]


class KindIndex:
    """The things of one kind, in the order in which equally good finds stand."""

    def __init__(self, things: Iterable[tuple[Entry, Texts]]) -> None:
        """Read the things, each once."""
        self.entries = PackedEntries()
        builders = [FieldBuilder() for _ in range(FIELDS)]
        for position, (entry, texts) in enumerate(things):
            self.entries.add(entry)
            name, who, where, kind = texts.fields()
            builders[0].add(position, name)
            builders[1].add(position, who)
            builders[2].add_shared(position, where)
            builders[3].add(position, kind)
        size = len(self.entries)
        names, *others = (builder.build(size) for builder in builders)
        nothing = FieldBuilder().build(size)
        self._text = TextIndex([names, *others], size)
        self._names = TextIndex([names, *(nothing for _ in others)], size)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {pk: place for place, pk in enumerate(self.entries.keys)}

    def saying(self, words: str, also: Iterable[int] = ()) -> Finds:
        """The things that hold every word as typed, accents apart, best first.

        ``also`` are keys of things whose whole text is known to hold them.
        """
        hits = search(self._text, words)
        told = (self._places[pk] for pk in also if pk in self._places)
        found = hits.as_written | from_positions(told, len(self.entries))
        return self._ranked(hits, found)

    def resembling(self, words: str) -> Finds:
        """The things whose names hold every word with a slip in it, best first."""
        hits = search(self._names, words)
        return self._ranked(hits, hits.near)

    def _ranked(self, hits: Hits, among: int) -> Finds:
        size = len(self.entries)
        return Finds(self.entries, hits.scores.best(among, size, size))

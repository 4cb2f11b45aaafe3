"""How documents follow each other: which replaced, amended or repealed which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from news.enums import CHAINING, DocumentStatus, RelationKind
from news.models import DocumentRelation, LegalDocument
from news.rules import connected

# What is said at the later document, and at the earlier one.
DOES: dict[str, Promise] = {
    RelationKind.REPLACES: _("Thay thế"),
    RelationKind.AMENDS: _("Sửa đổi, bổ sung"),
    RelationKind.REPEALS_PART: _("Bãi bỏ một phần"),
    RelationKind.BASED_ON: _("Căn cứ"),
}
SUFFERS: dict[str, Promise] = {
    RelationKind.REPLACES: _("Được thay thế bởi"),
    RelationKind.AMENDS: _("Được sửa đổi, bổ sung bởi"),
    RelationKind.REPEALS_PART: _("Bị bãi bỏ một phần bởi"),
    RelationKind.BASED_ON: _("Là căn cứ của"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One relation as it reads at one of its two documents."""

    words: str | Promise
    other: LegalDocument
    note: str


@dataclass(frozen=True, slots=True)
class Link:
    """A document of the chain, what it is on the day, and what ties it to the others."""

    document: LegalDocument
    status: DocumentStatus
    is_here: bool
    said: list[Said]


@dataclass(frozen=True, slots=True)
class Story:
    """The chain a document belongs to (empty where it stands alone), and what it rests on."""

    chain: list[Link]
    grounds: list[Said]

    @property
    def keys(self) -> set[int]:
        """Every document the story names."""
        return {link.document.pk for link in self.chain} | {said.other.pk for said in self.grounds}


def story_of(document: LegalDocument, on: dt.date) -> Story:
    """All that came before and after ``document``, oldest first, as on the day ``on``.

    Two queries, however long the chain: the relations, and the documents they name.
    """
    relations = list(DocumentRelation.objects.public())
    chaining = [each for each in relations if each.kind in CHAINING]
    grounds = [
        each
        for each in relations
        if each.kind not in CHAINING and document.pk in (each.source_id, each.target_id)
    ]
    keys = connected(document.pk, ((each.source_id, each.target_id) for each in chaining))
    ends = {key for each in grounds for key in (each.source_id, each.target_id)}
    known = LegalDocument.objects.public().in_bulk(keys | ends)
    links = [
        Link(known[key], known[key].status(on), key == document.pk, list(_at(key, chaining, known)))
        for key in keys
        if key in known
    ]
    links.sort(key=lambda link: _age(link.document))
    return Story(links if len(links) > 1 else [], list(_at(document.pk, grounds, known)))


def _at(
    key: int, relations: Iterable[DocumentRelation], known: Mapping[int, LegalDocument]
) -> Iterator[Said]:
    """What the relations say at one document: first what it does, then what befell it."""
    touching = [each for each in relations if key in (each.source_id, each.target_id)]
    for each in sorted(touching, key=lambda each: _age(known[each.target_id])):
        if each.source_id == key:
            yield Said(DOES[each.kind], known[each.target_id], each.note)
    for each in sorted(touching, key=lambda each: _age(known[each.source_id])):
        if each.target_id == key:
            yield Said(SUFFERS[each.kind], known[each.source_id], each.note)


def _age(document: LegalDocument) -> tuple[dt.date, str]:
    """Where a document stands in time; a year alone counts as its last day, nothing as never."""
    if document.issued_on:
        return document.issued_on, document.number
    year = document.issued_text[-4:]
    return (dt.date(int(year), 12, 31) if year.isdecimal() else dt.date.max), document.number

"""Who plays and with what: the people, producers and groups of the round, and what it has made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from communes.models import Commune
from producers.models import Producer
from products.models import Product, ProductGroup
from scoring.demonstration.clock import Clock
from scoring.demonstration.proofs import Proofs
from scoring.models import Decision, Dossier, Session

Entry = Mapping[str, Any]


@dataclass
class Stage:
    """What every act of the round needs; `playing.set_up` makes it."""

    document: Entry
    clock: Clock
    proofs: Proofs
    commune: Commune
    people: Mapping[str, User]
    producers: Mapping[str, Producer]
    groups: Mapping[str, ProductGroup]
    products: dict[str, Product] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)

    @property
    def province(self) -> User:
        """The officer of the provincial office."""
        return self.people[self.document["province"]]

    @property
    def commune_officer(self) -> User:
        """The officer of the commune."""
        return self.people[self.document["commune"]]

    @property
    def secretary(self) -> User:
        """The secretary of the council."""
        return self.people[self.document["secretary"]]

    @property
    def chair(self) -> User:
        """The chair of the council."""
        return self.people[self.document["chair"]]

    @property
    def scorers(self) -> list[User]:
        """The chair, then the members, in the order of a list of sheets."""
        return [self.chair, *(self.people[name] for name in self.document["members"])]

    def producer_of(self, entry: Entry) -> Producer:
        """Whose dossier or product it is; the first producer's where none is named."""
        return self.producers[entry.get("producer", self.document["producers"][0]["slug"])]

    def writer_of(self, producer: Producer) -> User:
        """Who writes for a producer."""
        said = next(each for each in self.document["producers"] if each["slug"] == producer.slug)
        return self.people[said["person"]]


@dataclass(frozen=True)
class Act:
    """One act of the round under way: on whose dossier (or session), what is said, when."""

    stage: Stage
    entry: Entry
    said: Entry
    on: dt.date
    at: dt.datetime

    @property
    def dossier(self) -> Dossier:
        """The dossier the act is about."""
        return self.stage.dossiers[self.entry["key"]]

    @property
    def writer(self) -> User:
        """Who writes that dossier."""
        return self.stage.writer_of(self.dossier.producer)

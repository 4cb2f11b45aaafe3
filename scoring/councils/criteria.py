"""The criteria a sheet is filled in by, kept in memory: what is published never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from scoring.criteria.definitions import SetDefinition
from scoring.criteria.storage import definition_of, sets_in_full
from scoring.models import CriteriaSet


@dataclass(frozen=True)
class Criteria:
    """A published set as plain data, and the key of each criterion that takes an answer."""

    definition: SetDefinition
    keys: Mapping[str, int]


class NotPublished(LookupError):
    """A set that is no law yet; nothing is scored by it."""


def criteria_of(set_id: int | None) -> Criteria:
    """The published set with that key; read once in each process, then without a query.

    Raises ``NotPublished`` for a draft and for a set that is not there.
    """
    if set_id is None:
        raise NotPublished
    return _kept(set_id)


@lru_cache(maxsize=64)
def _kept(set_id: int) -> Criteria:
    row = sets_in_full(CriteriaSet.objects.filter(pk=set_id)).first()
    if row is None or not row.is_usable:
        raise NotPublished
    definition = definition_of(row)
    keys = {each.code: each.pk for each in row.criteria.all()}
    return Criteria(definition, {code: keys[code] for code in definition.answerable})

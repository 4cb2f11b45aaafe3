"""Search of the back office: words with or without accents, over several columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from ocop_portal.shared.text import clean, fold

FOLDED = "_folded"
QUOTES = '"“”'


def search_rows(rows: models.QuerySet, paths: Iterable[str], typed: str) -> models.QuerySet:
    """Return the rows in which every typed word occurs in one of the columns ``paths``.

    A column ending in ``_folded`` is compared without accents; text in quotation marks is one
    phrase and compared with them. A path may cross one relation.
    """
    term = clean(typed)
    if len(term) > 2 and term[0] in QUOTES and term[-1] in QUOTES:
        exact = [path.removesuffix(FOLDED) for path in paths]
        return rows.filter(_anywhere(rows.model, exact, term[1:-1]))
    for word in term.split():
        rows = rows.filter(_anywhere(rows.model, paths, word))
    return rows


def _anywhere(model: type[models.Model], paths: Iterable[str], word: str) -> Q:
    condition = Q(pk__in=())
    for path in paths:
        condition |= _in_column(model, path, word)
    return condition


def _in_column(model: type[models.Model], path: str, word: str) -> Q:
    """One column; across a relation by a subquery, which neither repeats rows nor slows others."""
    relation, _, rest = path.partition("__")
    if not rest:
        return Q(**_compare(path, word))
    field: Any = model._meta.get_field(relation)
    found = field.related_model._base_manager.filter(**_compare(rest, word))
    if field.one_to_many:
        return Q(pk__in=found.values(field.field.attname))
    return Q(**{f"{relation}__in": found})


def _compare(column: str, word: str) -> dict[str, str]:
    if column.endswith(FOLDED):
        return {f"{column}__contains": fold(word)}
    return {f"{column}__icontains": word}

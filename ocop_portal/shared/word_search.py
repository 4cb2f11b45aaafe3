"""Full-text search by words without accents: a kept column, and the question to it.

The words of a row are what its texts say without accents, case, punctuation and markup; the
database keeps them in a generated column with an index. The last letters of a word may be left
out: ``bo tieu ch`` finds "Bộ tiêu chí".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import Func

from ocop_portal.shared.text import ImmutableFold, fold

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 12
WEIGHTS = "ABCD"  # what is said first counts most


class _Words(Func):
    """The words of some columns, of one weight."""

    output_field = SearchVectorField()
    arg_joiner = " || ' ' || "

    def __init__(self, *columns: str, weight: str) -> None:
        bare = "regexp_replace(%(expressions)s, '<[^>]*>', ' ', 'g')"
        folded = ImmutableFold.template.replace("%(expressions)s", bare)
        words = f"regexp_replace({folded}, '[^[:alnum:]]+', ' ', 'g')"
        template = f"setweight(to_tsvector('simple', {words}), '{weight}')"
        super().__init__(*columns, template=template)


class _Together(Func):
    output_field = SearchVectorField()
    template = "(%(expressions)s)"
    arg_joiner = " || "


class WordsField(models.GeneratedField):
    """The words of text columns of the same model: ``WordsField(["title"], ["lead", "body"])``.

    Each list is a weight, the first the heaviest. The columns must not be null.
    """

    def __init__(self, *groups: Sequence[str], **kwargs: Any) -> None:
        self.groups = [list(group) for group in groups]
        parts = (
            _Words(*group, weight=weight)
            for group, weight in zip(self.groups, WEIGHTS, strict=False)
        )
        kwargs |= {
            "expression": _Together(*parts),
            "output_field": SearchVectorField(),
            "db_persist": True,
        }
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Give migrations the columns alone; the expression follows from them."""
        name, path, _args, kwargs = super().deconstruct()
        for key in ("expression", "output_field", "db_persist"):
            kwargs.pop(key, None)
        return name, path, self.groups, kwargs


def asking_for(text: str) -> SearchQuery | None:
    """The question for rows that hold every word of ``text``; ``None`` where it has no word."""
    words = WORD.findall(fold(text))[:MOST_WORDS]
    if not words:
        return None
    return SearchQuery(" & ".join(f"{w}:*" for w in words), search_type="raw", config="simple")

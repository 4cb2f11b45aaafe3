"""Addresses that nobody else holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from django.db import models

from ocop_portal.shared.text import slugify


def free_slug(rows: models.QuerySet, *texts: str, max_length: int = 160) -> str:
    """A slug no row of ``rows`` has: the first of ``texts``, then longer ones, then numbered.

    ``texts`` go from the plain name to what tells namesakes apart: the second is joined to the
    first, the third to both. A name without a Latin letter gives ``muc``.
    """
    parts: list[str] = []
    slug = ""
    for text in texts:
        parts.append(text)
        slug = slugify(" ".join(parts), max_length - 5) or "muc"
        if not rows.filter(slug=slug).exists():
            return slug
    return next(
        numbered
        for number in count(2)
        if not rows.filter(slug=(numbered := f"{slug}-{number}")).exists()
    )


def free_slugs(
    rows: models.QuerySet, names: Sequence[tuple[str, ...]], max_length: int = 160
) -> list[str]:
    """As `free_slug`, for many names at once: a query for each word that has to be added."""
    slugs: list[str] = [""] * len(names)
    taken: set[str] = set()
    waiting = list(range(len(names)))
    for step in count():
        wanted = {place: _attempt(names[place], step, max_length) for place in waiting}
        held = rows.filter(slug__in=set(wanted.values())).values_list("slug", flat=True)
        taken.update(held)
        waiting = []
        for place, slug in wanted.items():
            if slug in taken:
                waiting.append(place)
            else:
                slugs[place] = slug
                taken.add(slug)
        if not waiting:
            break
    return slugs


def _attempt(texts: tuple[str, ...], step: int, max_length: int) -> str:
    """The slug to try at a step: one more text each time, then a number."""
    joined = slugify(" ".join(texts[: step + 1]), max_length - 5) or "muc"
    return joined if step < len(texts) else f"{joined}-{step - len(texts) + 2}"

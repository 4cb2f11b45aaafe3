"""Addresses that nobody else holds."""

from __future__ import annotations

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

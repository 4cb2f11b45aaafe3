"""Model fields of no particular trade."""

from __future__ import annotations

from typing import Any

from django.db import models

from ocop_portal.shared.text import ImmutableFold


class FoldedField(models.GeneratedField):
    """The text of ``source`` without accents and case, kept by the database for searching.

    ``source`` is the name of a text field of the same model.
    """

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("expression", ImmutableFold(source))
        kwargs.setdefault("output_field", models.TextField())
        kwargs.setdefault("db_persist", True)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Give migrations the source alone; the expression follows from it."""
        name, path, _args, kwargs = super().deconstruct()
        for key in ("expression", "output_field", "db_persist", "editable"):
            kwargs.pop(key, None)
        return name, path, [self.source], kwargs


def english(kind: type[models.Field], name: str, **kwargs: Any) -> models.Field:
    """The English twin of a text called ``name``, shown on English pages where it is filled.

    Empty by the database's own default too: rows also come by COPY.
    """
    return kind(f"{name} (tiếng Anh)", blank=True, default="", db_default="", **kwargs)

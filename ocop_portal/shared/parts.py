"""Parts of a page worked out ahead and filled in often.

A part is a template of ours whose text hardly changes: a form, a bar, a row. For each language and
each small context it is worked out once, with a mark where every value goes; afterwards only the
values are put in. That saves a list page most of the work of the template engine. What is kept is
a template still, only simpler: it holds nothing of the register. Whole pages are filled in the same
way, see ``ocop_portal.shared.pages``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Private use: no text of ours holds these letters.
FRAME_MARKS = "".join(map(chr, range(0xE000, 0xE010)))  # what surrounds the content of a page
VALUE_MARKS = "".join(map(chr, range(0xE010, 0xE030)))
MARK = re.compile(f"([{FRAME_MARKS}{VALUE_MARKS}])")

Pieces = list[str]

MOST_KEPT = 5000  # half a KB each; far more than our templates have contexts
_kept: dict[Hashable, Pieces] = {}


def fill(
    template: str,
    context: Mapping[str, Hashable],
    implied: Mapping[str, Any] | None = None,
    language: str | None = None,
    **values: Any,
) -> SafeString:
    """``template`` rendered with ``context`` and ``values``, all but the values kept.

    The ``context`` is what the template asks about: flags and names out of short lists of ours,
    nothing the register holds. ``implied`` goes to the template too and must follow from the
    context. The values are escaped unless they are safe; a template may print them but not ask
    about them. ``language`` is the active one, from a caller that fills dozens of parts and has
    asked for it once.
    """
    return put_in(_pieces(template, context, implied, values, language), said(values))


def fill_each(
    template: str,
    rows: Iterable[tuple[Mapping[str, Hashable], Mapping[str, Any]]],
    language: str | None = None,
) -> Iterator[SafeString]:
    """``fill`` for many rows, each with its ``context`` and values of the same names."""
    known: dict[Hashable, Pieces] = {}
    for context, values in rows:
        key = tuple(context.values())
        if key not in known:
            known[key] = _pieces(template, context, None, values, language)
        yield put_in(known[key], said(values))


def _pieces(
    template: str,
    context: Mapping[str, Hashable],
    implied: Mapping[str, Any] | None,
    values: Mapping[str, Any],
    language: str | None = None,
) -> Pieces:
    key = (template, language or get_language(), *context.values())
    pieces = _kept.get(key)
    if pieces is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        pieces = cut(template, {**context, **(implied or {}), **marks(values)})
        _kept[key] = pieces
    return pieces


def marks(values: Mapping[str, Any]) -> dict[str, str]:
    """A mark for each of the values, by name. Raises ``ValueError`` when they are too many."""
    return dict(zip(values, VALUE_MARKS[: len(values)], strict=True))


def said(values: Mapping[str, Any]) -> dict[str, str]:
    """What goes where the marks of these values are, escaped."""
    return dict(zip(VALUE_MARKS, map(escaped, values.values()), strict=False))


def escaped(value: Any) -> str:
    """The same as Django's ``conditional_escape``, at a third of the time."""
    if type(value) is SafeString:
        return value
    text = value if hasattr(value, "__html__") else str(value)
    return text.__html__() if hasattr(text, "__html__") else escape(text)


def cut(template: str, context: Mapping[str, Any]) -> Pieces:
    """The rendered text cut at its marks, which are pieces themselves."""
    return [piece for piece in MARK.split(render_to_string(template, context)) if piece]


def put_in(pieces: Pieces, values: Mapping[str, str]) -> SafeString:
    """The text with its marks replaced."""
    return SafeString("".join([values.get(piece, piece) for piece in pieces]))

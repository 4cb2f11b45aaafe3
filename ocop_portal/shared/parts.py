"""Parts of a page rendered once and filled in often.

A part is a template of ours whose text hardly changes: a form, a bar, a row. It is rendered once
for each language and each small context, with a mark where every value goes; afterwards only the
values are put in. That saves a list page most of the work of the template engine. Whole pages are
filled in the same way: see ``ocop_portal.shared.pages``.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocop_portal.shared.fragments import Fragments

# Private use: no text of ours holds these letters.
FRAME_MARKS = "".join(map(chr, range(0xE000, 0xE010)))  # what surrounds the content of a page
VALUE_MARKS = "".join(map(chr, range(0xE010, 0xE030)))
MARK = re.compile(f"([{FRAME_MARKS}{VALUE_MARKS}])")

Pieces = list[str]

_kept: Fragments[Pieces] = Fragments(most=5000)  # half a KB each


def fill(
    template: str,
    truth: Hashable,
    context: Mapping[str, Hashable],
    implied: Mapping[str, Any] | None = None,
    **values: Any,
) -> SafeString:
    """``template`` rendered with ``context`` and ``values``, all but the values kept.

    ``truth`` is what the text depends on besides the ``context`` (the content version, the day).
    ``implied`` goes to the template too and must follow from the context. The values are escaped
    unless they are safe; a template may print them but not ask about them.
    """
    key = (template, get_language(), *context.values())
    pieces = _kept.get(
        truth, key, lambda: cut(template, {**context, **(implied or {}), **marks(values)})
    )
    return put_in(pieces, said(values))


def marks(values: Mapping[str, Any]) -> dict[str, str]:
    """A mark for each of the values, by name. Raises ``ValueError`` when they are too many."""
    return dict(zip(values, VALUE_MARKS[: len(values)], strict=True))


def said(values: Mapping[str, Any]) -> dict[str, str]:
    """What goes where the marks of these values are, escaped."""
    return dict(zip(VALUE_MARKS, map(conditional_escape, values.values()), strict=False))


def cut(template: str, context: Mapping[str, Any]) -> Pieces:
    """The rendered text cut at its marks, which are pieces themselves."""
    return [piece for piece in MARK.split(render_to_string(template, context)) if piece]


def put_in(pieces: Pieces, values: Mapping[str, str]) -> SafeString:
    """The text with its marks replaced."""
    return mark_safe("".join([values.get(piece, piece) for piece in pieces]))

"""Parts of a page rendered once and filled in often.

A part is a template of ours whose text hardly changes: a form, a bar, a row. It is rendered once
for each language and each small context, with a mark where every value goes; afterwards only the
values are put in. That saves a list page most of the work of the template engine.
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

FIRST_MARK, MOST_VALUES = 0xE000, 16  # private use: no text of ours holds these letters
MARK = re.compile(f"([{chr(FIRST_MARK)}-{chr(FIRST_MARK + MOST_VALUES)}])")

Pieces = tuple[str | int, ...]

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
    pieces = _kept.get(truth, key, lambda: _pieces(template, context, implied, values))
    said = [conditional_escape(value) for value in values.values()]
    return mark_safe("".join([p if isinstance(p, str) else said[p] for p in pieces]))


def _pieces(
    template: str,
    context: Mapping[str, Any],
    implied: Mapping[str, Any] | None,
    values: Mapping[str, Any],
) -> Pieces:
    """The rendered text cut at the marks; a number stands for the value that goes there."""
    marks = {name: chr(FIRST_MARK + number) for number, name in enumerate(values)}
    cut = MARK.split(render_to_string(template, {**context, **(implied or {}), **marks}))
    return tuple(ord(p) - FIRST_MARK if place % 2 else p for place, p in enumerate(cut))

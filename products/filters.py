"""What a visitor may write in the address of the catalogue and of the map."""

from __future__ import annotations

import re

from django.http import QueryDict
from django.utils.translation import gettext

from ocop_portal.shared.text import clean
from products.catalogue.parameters import FACETS, PAGE, SORT, WORDS, Sort
from products.catalogue.query import CatalogueQuery, Problem

SLUG = re.compile("[a-z0-9-]+")  # as our own links write values: nothing to be cleaned
LONGEST_QUESTION = 200  # characters
MOST_VALUES = 50  # chosen in one facet
SORTS = {sort.value: sort for sort in Sort}


def parse_query(data: QueryDict) -> CatalogueQuery:
    """Read the question out of a query string.

    Never fails: what cannot be followed is left out and listed in ``problems``. Whether a value
    of a facet exists only the register knows; ``select`` reports those.
    """
    problems: list[Problem] = []
    return CatalogueQuery(
        words=clean(data.get(WORDS, ""))[:LONGEST_QUESTION].strip(),
        chosen=tuple((name, values) for name in FACETS if (values := _values(data, name))),
        sort=_sort(data.get(SORT, ""), problems),
        page=_page(data.get(PAGE, ""), problems),
        problems=tuple(problems),
    )


def _values(data: QueryDict, facet: str) -> tuple[str, ...]:
    """The distinct values of a facet in the order given."""
    wanted = data.getlist(facet)[:MOST_VALUES]
    cleaned = (value if SLUG.fullmatch(value) else clean(value) for value in wanted)
    return tuple(dict.fromkeys(value for value in cleaned if value))


def _sort(value: str, problems: list[Problem]) -> Sort | None:
    if value and value not in SORTS:
        problems.append(Problem(SORT, clean(value)))
    return SORTS.get(value)


def _page(value: str, problems: list[Problem]) -> int:
    if not value:
        return 1
    if value.isascii() and value.isdecimal() and len(value) <= 6 and int(value) > 0:
        return int(value)
    problems.append(Problem(PAGE, clean(value)))
    return 1


def problem_messages(query: CatalogueQuery, last_page: int) -> list[str]:
    """What of the address was left out, in words for the visitor."""
    messages = [_message(problem) for problem in query.problems]
    if query.page > last_page:
        messages.append(gettext("Danh sách chỉ có %(last)d trang.") % {"last": last_page})
    return messages


def _message(problem: Problem) -> str:
    said = {"value": problem.value[:40]}
    if problem.parameter == SORT:
        return gettext("Không có cách xếp “%(value)s”.") % said
    if problem.parameter == PAGE:
        return gettext("Không có trang “%(value)s”.") % said
    said["facet"] = str(FACETS[problem.parameter])
    return gettext("%(facet)s không có giá trị “%(value)s”.") % said

"""Questions to the catalogue that nobody asked before: facets in any combination."""

from __future__ import annotations

import random
from collections.abc import Sequence
from urllib.parse import urlencode

from ocop_portal.shared.text import fold
from products.catalogue.parameters import (
    COMMUNE,
    GROUP,
    PRODUCER_KIND,
    SORT,
    STARS,
    SUBGROUP,
    WORDS,
    YEAR,
    Sort,
    value_of,
)
from products.models import Certification, Product

QUESTIONS = 6000
MOST_FACETS = MOST_VALUES = 3
NARROWED = (GROUP, SUBGROUP, COMMUNE, PRODUCER_KIND, STARS, YEAR)
ORDERS = ("", *(sort.value for sort in (Sort.NAME, Sort.STARS, Sort.NEWEST)))


def never_asked(searches: Sequence[str] = ("",)) -> tuple[str, ...]:
    """Lists narrowed by one to three facets, up to three values each, in any order.

    With ``searches`` each of them is also a search for one of these words.
    """
    dice = random.Random(5)
    products, choices = _choices()
    found = {words: [each for each in products if words in each[-1]] for words in searches}
    questions = (
        _question(dice, found[words], choices, words)
        for words in (dice.choice(searches) for _ in range(QUESTIONS))
    )
    asked = dict.fromkeys(urlencode(question, doseq=True) for question in questions)
    return tuple(f"/san-pham/?{question}" for question in asked)


def _choices() -> tuple[list[tuple[str, ...]], list[list[str]]]:
    """What each product has in ``NARROWED``, then its words; and all there is to choose."""
    awards = Certification.objects.latest_first().reverse().values_list("stars", "recognised_year")
    latest = dict(zip(awards.values_list("product_id", flat=True), awards, strict=True))
    columns = ("group__parent__slug", "group__slug", "commune__slug", "producer__kind", "name")
    products = [
        (group, subgroup, commune, value_of(kind), *map(str, latest[pk]), fold(f"{name} {kind}"))
        for pk, group, subgroup, commune, kind, name in Product.objects.alphabetical().values_list(
            "pk", *columns
        )
        if pk in latest
    ]
    columns_of_values = list(zip(*products, strict=True))[: len(NARROWED)]
    return products, [sorted(set(values)) for values in columns_of_values]


def _question(
    dice: random.Random,
    products: Sequence[Sequence[str]],
    choices: Sequence[Sequence[str]],
    words: str,
) -> dict[str, object]:
    """What some product answers to: one to three facets of its own, and other values besides."""
    product = dice.choice(products)
    asked: dict[str, object] = {WORDS: words} if words else {}
    for place in dice.sample(range(len(NARROWED)), dice.randint(1, MOST_FACETS)):
        others = dice.sample(choices[place], min(dice.randrange(MOST_VALUES), len(choices[place])))
        asked[NARROWED[place]] = list(dict.fromkeys([product[place], *others]))
    order = dice.choice(ORDERS)
    return asked | ({SORT: order} if order else {})

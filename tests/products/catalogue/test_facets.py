"""The largest values of a facet are those that counting all of them finds, in the same order."""

import random

import pytest

from products.catalogue.bitsets import from_positions
from products.catalogue.facets import FacetIndex

SIZE, VALUES, MOST = 4000, 700, 9


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.7, 0.95, 1])
@pytest.mark.parametrize("evenness", [1, 3])
def test_largest_of_a_part(share, evenness):
    dice = random.Random(f"{share} {evenness}")
    values = [(f"xa-{int(VALUES * dice.random() ** evenness)}",) for _ in range(SIZE)]
    facet = FacetIndex(values)
    part = [place for place in range(SIZE) if dice.random() < share]
    counts: dict[str, int] = {}
    for place in part:
        counts[values[place][0]] = counts.get(values[place][0], 0) + 1
    expected = sorted(counts.items(), key=lambda each: each[1], reverse=True)[:MOST]
    assert facet.largest(from_positions(part, SIZE), MOST) == expected

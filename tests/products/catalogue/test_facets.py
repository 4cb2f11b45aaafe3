"""The largest values are those that counting all of them finds, in the same order."""

import random
from collections import Counter

import pytest

from products.catalogue.bitsets import from_positions
from products.catalogue.census import Census
from products.catalogue.facets import FacetIndex

SIZE, VALUES, MOST = 4000, 700, 9
DICE = random.Random(7)


def commune(evenness: int) -> tuple[str, ...]:
    """One of many values, the uneven ones far more often some than others; now and then none."""
    number = int(VALUES * DICE.random() ** evenness)
    return (f"xa-{number}",) if number % 50 else ()


COMMUNES = {evenness: [commune(evenness) for _ in range(SIZE)] for evenness in (1, 3)}
YEARS = [(str(DICE.choice((2021, 2022, 2022, 2023))),) for _ in range(SIZE)]
ROADS = [(f"duong-{int(900 * DICE.random() ** 4)}",) for _ in range(SIZE)]  # few, and many in one


def expected(evenness: int, part: list[int]) -> list[tuple[str, int]]:
    """Counted one by one: the largest, of equals the larger in all, then the alphabet."""
    column = COMMUNES[evenness]
    totals = Counter(value for here in column for value in here)
    counts = Counter(value for place in part for value in column[place])
    return sorted(counts.items(), key=lambda each: (-each[1], -totals[each[0]], each[0]))[:MOST]


@pytest.mark.parametrize("share", [0, 0.05, 0.5, 1])
@pytest.mark.parametrize("evenness", COMMUNES)
def test_largest_of_a_part(share, evenness):
    part = [place for place in range(SIZE) if DICE.random() < share]
    facet = FacetIndex(COMMUNES[evenness])
    assert facet.largest(from_positions(part, SIZE), MOST) == expected(evenness, part)


@pytest.mark.parametrize(
    "chosen",
    [
        [],
        [("nam", ("2022",))],
        [("nam", ("2021", "2023")), ("duong", ("duong-0", "duong-500", "duong-501"))],
        [("duong", ("duong-7",))],
        [("nam", ("1999",))],
    ],
)
@pytest.mark.parametrize("evenness", COMMUNES)
def test_largest_of_what_was_chosen_elsewhere(chosen, evenness):
    columns = {"nam": YEARS, "duong": ROADS}
    others = {name: FacetIndex(column) for name, column in columns.items()}
    census = Census(FacetIndex(COMMUNES[evenness], known=["xa-khong-ai"]), others)
    part = [
        place
        for place in range(SIZE)
        if all(columns[name][place][0] in values for name, values in chosen)
    ]
    assert census.largest(chosen, MOST) == expected(evenness, part)

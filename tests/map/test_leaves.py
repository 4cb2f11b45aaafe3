"""Pages of the list: of about one weight, in order, without a gap; where each commune stands."""

from typing import NamedTuple

import pytest

from ocop_portal.map.leaves import ROOM, turn_to


class Item(NamedTuple):
    name: int
    count: int


def items(*counts):
    return [Item(name, count) for name, count in enumerate(counts)]


def leaves(communes, query=""):
    pages = turn_to(communes, query, 1).pages
    return [turn_to(communes, query, number) for number in range(1, pages + 1)]


def test_few_communes_stand_on_one_page():
    (leaf,) = leaves(items(3, 1, 0))
    assert (leaf.number, leaf.pages, leaf.first, leaf.last, leaf.total) == (1, 1, 1, 3, 3)
    assert [item.count for item in leaf.items] == [3, 1, 0]


def test_no_commune_at_all_is_a_page_too():
    (leaf,) = leaves([])
    assert (leaf.pages, leaf.items, leaf.first, leaf.last) == (1, [], 1, 0)


@pytest.mark.parametrize("query", ["", "ranh-gioi=cu&q=" + "x" * 300, "q=" + "x" * ROOM])
def test_every_commune_stands_on_exactly_one_page(query):
    communes = items(*range(300, 0, -1), *[0] * 700)
    pages = leaves(communes, query)
    assert [item for leaf in pages for item in leaf.items] == communes
    assert [leaf.first for leaf in pages] == [1, *(leaf.last + 1 for leaf in pages[:-1])]
    assert all(leaf.items for leaf in pages)


def test_longer_addresses_and_more_to_tell_leave_less_room():
    assert len(leaves(items(*[6] * 200))) > len(leaves(items(*[1] * 200)))
    assert len(leaves(items(*[1] * 200), "q=" + "x" * 300)) > len(leaves(items(*[1] * 200)))


def test_communes_without_products_stay_together_where_a_page_holds_them():
    apart = leaves(items(*[6] * 20, *[0] * 100))
    assert [[item.count for item in leaf.items] for leaf in apart] == [[6] * 20, [0] * 100]
    assert [leaf.bare_from for leaf in apart] == [2, 2]
    (together,) = leaves(items(*[6] * 10, *[0] * 50))
    assert together.bare_from == 1
    assert len(leaves(items(*[0] * 400))) == 3


def test_page_is_the_one_asked_the_last_one_or_that_of_a_place():
    communes = items(*[1] * 100)
    last = turn_to(communes, "", 1).pages
    assert last > 2
    assert turn_to(communes, "", 99).number == last
    assert turn_to(communes, "", 0).number == 1
    for leaf in leaves(communes):
        for place in (leaf.first - 1, leaf.last - 1):
            assert turn_to(communes, "", 0, place).number == leaf.number

"""Sets as integers behave as sets; scores of bit planes add up as numbers do."""

from array import array
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.catalogue.bitsets import flags, from_positions, pack, positions, union
from products.catalogue.scores import Scores

SIZES = st.sampled_from([1, 7, 8, 9, 64, 300, 5000])


@st.composite
def sets(draw, how_many=3):
    size = draw(SIZES)
    places = st.integers(0, size - 1)
    return size, [draw(st.sets(places, max_size=min(size, 400))) for _ in range(how_many)]


@given(sets(1))
def test_positions_come_back_in_order(given_sets):
    size, [members] = given_sets
    bits = from_positions(members, size)
    assert list(positions(bits, size)) == sorted(members)
    assert bits.bit_count() == len(members)
    assert [place for place, flag in enumerate(flags(bits, size)) if flag] == sorted(members)
    assert len(flags(bits, size)) == size


@pytest.mark.parametrize("size", [100, 70_000])
def test_positions_of_everything_and_of_the_last_alone(size):
    assert list(positions((1 << size) - 1, size)) == list(range(size))
    assert list(positions(1 << (size - 1), size)) == [size - 1]
    assert list(positions(0, size)) == []


@given(sets())
def test_union_of_sparse_and_dense_postings(given_sets):
    size, many = given_sets
    postings = [pack(array("I", sorted(members)), size) for members in many]
    assert union(postings, size) == from_positions(set().union(*many), size)


def test_pack_keeps_few_positions_as_an_array_and_many_as_an_integer():
    assert isinstance(pack(array("I", [3]), 20_000), bytes)
    assert isinstance(pack(array("I", range(1000)), 20_000), int)
    assert union([pack(array("I", [69_999]), 70_000)], 70_000) == 1 << 69_999


@given(sets(5), st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_scores_are_sums_and_classes_descend(given_sets, weights):
    size, many = given_sets
    scores, expected = Scores(), Counter()
    for members, weight in zip(many, weights, strict=True):
        scores.add(from_positions(members, size), weight)
        for member in members:
            expected[member] += weight
    among = set().union(*many[:3])
    classes = [list(positions(bits, size)) for bits in scores.classes(from_positions(among, size))]
    assert sorted(place for members in classes for place in members) == sorted(among)
    worth = [{expected[place] for place in members} for members in classes]
    assert all(len(values) == 1 for values in worth)
    assert worth == sorted(worth, key=max, reverse=True)
    best = scores.best(from_positions(among, size), 3, size)
    assert best == sorted(among, key=lambda place: (-expected[place], place))[:3]

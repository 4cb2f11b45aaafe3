"""Kept pieces are those of the present truth, and take no more memory than they may."""

import pytest

from ocop_portal.shared.fragments import ENVELOPE, Fragments
from ocop_portal.shared.weight import weight
from products.models import Product
from tests.factories.products import make_product


@pytest.fixture(autouse=True)
def _empty():
    Fragments.forget_all()


def keep(store: Fragments, *keys: str, size: int = 1000) -> None:
    store.keep_many("now", dict.fromkeys(keys, b"." * (size - ENVELOPE)))


def test_longest_unused_gives_way_whichever_store_it_is_in(settings):
    settings.PIECE_CACHE_BYTES = 16_000
    old, new = Fragments(most=100), Fragments(most=100)
    for store in (old, new):
        store.get_many("now", ())
    keep(old, *"abcdefgh")
    keep(new, *"ijklmnop")
    assert [*old.get_many("now", "ab")] == ["a", "b"]  # used again
    keep(new, "q")
    assert [*old.get_many("now", "abcdefgh")] == [*"abefgh"]  # one more than needed went
    assert [*new.get_many("now", "ijklmnopq")] == [*"ijklmnopq"]


def test_another_truth_or_a_piece_in_the_place_of_another_frees_its_room(settings):
    settings.PIECE_CACHE_BYTES = 16_000
    store, other = Fragments(most=100), Fragments(most=100)
    for each in (store, other):
        each.get_many("now", ())
    keep(other, "x")
    keep(store, *"abcdefgh", size=1800)
    store.get_many("tomorrow", ())
    store.get_many("now", ())
    keep(store, *"abcdefgh", size=1800)
    keep(store, *"abcdefgh", size=1800)
    assert [*other.get_many("now", "x")] == ["x"]


def test_most_pieces_are_those_used_last():
    store = Fragments(most=2)
    made = [store.get("now", key, lambda key=key: key) for key in "abacab"]
    assert made == [*"abacab"]
    assert [*store.get_many("now", "abc")] == [*"ab"]


@pytest.mark.django_db
def test_weight_counts_texts_once_and_does_not_follow_a_row_to_its_table():
    text = "ế" * 1000
    assert 2000 < weight([text, text]) < 2300
    assert weight({"a": (text, {text: b"." * 500})}) < 3500
    product = Product.objects.select_related("producer").get(pk=make_product().pk)
    assert weight({"products": Product.objects.all(), "one": product}) < 8000

"""An order gives the same row however it looks for it, and what a card says comes back whole."""

import random

import pytest

from products.catalogue import index
from products.catalogue.bitsets import from_positions
from products.catalogue.index import Order
from products.catalogue.said import Said, SaidOfEach


@pytest.mark.parametrize("few", [0, 10_000])
def test_few_are_sorted_and_many_looked_for_alike(monkeypatch, few):
    monkeypatch.setattr(index, "FEW", few)
    dice = random.Random(1)
    keys = [(dice.randrange(5),) for _ in range(300)]
    chosen = dice.sample(range(300), 80)
    arranged = list(Order(keys).arrange(from_positions(chosen, 300)))
    assert arranged == sorted(chosen, key=lambda position: (keys[position], position))


def test_what_is_said_of_each_comes_back_in_vietnamese_and_empty():
    tea = Said("Chè Shan tuyết", "che-shan", "recognised", "HTX Bằng Phúc", "che")
    told = [tea, Said(), tea._replace(name="Trà", slug="tra")]
    kept = SaidOfEach()
    for said in told:
        kept.add(said)
    kept.finish()
    assert [kept[0], kept[1], kept[2]] == told

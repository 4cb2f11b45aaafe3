"""Points by part on the public page: shown whole or not at all."""

import datetime as dt
from decimal import Decimal

import pytest

from products.published_parts import PublishedPart, published_parts
from tests.factories.products import certify, make_product

WHOLE = {
    "parts": {"A": 30, "B": 20.5, "C": 28.666666},
    "part_points": {"A": "35", "B": "25", "C": "40"},
    "set_name": "Miến",
}


@pytest.mark.parametrize(
    "scoring",
    [
        {},
        {"parts": {}, "part_points": {}},
        {"parts": {"A": 30}, "part_points": {"A": "35", "B": "25"}},
        {"parts": {"A": 36}, "part_points": {"A": "35"}},
        {"parts": {"A": "x"}, "part_points": {"A": "35"}},
    ],
)
def test_incomplete_is_none(scoring):
    assert published_parts(scoring) == []


def test_points_have_two_decimals_at_most():
    assert published_parts(WHOLE) == [
        PublishedPart("A", Decimal(30), Decimal(35)),
        PublishedPart("B", Decimal("20.5"), Decimal(25)),
        PublishedPart("C", Decimal("28.67"), Decimal(40)),
    ]


@pytest.mark.django_db
class TestPage:
    def shown(self, client, path="", **fields):
        product = make_product("Miến dong")
        certify(product, stars=4, score=Decimal("79.16"), on=dt.date(2026, 6, 1), **fields)
        return client.get(path + product.get_absolute_url()).content.decode()

    def test_shows_each_part_as_a_bar_with_its_words(self, client):
        html = self.shown(client, scoring=WHOLE)
        assert '<label for="phan-C">Phần C</label><span class="num">28,67 / 40 điểm</span>' in html
        assert '<progress class="bar" id="phan-C" max="40" value="28.67"></progress>' in html
        assert "Chưa công bố điểm từng phần" not in html

    def test_shows_no_bar_where_nothing_is_published(self, client):
        html = self.shown(client)
        assert "<progress" not in html
        assert "Chưa công bố điểm từng phần" in html

"""Search of the lists: words without accents, phrases with them, codes as they are."""

import pytest

from ocop_portal.shared.folded_search import search_rows
from producers.models import ProducerName
from products.models import Product
from tests.factories.producers import make_producer
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db

PATHS = ("name_folded", "producer__name_folded", "register_code")


@pytest.fixture(autouse=True)
def _register():
    make_product(
        "Miến dong Tài Hoan", producer=make_producer("HTX Tài Hoan"), register_code="BK-001"
    )
    make_product("Miền Đông trà", producer=make_producer("Hộ Bùi Đức"))


def found(typed, paths=PATHS):
    return sorted(product.name for product in search_rows(Product.objects.all(), paths, typed))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("mien dong", ["Miến dong Tài Hoan", "Miền Đông trà"]),
        ("MIẾN  DONG", ["Miến dong Tài Hoan", "Miền Đông trà"]),
        ("dong mien", ["Miến dong Tài Hoan", "Miền Đông trà"]),
        ("tai hoan", ["Miến dong Tài Hoan"]),
        ("bui duc tra", ["Miền Đông trà"]),
        ("bk-001", ["Miến dong Tài Hoan"]),
        ('"miến dong"', ["Miến dong Tài Hoan"]),
        ("“Miền Đông”", ["Miền Đông trà"]),
        ('"mien dong"', []),
        ("100%", []),
        ("_", []),
        ("", ["Miến dong Tài Hoan", "Miền Đông trà"]),
        ("   ", ["Miến dong Tài Hoan", "Miền Đông trà"]),
    ],
)
def test_search_finds(typed, names):
    assert found(typed) == names


def test_rows_are_not_repeated_across_a_relation():
    producer = make_producer("HTX Na Rì")
    for name in ("HTX Na Rì 1", "HTX Na Rì 2"):
        ProducerName.objects.create(producer=producer, name=name)
    rows = search_rows(
        type(producer).objects.all(), ("name_folded", "other_names__name_folded"), "na ri"
    )
    assert list(rows) == [producer]

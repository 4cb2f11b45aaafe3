"""A later page of a long list holds the rows a plain paginator gives, in one query."""

import pytest
from django.core.paginator import Paginator

from ocop_portal.shared.late_rows import LateRows
from products.models import Product
from tests.factories.producers import make_producer
from tests.factories.products import make_product


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 3])
def test_pages_are_those_of_a_plain_paginator(number, django_assert_num_queries):
    producer = make_producer("HTX")
    for name in "edcba":
        make_product(name, producer=producer)
    rows = Product.objects.select_related("producer").filter(name__gte="a").order_by("name", "pk")
    late, plain = LateRows(rows, 2), Paginator(rows, 2)
    assert late.count == 5
    with django_assert_num_queries(1):
        found = [(row.name, row.producer.name) for row in late.page(number)]
    assert found == [(row.name, row.producer.name) for row in plain.page(number)]

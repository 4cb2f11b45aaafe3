"""A term ends where PostgreSQL says it does."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.rules import latest_extension, term_end


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (dt.date(2021, 12, 29), 36, dt.date(2024, 12, 29)),
        (dt.date(2024, 6, 25), 36, dt.date(2027, 6, 25)),
        (dt.date(2024, 2, 29), 36, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 48, dt.date(2028, 2, 29)),
        (dt.date(2021, 2, 28), 36, dt.date(2024, 2, 28)),
        (dt.date(2022, 8, 31), 6, dt.date(2023, 2, 28)),
        (dt.date(2023, 8, 31), 6, dt.date(2024, 2, 29)),
        (dt.date(2023, 1, 31), 3, dt.date(2023, 4, 30)),
        (dt.date(2023, 11, 30), 1, dt.date(2023, 12, 30)),
        (dt.date(2023, 12, 31), 12, dt.date(2024, 12, 31)),
        (dt.date(2023, 12, 1), 1, dt.date(2024, 1, 1)),
    ],
)
def test_term_end_at_the_edges_of_months(start, months, end):
    assert term_end(start, months) == end


def test_term_end_without_months_is_three_years():
    assert term_end(dt.date(2023, 7, 1)) == dt.date(2026, 7, 1)


@pytest.mark.parametrize("months", [0, -1])
def test_term_end_of_no_length_is_refused(months):
    with pytest.raises(ValueError, match="một tháng"):
        term_end(dt.date(2023, 7, 1), months)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 240))
def test_term_end_keeps_the_day_or_takes_the_last_of_the_month(start, months):
    end = term_end(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (end.day < start.day and (end + dt.timedelta(days=1)).day == 1)


def test_latest_extension_is_180_days_on():
    assert latest_extension(dt.date(2026, 1, 1)) == dt.date(2026, 6, 30)

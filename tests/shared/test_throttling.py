"""Counting attempts: each is counted, by all workers together, and forgotten in time."""

import datetime as dt

import pytest

from ocop_portal.shared.models import ThrottleCounter
from ocop_portal.shared.throttling import count_attempt, forget_old_counts

HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 26, 8, 10, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def tries(times, act="register", who="203.0.113.7", at=NOW):
    return [count_attempt(act, who, most=3, within=HOUR, at=at) for _ in range(times)]


def test_so_many_attempts_are_within_bounds_and_no_more():
    assert tries(5) == [True, True, True, False, False]


def test_others_and_other_acts_are_counted_apart():
    tries(4)
    assert tries(1, who="198.51.100.1") == [True]
    assert tries(1, act="reset") == [True]


def test_next_stretch_begins_anew():
    tries(4)
    assert tries(1, at=NOW + dt.timedelta(minutes=49)) == [False]
    assert tries(1, at=NOW + dt.timedelta(minutes=50)) == [True]


def test_nobody_can_be_read_out_of_the_counts_and_they_go():
    tries(1, who="lan@vi.du")
    row = ThrottleCounter.objects.get()
    assert "lan" not in row.fingerprint
    assert forget_old_counts(NOW) == {"dòng đếm đã xóa": 0}
    assert forget_old_counts(NOW + dt.timedelta(days=3)) == {"dòng đếm đã xóa": 1}


def test_counts_longer_than_they_are_kept_are_refused():
    with pytest.raises(ValueError, match="forgotten"):
        count_attempt("x", "y", most=1, within=dt.timedelta(days=3), at=NOW)

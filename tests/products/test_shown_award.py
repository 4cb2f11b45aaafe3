"""Which award a product is shown with, its criteria, and where its score stands."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.enums import CertificationStatus, EndReason
from products.ruler import ruler
from products.rules import STAR_BANDS, criteria_on, shown_award, status_on

TODAY = dt.date(2026, 11, 23)


class Award:
    """An award as the rule sees it, with the status it is meant to have."""

    def __init__(self, status: CertificationStatus, decision_on=None, recognised_year=None):
        self._status = status
        self.decision_on = decision_on
        self.recognised_year = recognised_year

    def status(self, on):
        assert on == TODAY
        return self._status


VALID = Award(CertificationStatus.VALID, dt.date(2024, 6, 25))
LAPSED = Award(CertificationStatus.EXPIRED, dt.date(2021, 12, 29))
OLDER = Award(CertificationStatus.EXPIRED, dt.date(2018, 12, 12))
YEAR = Award(CertificationStatus.UNKNOWN, recognised_year=2022)
SAME_YEAR = Award(CertificationStatus.UNKNOWN, recognised_year=2021)
DATELESS = Award(CertificationStatus.UNKNOWN)
WITHDRAWN = Award(CertificationStatus.WITHDRAWN, dt.date(2023, 1, 1))
REPLACED = Award(CertificationStatus.SUPERSEDED, dt.date(2025, 1, 1))
COMING = Award(CertificationStatus.NOT_YET, dt.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("awards", "shown"),
    [
        ([], None),
        ([OLDER, VALID, COMING, YEAR], VALID),
        ([OLDER, LAPSED], LAPSED),
        ([LAPSED, YEAR], YEAR),
        ([LAPSED, SAME_YEAR], LAPSED),
        ([DATELESS, OLDER], OLDER),
        ([DATELESS], DATELESS),
        ([LAPSED, WITHDRAWN], WITHDRAWN),
        ([REPLACED, OLDER], OLDER),
        ([REPLACED, COMING], REPLACED),
        ([COMING], COMING),
    ],
)
def test_shown_award(awards, shown):
    assert shown_award(awards, TODAY) is shown
    assert shown_award(reversed(awards), TODAY) is shown


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"starts_on": TODAY, "ends_on": dt.date(2029, 11, 23)}, "valid"),
        ({"starts_on": dt.date(2023, 11, 23), "ends_on": TODAY}, "expired"),
        ({"starts_on": dt.date(2026, 11, 24), "ends_on": None}, "not_yet"),
        ({"starts_on": dt.date(2020, 1, 1), "ends_on": None}, "valid"),
        ({"starts_on": None, "ends_on": TODAY}, "expired"),
        ({"starts_on": None, "ends_on": None}, "unknown"),
        ({"starts_on": None, "ends_on": None, "expires_on": TODAY}, "expired"),
        ({"starts_on": None, "ends_on": None, "expires_on": dt.date(2026, 11, 24)}, "unknown"),
        ({"end_reason": EndReason.WITHDRAWN, "ended_on": TODAY}, "withdrawn"),
        ({"end_reason": EndReason.SUPERSEDED, "ended_on": TODAY}, "superseded"),
        (
            {
                "starts_on": dt.date(2025, 1, 1),
                "end_reason": EndReason.WITHDRAWN,
                "ended_on": dt.date(2026, 11, 24),
            },
            "valid",
        ),
    ],
)
def test_status_on_a_day(facts, status):
    nothing = {
        "starts_on": None,
        "ends_on": None,
        "expires_on": None,
        "end_reason": "",
        "ended_on": None,
    }
    assert status_on(TODAY, **nothing | facts) == status


@pytest.mark.parametrize(
    ("day", "decision"),
    [
        (dt.date(2018, 12, 12), None),
        (dt.date(2019, 8, 20), None),
        (dt.date(2019, 8, 21), ("1048/QĐ-TTg", "")),
        (dt.date(2021, 6, 30), ("1048/QĐ-TTg", "781/QĐ-TTg")),
        (dt.date(2023, 2, 23), ("1048/QĐ-TTg", "781/QĐ-TTg")),
        (dt.date(2023, 2, 24), ("148/QĐ-TTg", "")),
        (dt.date(2025, 7, 6), ("148/QĐ-TTg", "1489/QĐ-TTg")),
        (dt.date(2026, 5, 21), ("148/QĐ-TTg", "1489/QĐ-TTg")),
        (dt.date(2026, 5, 22), None),
        (dt.date(2026, 7, 21), None),
        (dt.date(2026, 7, 22), ("26/2026/QĐ-TTg", "")),
    ],
)
def test_criteria_of_a_day(day, decision):
    assert criteria_on(day) == decision


@pytest.mark.parametrize(
    ("score", "stars", "mark"),
    [
        ("0", 1, "20"),
        ("29.99", 1, "187.9"),
        ("30", 2, "188"),
        ("69.99", 3, "411.9"),
        ("70", 4, "412"),
        ("91.14", 5, "530.4"),
        ("100", 5, "580"),
    ],
)
def test_ruler(score, stars, mark):
    drawn = ruler(Decimal(score))
    assert (drawn.stars, drawn.mark_x) == (stars, mark)
    assert (drawn.band_from, drawn.band_to) == STAR_BANDS[stars]


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_ruler_puts_every_score_inside_its_band_and_the_drawing(score):
    drawn = ruler(score)
    assert drawn.band_from <= score <= drawn.band_to
    assert 20 <= float(drawn.mark_x) <= 580
    assert float(drawn.band_x) - 0.06 <= float(drawn.mark_x)
    assert float(drawn.mark_x) <= float(drawn.band_x) + float(drawn.band_width) + 0.11

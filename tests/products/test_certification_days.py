"""Which certifications count on a day: one table for rows of every kind."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from producers.models import Producer
from products.enums import CertificationStatus as Status
from products.models import Certification, Product

DAY = dt.timedelta(days=1)
START, END = dt.date(2021, 6, 30), dt.date(2024, 6, 30)
CUT = dt.date(2022, 3, 1)
TERM = {"decision_on": START, "valid_during": DateRange(START, END), "expires_on": END}

ROWS = {
    "term": TERM,
    "withdrawn": TERM
    | {
        "valid_during": DateRange(START, CUT),
        "end_reason": "withdrawn",
        "ended_on": CUT,
        "end_act": "1/QĐ-UBND",
    },
    "superseded": TERM
    | {"valid_during": DateRange(START, CUT), "end_reason": "superseded", "ended_on": CUT},
    "extended": TERM
    | {"valid_during": DateRange(START, END + 30 * DAY), "extended_to": END + 30 * DAY},
    "year": {"recognised_year": 2021},
    "nothing": {},
    "end only": {"recognised_year": 2019, "expires_on": dt.date(2023, 1, 10)},
    "year, superseded": {"recognised_year": 2019, "end_reason": "superseded", "ended_on": CUT},
}

# row, day, valid, ever, ended, status
TABLE = [
    ("term", START - DAY, False, False, False, Status.NOT_YET),
    ("term", START, True, True, False, Status.VALID),
    ("term", END - DAY, True, True, False, Status.VALID),
    ("term", END, False, True, True, Status.EXPIRED),
    ("withdrawn", CUT - DAY, True, True, False, Status.VALID),
    ("withdrawn", CUT, False, True, True, Status.WITHDRAWN),
    ("withdrawn", END + DAY, False, True, True, Status.WITHDRAWN),
    ("superseded", CUT - DAY, True, True, False, Status.VALID),
    ("superseded", CUT, False, True, True, Status.SUPERSEDED),
    ("extended", END, True, True, False, Status.VALID),
    ("extended", END + 30 * DAY, False, True, True, Status.EXPIRED),
    ("year", dt.date(2021, 12, 30), False, False, False, Status.UNKNOWN),
    ("year", dt.date(2021, 12, 31), False, True, False, Status.UNKNOWN),
    ("year", dt.date(2030, 1, 1), False, True, False, Status.UNKNOWN),
    ("nothing", dt.date(2015, 1, 1), False, True, False, Status.UNKNOWN),
    ("nothing", dt.date(2030, 1, 1), False, True, False, Status.UNKNOWN),
    ("end only", dt.date(2023, 1, 9), False, True, False, Status.UNKNOWN),
    ("end only", dt.date(2023, 1, 10), False, True, True, Status.EXPIRED),
    ("year, superseded", CUT - DAY, False, True, False, Status.UNKNOWN),
    ("year, superseded", CUT, False, True, True, Status.SUPERSEDED),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "day", "valid", "ever", "ended", "status"), TABLE)
def test_certification_on_a_day(row, day, valid, ever, ended, status):
    producer = Producer.objects.create(name="HTX", slug="htx", kind="htx")
    product = Product.objects.create(name="Chè", slug="che", producer=producer)
    made = Certification.objects.create(product=product, stars=4, **ROWS[row])
    made.refresh_from_db()
    rows = Certification.objects
    assert [rows.valid(day).exists(), rows.ever(day).exists(), rows.ended(day).exists()] == [
        valid,
        ever,
        ended,
    ]
    assert made.status(day) == status
    assert Product.objects.certified(day).exists() == valid

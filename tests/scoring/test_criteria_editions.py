"""Which edition of a set holds: the last published one, on the days of its decision."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction

from scoring.criteria.storage import load_criteria
from scoring.models import CriteriaSet, CriteriaVersion
from tests.scoring.criteria_sets import small_set

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(tmp_path):
    """The first edition of a small set, published."""
    (tmp_path / "9-9999.json").write_text(json.dumps(small_set()), encoding="utf-8")
    load_criteria(tmp_path, at=AT)
    return CriteriaSet.objects.get()


def edition(first, number, **values):
    return CriteriaSet.objects.create(
        version=first.version, number=1, edition=number, corrects=first, name="Bản sau", **values
    )


def test_draft_of_a_correction_is_not_yet_what_holds(first):
    edition(first, 2)
    assert list(CriteriaSet.objects.current()) == [first]
    assert list(CriteriaSet.objects.public()) == [first]


def test_one_draft_at_a_time(first):
    edition(first, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition(first, 3)


def test_correction_names_what_it_corrects(first):
    with pytest.raises(IntegrityError), transaction.atomic():
        CriteriaSet.objects.create(version=first.version, number=1, edition=2, name="x")


def test_set_of_a_draft_decision_is_not_public(first):
    draft = CriteriaVersion.objects.create(
        decision="1/QĐ-TTg",
        slug="1",
        title="Dự thảo",
        issued_on=AT.date(),
        effective_from=AT.date(),
        part_points={},
        bands=[],
    )
    CriteriaSet.objects.create(version=draft, number=1, name="Nháp")
    assert list(CriteriaSet.objects.public()) == [first]
    assert list(CriteriaVersion.objects.in_force(AT.date())) == [first.version]


def test_in_force_on_the_days_of_the_decision(first):
    begins = first.version.effective_from
    CriteriaVersion.objects.update(effective_to=begins + dt.timedelta(days=9))
    found = [
        CriteriaSet.objects.in_force(begins + dt.timedelta(days=n)).count() for n in (-1, 0, 9, 10)
    ]
    assert found == [0, 1, 1, 0]
    versions = [
        CriteriaVersion.objects.in_force(begins + dt.timedelta(days=n)).count()
        for n in (-1, 0, 9, 10)
    ]
    assert versions == found

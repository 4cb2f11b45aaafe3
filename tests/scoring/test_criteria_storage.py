"""Criteria in the database: loaded once, read back the same, published only when they add up."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from scoring.criteria.storage import definition_of, load_criteria, sets_in_full, stored_set
from scoring.models import (
    CriteriaSet,
    CriteriaVersion,
    CriterionOption,
)
from tests.factories.accounts import make_user
from tests.scoring.criteria_sets import (
    DECISIONS,
    DIRECTORY,
    INCOMPLETE,
    highest,
    small_set,
    version_of,
)

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The three decisions, loaded once for this file and taken away after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_criteria(DIRECTORY, at=AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def small(tmp_path):
    """Load a document of one small set, changed by ``change``, and return the set."""

    def load(change=None):
        document = small_set()
        if change:
            change(document["sets"][0])
        (tmp_path / "9-9999.json").write_text(json.dumps(document), encoding="utf-8")
        load_criteria(tmp_path, at=AT)
        return CriteriaSet.objects.get(version__slug="9-9999")

    return load


def refused(act):
    """The database's words when it refuses ``act``."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return str(caught.value)


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    @pytest.mark.parametrize("decision", DECISIONS)
    def test_every_set_reads_back_as_the_document_says(self, decision):
        kept = sets_in_full().filter(version__decision=f"{decision}/QĐ-TTg").order_by("number")
        with CaptureQueriesContext(connection) as captured:
            read = [definition_of(row) for row in kept]
        assert read == sorted(version_of(decision).sets, key=lambda each: each.number)
        assert len(captured) == 5

    def test_sets_that_do_not_add_up_are_not_usable_and_say_why(self):
        unusable = CriteriaSet.objects.filter(published_at=None)
        assert {(row.version.slug, row.number) for row in unusable.select_related("version")} == {
            (decision, number) for decision in ("148", "1048") for number in INCOMPLETE[decision]
        }
        assert all(row.issues for row in unusable)

    def test_loading_again_changes_nothing(self):
        before = CriterionOption.objects.count()
        out = StringIO()
        call_command("load_criteria", stdout=out)
        assert out.getvalue().splitlines() == [
            "phiên bản bộ tiêu chí: thêm 0, đổi 0, giữ nguyên 3",
            "bộ tiêu chí: thêm 0, đổi 0, giữ nguyên 78",
        ]
        assert CriterionOption.objects.count() == before

    def test_unpublished_set_cannot_be_published_until_it_adds_up(self):
        row = CriteriaSet.objects.get(version__slug="1048", number=21)
        assert "phần C" in refused(lambda: _publish(row))

    def test_one_set_by_its_numbers(self):
        stored = stored_set("26/2026", 6)
        assert stored == next(each for each in version_of("26/2026").sets if each.number == 6)

    def test_explanation_takes_what_is_kept_before_the_documents(self, tmp_path):
        path = tmp_path / "diem.json"
        path.write_text(json.dumps({"answers": highest("26/2026", 7)}), encoding="utf-8")
        CriteriaSet.objects.filter(version__slug="26-2026", number=7).update(
            confirmed_by=make_user(), confirmed_at=AT
        )
        out = StringIO()
        call_command(
            "explain_star", decision="26/2026", set=7, answers=str(path), json=True, stdout=out
        )
        found = json.loads(out.getvalue())
        assert (found["stars"], found["warnings"]) == (5, [])

    def test_unknown_set_is_none(self):
        assert stored_set("26/2026", 99) is None


class TestPublished:
    @pytest.mark.parametrize(
        "act",
        [
            lambda s: CriteriaSet.objects.filter(pk=s.pk).update(name="Khác"),
            lambda s: CriteriaSet.objects.filter(pk=s.pk).update(published_at=None),
            lambda s: CriteriaVersion.objects.filter(pk=s.version_id).update(title="Khác"),
            lambda s: s.parts.filter(code="A").update(max_points=41),
            lambda s: s.parts.filter(code="A").first().sections.update(title="Khác"),
            lambda s: s.criteria.filter(code="1.1").update(title="Khác"),
            lambda s: options(s).filter(points=10).update(points=9),
            lambda s: options(s).filter(points=0).delete(),
            lambda s: CriterionOption.objects.create(
                criterion=s.criteria.first(), points=1, text="Thêm", position=12
            ),
        ],
    )
    def test_nothing_of_it_can_be_changed(self, small, act):
        row = small()
        assert "công bố" in refused(lambda: act(row))

    def test_the_last_day_and_a_confirmation_may_be_added(self, small):
        row = small(lambda each: each.update(warnings=["xem lại 1.1"]))
        assert definition_of(sets_in_full().get(pk=row.pk)).warnings == ("xem lại 1.1",)
        CriteriaVersion.objects.filter(pk=row.version_id).update(effective_to=dt.date(2030, 1, 1))
        row.confirmed_by, row.confirmed_at, row.confirmation_note = make_user(), AT, "Đúng bản gốc"
        row.save()
        assert definition_of(sets_in_full().get(pk=row.pk)).warnings == ()


class TestAddingUp:
    @pytest.mark.parametrize(
        ("change", "place"),
        [
            (lambda s: s["parts"][0].update(max=41), "tổng các phần, điểm phần A, phần A"),
            (lambda s: s["parts"][0]["sections"][0].update(max=39), "phần A, mục A"),
            (
                lambda s: s["parts"][0]["sections"][0]["criteria"][0].update(max=9),
                "mục A, tiêu chí 1.1",
            ),
            (
                lambda s: s["parts"][0]["sections"][0]["criteria"][0].update(options=[]),
                "tiêu chí 1.1",
            ),
            (
                lambda s: s["parts"][0]["sections"][0]["criteria"][0].update(
                    kind="group", options=[]
                ),
                "tiêu chí 1.1",
            ),
            (lambda s: s.update(parts=[]), "tổng các phần"),
        ],
    )
    def test_what_does_not_add_up_cannot_be_published(self, small, change, place):
        message = refused(lambda: small(change))
        assert message.splitlines()[0] == f"Bộ tiêu chí chưa cộng đủ điểm: {place}"

    def test_incomplete_set_completed_by_hand_is_published(self, small):
        row = small(lambda each: each.update(complete=False, issues=["thiếu 1 điểm"]))
        assert row.is_usable is False
        assert row.criteria.filter(code="1.1").update(title="Sửa được") == 1
        _publish(row)
        assert definition_of(sets_in_full().get(pk=row.pk)).is_complete is True


def options(row):
    return CriterionOption.objects.filter(criterion__criteria_set=row)


def _publish(row):
    CriteriaSet.objects.filter(pk=row.pk).update(published_at=AT)

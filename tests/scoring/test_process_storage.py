"""Processes in the database: loaded once, read back the same, published only when whole."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from scoring.models import AssessmentProcess, CriteriaVersion, ProcessStep, PublicHoliday
from scoring.process.documents import read_holidays, read_processes
from scoring.process.enums import AssessmentKind, HolidayBasis
from scoring.process.rules import add_working_days
from scoring.process.storage import (
    definition_of,
    governing,
    load_processes,
    processes_in_full,
    work_calendar,
)
from tests.factories.process import make_version
from tests.project_files import ROOT

AT = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
DIRECTORY = ROOT / "fixtures/process"

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    for decision in ("1048", "148", "26/2026"):
        make_version(decision)
    return load_processes(DIRECTORY, at=AT)


def refused(act):
    """The database's words when it refuses ``act``."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return str(caught.value)


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_every_process_reads_back_as_the_document_says(self, django_assert_num_queries):
        with django_assert_num_queries(3):
            read = [definition_of(row) for row in processes_in_full()]
        assert read == list(reversed(read_processes(DIRECTORY)))

    def test_loading_again_changes_nothing(self):
        out = StringIO()
        call_command("load_processes", stdout=out)
        holidays = len(list(read_holidays(DIRECTORY / "holidays.csv")))
        assert out.getvalue().splitlines() == [
            "quy trình đánh giá: thêm 0, đổi 0, giữ nguyên 4",
            f"ngày nghỉ lễ: thêm 0, đổi 0, giữ nguyên {holidays}",
        ]

    def test_what_a_later_decision_says_is_added(self):
        AssessmentProcess.objects.filter(slug="148").update(finish_first_by=None)
        processes, _holidays = load_processes(DIRECTORY, at=AT)
        assert (processes.added, processes.changed, processes.unchanged) == (0, 1, 3)
        kept = AssessmentProcess.objects.get(slug="148")
        assert kept.finish_first_by == dt.date(2026, 7, 21)

    def test_governing_process_and_the_last_day_of_the_old_rules(self):
        found = governing(dt.date(2026, 5, 21), AssessmentKind.REEVALUATION)
        assert (found.row.slug, found.finish_by) == ("148-1489", dt.date(2026, 6, 21))

    def test_a_corrected_holiday_stays_and_counts(self):
        PublicHoliday.objects.filter(day="2026-11-24").update(name="Nghỉ")
        PublicHoliday.objects.create(day="2026-11-23", name="Hoán đổi", source="Văn bản A")
        load_processes(DIRECTORY, at=AT)
        assert PublicHoliday.objects.get(day="2026-11-24").name == "Nghỉ"
        calendar = work_calendar()
        assert add_working_days(dt.date(2026, 11, 20), 1, calendar) == dt.date(2026, 11, 25)
        assert [calendar.is_settled(dt.date(year, 2, 1)) for year in (2025, 2026, 2027)] == [
            True,
            True,
            False,
        ]

    @pytest.mark.parametrize(
        "act",
        [
            lambda p: AssessmentProcess.objects.filter(pk=p.pk).update(certificate_months=24),
            lambda p: AssessmentProcess.objects.filter(pk=p.pk).update(published_at=None),
            lambda p: p.steps.filter(position=1).update(term_days=20),
            lambda p: p.steps.filter(position=1).delete(),
            lambda p: p.rounds.update(proposed_day=1),
            lambda p: ProcessStep.objects.create(
                process=p, position=9, level="district", receives="UBND huyện"
            ),
        ],
    )
    def test_nothing_published_can_be_changed(self, act):
        process = AssessmentProcess.objects.get(slug="26-2026")
        assert "công bố" in refused(lambda: act(process))

    def test_two_processes_for_one_day_are_refused(self):
        kept = AssessmentProcess.objects.get(slug="148-1489")
        said = refused(
            lambda: AssessmentProcess.objects.filter(pk=kept.pk).update(
                filed_to=dt.date(2026, 5, 22)
            )
        )
        assert "process_one_a_day" in said


@pytest.mark.usefixtures("loaded")
def test_a_process_in_which_nobody_awards_a_star_is_not_published():
    draft = AssessmentProcess.objects.create(
        slug="du-thao",
        name="Dự thảo",
        citation="1/QĐ-TTg",
        criteria_version=CriteriaVersion.objects.get(slug="148"),
        filed_from=dt.date(2040, 1, 1),
        certificate_months=36,
    )
    step = ProcessStep.objects.create(
        process=draft, position=1, level="province", receives="UBND tỉnh", awards=[3, 4]
    )
    publish = AssessmentProcess.objects.filter(pk=draft.pk)
    assert "{3,4}" in refused(lambda: publish.update(published_at=AT))
    step.awards = [3, 4, 5]
    step.save()
    AssessmentProcess.objects.filter(slug="26-2026").update(filed_to=dt.date(2039, 12, 31))
    assert publish.update(published_at=AT) == 1


def test_without_their_criteria_nothing_is_loaded():
    with pytest.raises(CommandError, match="Chạy load_criteria trước"):
        call_command("load_processes")
    assert not AssessmentProcess.objects.exists()


def test_a_worked_day_is_on_a_weekend():
    holiday = PublicHoliday(
        day=dt.date(2027, 1, 4),
        name="Làm bù",
        is_working_day=True,
        basis=HolidayBasis.NOTICE,
        source="Văn bản A",
    )
    with pytest.raises(ValidationError, match="thứ Bảy hoặc Chủ nhật"):
        holiday.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        holiday.save()


def test_half_a_window_is_refused():
    with pytest.raises(IntegrityError, match="process_window_in_order"), transaction.atomic():
        AssessmentProcess.objects.create(
            slug="nua",
            name="Nửa",
            citation="1/QĐ-TTg",
            criteria_version=make_version("1"),
            filed_from=dt.date(2040, 1, 1),
            certificate_months=36,
            window_opens_days=180,
        )

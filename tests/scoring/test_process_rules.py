"""Time limits, windows, rounds, levels, and which process governs a day."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.process.definitions import Term, WorkCalendar
from scoring.process.documents import read_holidays, read_processes
from scoring.process.enums import AssessmentKind, ProcessLevel
from scoring.process.rules import (
    Pause,
    ProcessUnknown,
    add_working_days,
    due_on,
    next_step,
    process_for,
    reading,
    round_of,
    step_at,
    step_awarding,
    window,
    working_days_between,
)
from tests.project_files import ROOT

DIRECTORY = ROOT / "fixtures/process"
PROCESSES = {process.slug: process for process in read_processes(DIRECTORY)}
NOW = PROCESSES["26-2026"]
HOLIDAYS = list(read_holidays(DIRECTORY / "holidays.csv"))
CALENDAR = WorkCalendar(
    days_off=frozenset(row.day for row in HOLIDAYS if not row.is_working_day),
    worked=frozenset(row.day for row in HOLIDAYS if row.is_working_day),
)
DAY = dt.timedelta(days=1)

days = st.dates(dt.date(2024, 12, 1), dt.date(2028, 2, 1))
calendars = st.builds(
    WorkCalendar,
    days_off=st.frozensets(days, max_size=40),
    worked=st.frozensets(days.filter(lambda day: day.weekday() > 4), max_size=10),
)


def day(text):
    return dt.date.fromisoformat(text)


class TestWorkingDays:
    @pytest.mark.parametrize(
        ("start", "number", "end"),
        [
            ("2026-11-02", 15, "2026-11-23"),  # no holiday between: three weeks to the day
            ("2026-11-09", 15, "2026-12-01"),  # 24/11 is a holiday from 2026 on
            ("2025-11-10", 15, "2025-12-01"),  # and was none in 2025
            ("2026-02-13", 1, "2026-02-23"),  # over Tết 2026: 14/2 to 22/2
            ("2025-04-25", 1, "2025-04-26"),  # a Saturday worked in exchange for 2/5
            ("2025-04-29", 1, "2025-05-05"),  # 30/4, 1/5 and the exchanged 2/5 are off
            ("2026-04-24", 1, "2026-04-28"),  # Giỗ Tổ on a Sunday, made up on Monday
            ("2026-08-28", 1, "2026-09-03"),  # 31/8 exchanged, 1/9 and 2/9
            ("2027-04-29", 1, "2027-05-04"),  # 1/5/2027 is a Saturday, made up on Monday
            ("2026-11-07", 0, "2026-11-07"),
        ],
    )
    def test_fifteen_days_of_the_commune_know_the_holidays(self, start, number, end):
        assert add_working_days(day(start), number, CALENDAR) == day(end)

    @given(days, st.integers(0, 60), calendars)
    def test_so_many_working_days_lie_between_start_and_end(self, start, number, calendar):
        end = add_working_days(start, number, calendar)
        passed = [start + DAY * n for n in range(1, (end - start).days + 1)]
        opened = [
            each
            for each in passed
            if each in calendar.worked or (each.weekday() < 5 and each not in calendar.days_off)
        ]
        assert len(opened) == number
        assert opened[-1:] == ([end] if number else [])
        assert working_days_between(start, end, calendar) == number
        assert working_days_between(end, start, calendar) == -number

    @given(days, st.integers(0, 30), st.integers(0, 30), calendars)
    def test_terms_one_after_the_other_are_one_term(self, start, first, second, calendar):
        halfway = add_working_days(start, first, calendar)
        assert add_working_days(halfway, second, calendar) == add_working_days(
            start, first + second, calendar
        )

    def test_a_negative_term_is_refused(self):
        with pytest.raises(ValueError, match="-1"):
            add_working_days(day("2026-11-02"), -1, CALENDAR)


class TestClock:
    def test_days_of_the_calendar_end_on_a_working_day(self):
        term = Term(45)
        assert due_on(day("2026-11-02"), term, CALENDAR) == day("2026-12-17")
        assert due_on(day("2026-11-04"), term, CALENDAR) == day("2026-12-21")  # 19/12: Saturday

    def test_days_while_the_producer_supplements_do_not_count(self):
        term = Term(15, is_working=True)
        paused = [Pause(day("2026-11-05"), day("2026-11-12"))]
        assert due_on(day("2026-11-02"), term, CALENDAR, paused) == day("2026-12-01")

    def test_a_clock_that_stands_keeps_what_is_left(self):
        term = Term(15, is_working=True)
        paused = [Pause(day("2026-11-05"))]
        shown = [
            reading(day("2026-11-02"), term, CALENDAR, today=day(today), pauses=paused)
            for today in ("2026-11-05", "2026-11-30")
        ]
        assert [(each.due_on, each.left, each.is_stopped) for each in shown] == [
            (None, 12, True),
            (None, 12, True),
        ]
        assert not any(each.is_overdue for each in shown)

    @pytest.mark.parametrize(
        ("today", "left", "is_overdue"),
        [
            ("2026-11-02", 15, False),
            ("2026-11-20", 1, False),
            ("2026-11-23", 0, False),
            ("2026-11-24", 0, True),  # a holiday: late, by no working day yet
            ("2026-11-25", -1, True),
        ],
    )
    def test_what_is_left_and_when_it_is_late(self, today, left, is_overdue):
        shown = reading(day("2026-11-02"), Term(15, is_working=True), CALENDAR, today=day(today))
        assert (shown.due_on, shown.left, shown.is_overdue) == (
            day("2026-11-23"),
            left,
            is_overdue,
        )

    def test_left_in_days_of_the_calendar(self):
        shown = reading(day("2026-11-02"), Term(45), CALENDAR, today=day("2026-12-20"))
        assert (shown.left, shown.is_overdue) == (-3, True)

    @given(days, st.integers(1, 40), st.booleans(), st.integers(0, 20), st.integers(0, 30))
    def test_a_pause_only_ever_puts_the_day_off(self, start, number, is_working, after, length):
        term = Term(number, is_working)
        stopped = start + DAY * after
        plain = due_on(start, term, CALENDAR)
        paused = due_on(start, term, CALENDAR, [Pause(stopped, stopped + DAY * length)])
        assert paused >= plain
        if length == 0 or stopped >= plain:
            assert paused == plain


class TestWindow:
    def test_of_a_certificate(self):
        found = window(day("2027-06-25"), opens_days=180, closes_days=120)
        assert (found.opens_on, found.closes_on) == (day("2026-12-27"), day("2027-02-25"))
        assert [day(text) in found for text in ("2026-12-26", "2026-12-27", "2027-02-25")] == [
            False,
            True,
            True,
        ]
        assert day("2027-02-26") not in found


class TestRounds:
    @pytest.mark.parametrize(
        ("level", "proposed", "number", "before", "assessed"),
        [
            ("province", "2026-04-29", 1, "2026-04-30", "2026-06-30"),
            ("province", "2026-04-30", 2, "2026-10-30", "2026-12-30"),
            ("province", "2026-10-29", 2, "2026-10-30", "2026-12-30"),
            ("province", "2026-10-30", 1, "2027-04-30", "2027-06-30"),
            ("ministry", "2026-01-29", 2, "2026-01-30", "2026-03-30"),
            ("ministry", "2026-01-30", 1, "2026-07-30", "2026-09-30"),
            ("ministry", "2026-12-31", 2, "2027-01-30", "2027-03-30"),
        ],
    )
    def test_of_a_day(self, level, proposed, number, before, assessed):
        found = round_of(day(proposed), NOW.rounds, ProcessLevel(level))
        assert (found.number, found.proposed_before, found.assessed_before) == (
            number,
            day(before),
            day(assessed),
        )
        assert found.year == day(before).year

    def test_no_rounds_no_round(self):
        rounds = PROCESSES["148"].rounds
        assert round_of(day("2024-05-01"), rounds, ProcessLevel.PROVINCE) is None

    @given(days)
    def test_every_day_has_its_round_within_a_year(self, proposed):
        found = round_of(proposed, NOW.rounds, ProcessLevel.PROVINCE)
        assert proposed < found.proposed_before <= proposed + DAY * 190
        assert found.proposed_before < found.assessed_before


class TestLevels:
    @pytest.mark.parametrize(
        ("slug", "way", "awarding"),
        [
            ("1048", "district province ministry", "province province ministry"),
            ("148", "commune district province ministry", "district province ministry"),
            ("148-1489", "commune province ministry", "province province ministry"),
            ("26-2026", "commune province ministry", "province province ministry"),
        ],
    )
    def test_who_comes_after_whom_and_who_awards(self, slug, way, awarding):
        steps = PROCESSES[slug].steps
        assert " ".join(step.level for step in steps) == way
        assert " ".join(step_awarding(steps, stars).level for stars in (3, 4, 5)) == awarding
        assert step_awarding(steps, 2) is None
        assert all(step.has_council == bool(step.scores) for step in steps)

    @pytest.mark.parametrize(
        ("slug", "level", "total", "goes_to"),
        [
            ("26-2026", "commune", None, "province"),
            ("26-2026", "province", None, None),
            ("26-2026", "province", "89.996", None),
            ("26-2026", "province", "90", "ministry"),
            ("26-2026", "ministry", "95", None),
            ("148", "district", "69.99", None),
            ("148", "district", "70", "province"),
            ("1048", "district", "50", "province"),
        ],
    )
    def test_where_a_dossier_goes(self, slug, level, total, goes_to):
        points = Decimal(total) if total else None
        found = next_step(PROCESSES[slug].steps, ProcessLevel(level), points)
        assert (found.level if found else None) == goes_to

    def test_a_level_the_process_lacks(self):
        with pytest.raises(LookupError):
            step_at(NOW.steps, ProcessLevel.DISTRICT)


class TestWhichProcess:
    @pytest.mark.parametrize(
        ("filed", "kind", "slug", "finish_by"),
        [
            ("2019-08-21", "first", "1048", None),
            ("2023-02-23", "first", "1048", None),
            ("2023-02-24", "upgrade", "148", "2026-07-21"),
            ("2025-07-05", "first", "148", "2026-07-21"),
            ("2025-07-06", "first", "148-1489", "2026-07-21"),
            ("2026-05-21", "upgrade", "148-1489", "2026-07-21"),
            ("2026-05-21", "reevaluation", "148-1489", "2026-06-21"),
            ("2026-05-22", "reevaluation", "26-2026", None),
            ("2030-01-01", "first", "26-2026", None),
        ],
    )
    def test_is_that_of_the_day_filed(self, filed, kind, slug, finish_by):
        found = process_for(day(filed), AssessmentKind(kind), PROCESSES.values())
        assert found.process.slug == slug
        assert found.finish_by == (day(finish_by) if finish_by else None)

    def test_before_the_first_there_is_none(self):
        with pytest.raises(ProcessUnknown, match="20/08/2019"):
            process_for(day("2019-08-20"), AssessmentKind.FIRST, PROCESSES.values())

    def test_old_rules_end_sixty_and_thirty_days_after_the_new_ones_began(self):
        began = NOW.filed_from
        for slug in ("148", "148-1489"):
            old = PROCESSES[slug]
            assert old.finish_by(AssessmentKind.FIRST) == began + DAY * 60
            assert old.finish_by(AssessmentKind.UPGRADE) == began + DAY * 60
            assert old.finish_by(AssessmentKind.REEVALUATION) == began + DAY * 30

    def test_periods_join_without_gap(self):
        kept = sorted(PROCESSES.values(), key=lambda process: process.filed_from)
        for earlier, later in pairwise(kept):
            assert earlier.filed_to + DAY == later.filed_from


def test_every_holiday_is_named_with_its_source():
    assert len({row.day for row in HOLIDAYS}) == len(HOLIDAYS)
    assert all(row.name and row.source for row in HOLIDAYS)
    assert all(row.day.weekday() > 4 for row in HOLIDAYS if row.is_working_day)

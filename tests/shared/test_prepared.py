"""A prepared question answers like a plain one and survives what connections go through."""

import datetime as dt

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from ocop_portal.shared.prepared import PreparedNumbers, rows_of

ANSWER = PreparedNumbers("SELECT 41 + 1, 7")


@pytest.mark.django_db(transaction=True)
class TestOutsideATransaction:
    def test_it_is_prepared_once(self):
        assert [ANSWER.ask(), ANSWER.ask()] == [(42, 7), (42, 7)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_prepared_statements WHERE statement = %s", [ANSWER.sql]
            )
            assert cursor.fetchone() == (1,)

    def test_a_connection_the_server_closed_is_opened_anew(self):
        ANSWER.ask()
        lost, other = connection.connection.info.backend_pid, connections["default"].copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])
        other.close()
        assert ANSWER.ask() == (42, 7)
        assert connection.connection.info.backend_pid != lost

    def test_a_forgotten_statement_is_prepared_again(self):
        ANSWER.ask()
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        assert [ANSWER.ask(), ANSWER.ask()] == [(42, 7), (42, 7)]

    def test_an_answer_shows_that_the_connection_is_alive(self):
        connection.ensure_connection()
        connection.health_check_done = False
        ANSWER.ask()
        assert connection.health_check_done

    def test_what_the_database_refuses_is_raised(self):
        with pytest.raises(ProgrammingError, match="khong_co"):
            PreparedNumbers("SELECT 1 FROM khong_co").ask()

    def test_in_a_transaction_it_sees_what_was_written_there(self):
        counted = PreparedNumbers("SELECT count(*) FROM shared_contentversion")
        before = counted.ask()[0]
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO shared_contentversion (number) VALUES (1)")
            assert counted.ask() == (before + 1,)


@pytest.mark.django_db(transaction=True)
class TestRows:
    SQL = "SELECT %s::date + n, NULL FROM generate_series(1, %s) n"
    DAY = dt.date(2026, 11, 26)
    ROWS = [(dt.date(2026, 11, 27), None), (dt.date(2026, 11, 28), None)]

    def test_are_planned_once_whatever_is_asked(self):
        asked = [rows_of(self.SQL, [self.DAY, number]) for number in (2, 1, 0)]
        assert asked == [self.ROWS, self.ROWS[:1], []]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement ~ 'series'")
            assert cursor.fetchone() == (1,)

    def test_are_asked_plainly_where_statements_are_lost_and_in_a_transaction(self):
        rows_of(self.SQL, [self.DAY, 2])
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        assert rows_of(self.SQL, [self.DAY, 2]) == self.ROWS
        assert rows_of(self.SQL, [self.DAY, 2]) == self.ROWS
        with transaction.atomic():
            assert rows_of(self.SQL, [self.DAY, 2]) == self.ROWS

    def test_survive_a_connection_the_server_closed_and_say_what_is_wrong(self):
        rows_of(self.SQL, [self.DAY, 2])
        lost, other = connection.connection.info.backend_pid, connections["default"].copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [lost])
        other.close()
        assert rows_of(self.SQL, [self.DAY, 2]) == self.ROWS
        with pytest.raises(ProgrammingError, match="khong_co"):
            rows_of("SELECT 1 FROM khong_co WHERE 1 = %s", [1])

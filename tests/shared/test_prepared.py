"""A prepared question answers like a plain one and survives what connections go through."""

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from ocop_portal.shared.prepared import PreparedNumbers

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

"""A question asked with every request: parsed and planned once for each connection.

Asked the usual way it would cost as much as all else a kept page needs: the ORM's cursor, the
question before it whether the connection is alive, and PostgreSQL planning it anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from weakref import WeakSet

import psycopg
from django.db import connection
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

_plainly: WeakSet[psycopg.Connection] = WeakSet()
"""Connections behind which somebody else holds the statements: a pooler."""


def rows_of(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows a statement of ours answers, planned once for each connection.

    A join of ten tables takes longer to plan than to answer. As `PreparedNumbers`: plainly inside
    a transaction and behind a pooler, and a connection the server has closed is opened anew, so
    a statement that writes must do no harm when it is done twice. Raises ``DatabaseError`` as any
    query does.
    """
    connection.ensure_connection()
    link = connection.connection
    if not connection.in_atomic_block and connection.get_autocommit() and link not in _plainly:
        link.prepare_threshold = 0  # Django's own cursors prepare nothing, whatever stands here
        try:
            with psycopg.Cursor(link) as cursor:
                found = cursor.execute(sql, values, prepare=True).fetchall()
        except (psycopg.errors.InvalidSqlStatementName, psycopg.errors.DuplicatePreparedStatement):
            _plainly.add(link)
        except psycopg.Error:  # asked again below, so that Django tells of it
            if link.pgconn.status == ConnStatus.BAD:
                connection.close()
        else:
            connection.health_check_done = True  # type: ignore[attr-defined]
            return found
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


class PreparedNumbers:
    """A question without parameters whose answer is one row of whole numbers.

    It also shows that the connection is alive: one the server has closed is opened anew. Inside a
    transaction, or where no statement can be prepared (a pooler between), it is asked plainly.
    """

    def __init__(self, sql: str) -> None:
        self.sql = sql
        # A pooler may hand on a connection that knows what an older release asked.
        self.name = hashlib.sha1(sql.encode(), usedforsecurity=False).hexdigest().encode()
        self._knowing: WeakSet[psycopg.Connection] = WeakSet()

    def ask(self) -> tuple[int, ...]:
        """The numbers, as the current transaction sees them.

        Raises ``DatabaseError`` as any query does.
        """
        connection.ensure_connection()
        link = connection.connection
        is_idle = link.pgconn.transaction_status == TransactionStatus.IDLE
        if is_idle and not connection.in_atomic_block:
            answer = self._ask_prepared(link)
            if answer is not None:
                connection.health_check_done = True  # type: ignore[attr-defined]
                return answer
        if link.pgconn.status == ConnStatus.BAD and not connection.in_atomic_block:
            connection.close()
        with connection.cursor() as cursor:
            cursor.execute(self.sql)
            return cursor.fetchone()

    def _ask_prepared(self, link: psycopg.Connection) -> tuple[int, ...] | None:
        """The answer; nothing where the connection is lost or does not know the statement."""
        try:
            if link not in self._knowing:
                link.pgconn.prepare(self.name, self.sql.encode())
                self._knowing.add(link)
            result = link.pgconn.exec_prepared(self.name, None)
        except psycopg.OperationalError:
            return None
        if result.status != ExecStatus.TUPLES_OK:
            self._knowing.discard(link)
            return None
        return tuple(int(result.get_value(0, place) or 0) for place in range(result.nfields))

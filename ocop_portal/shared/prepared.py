"""A question asked with every request: parsed and planned once for each connection.

Asked the usual way it would cost as much as all else a kept page needs: the ORM's cursor, the
question before it whether the connection is alive, and PostgreSQL planning it anew each time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus

PLACE = re.compile("%[s%]")
FORGOTTEN = b"26000"
"""State of an answer that no statement goes by that name: invalid_sql_statement_name."""


class Statement(NamedTuple):
    """A statement as PostgreSQL knows it, and its name there."""

    name: bytes
    sql: bytes


class Known:
    """What one connection has prepared, and how it reads and writes values."""

    def __init__(self, link: psycopg.Connection) -> None:
        self.adapt = Transformer(link)
        self.names: set[bytes] = set()


_known: WeakKeyDictionary[psycopg.Connection, Known] = WeakKeyDictionary()
_plainly: WeakSet[psycopg.Connection] = WeakSet()
"""Connections behind which somebody else holds the statements: a pooler."""


def rows_of(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows a statement of ours answers, planned once for each connection.

    A join of ten tables takes longer to plan than to answer, and a cursor longer to set up than
    a row to read. Values are sent as words, so ``%s::date`` says what a place holds wherever
    the statement itself does not. As `PreparedNumbers`: plainly inside a transaction and behind
    a pooler, and a connection the server has closed is opened anew, so a statement that writes
    must do no harm when it is done twice. Raises ``DatabaseError`` as any query does.
    """
    ours = connections[DEFAULT_DB_ALIAS]
    if ours.connection is None:
        ours.ensure_connection()
    link = ours.connection
    if not ours.in_atomic_block and link not in _plainly and link.autocommit:
        found = _prepared_rows(link, _statement(sql), values)
        if found is not None:
            ours.health_check_done = True  # type: ignore[attr-defined]
            return found
        if link.pgconn.status == ConnStatus.BAD:
            ours.close()
    with ours.cursor() as cursor:  # so that Django tells what was wrong
        cursor.execute(sql, values)
        return cursor.fetchall()


@lru_cache(maxsize=256)
def _statement(sql: str) -> Statement:
    numbers = count(1)
    numbered = PLACE.sub(lambda at: "%" if at[0] == "%%" else f"${next(numbers)}", sql)
    return Statement(_name(numbered), numbered.encode())


def _name(sql: str) -> bytes:
    """By what is asked: a pooler may hand on a connection that knows an older release's."""
    return hashlib.sha1(sql.encode(), usedforsecurity=False).hexdigest().encode()


def _prepared_rows(
    link: psycopg.Connection, statement: Statement, values: Sequence[Any]
) -> list[tuple[Any, ...]] | None:
    """The rows; nothing where the statement is refused, or is not known any more."""
    known = _known.get(link)
    if known is None:
        known = _known[link] = Known(link)
    try:
        sent = known.adapt.dump_sequence(values, [PyFormat.TEXT] * len(values))
        if statement.name not in known.names:
            link.pgconn.prepare(statement.name, statement.sql)
        result = link.pgconn.exec_prepared(statement.name, sent)  # type: ignore[arg-type]
    except psycopg.Error:
        return None
    if result.status != ExecStatus.TUPLES_OK:
        if result.error_field(DiagnosticField.SQLSTATE) == FORGOTTEN:
            _plainly.add(link)
        return None
    known.names.add(statement.name)
    known.adapt.set_pgresult(result)
    return known.adapt.load_rows(0, result.ntuples, tuple)


class PreparedNumbers:
    """A question without parameters whose answer is one row of whole numbers.

    It also shows that the connection is alive: one the server has closed is opened anew. Inside a
    transaction, or where no statement can be prepared (a pooler between), it is asked plainly.
    """

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.name = _name(sql)
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

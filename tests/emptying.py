"""Empties the database after a test that commits, by looking where something was written.

Django truncates every table and then makes permissions and triggers anew: seconds for two
hundred tables. Here only tables with rows are emptied, and what migrations made stays.
"""

from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.test import TransactionTestCase
from psycopg import sql

MADE_BY_MIGRATIONS = {"auth_permission", "django_content_type"}


def empty_quickly() -> None:
    """Let every transactional test end with `empty_tables` in place of the flush command."""
    TransactionTestCase._fixture_teardown = lambda _case: empty_tables()


def empty_tables() -> None:
    """Delete every row a test left, without asking triggers and foreign keys where allowed."""
    filled = _filled_tables()
    if not filled:
        return
    with transaction.atomic(using=DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        if _may_silence_triggers():
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table in filled:
                cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        else:
            tables = sql.SQL(", ").join(map(sql.Identifier, filled))
            cursor.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))


def _filled_tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    question = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    questions = [
        question.format(sql.Literal(name), sql.Identifier(name))
        for name in names
        if name not in MADE_BY_MIGRATIONS
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(questions))
        return [name for (name,) in cursor.fetchall()]


def _may_silence_triggers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone() == (True,)

"""The audit trail is the database's own: nothing that changes a row escapes it."""

import pytest
from django.db import Error, connection, transaction

from communes.models import Province

pytestmark = pytest.mark.django_db


def events() -> list[tuple[str, str]]:
    """Label and name of each event about provinces, oldest first."""
    return list(
        Province.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", "name")
    )


def test_insert_update_delete_each_leave_one_event():
    province = Province.objects.create(code="19", name="Thái Nguyên", full_name="Tỉnh Thái Nguyên")
    province.name = "Bắc Thái"
    province.save()
    province.delete()
    assert events() == [
        ("insert", "Thái Nguyên"),
        ("update", "Bắc Thái"),
        ("delete", "Bắc Thái"),
    ]


def test_plain_sql_is_written_down_row_by_row():
    Province.objects.bulk_create(
        [Province(code="19", name="A", full_name="A"), Province(code="20", name="B", full_name="B")]
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE communes_province SET name = name || '!' WHERE code = '19'")
    assert events() == [("insert", "A"), ("insert", "B"), ("update", "A!")]


def test_saving_without_a_change_leaves_nothing():
    province = Province.objects.create(code="19", name="A", full_name="A")
    province.save()
    assert events() == [("insert", "A")]


@pytest.mark.parametrize("statement", ["UPDATE {} SET name = 'x'", "DELETE FROM {}"])
def test_events_are_neither_altered_nor_removed(statement):
    Province.objects.create(code="19", name="A", full_name="A")
    table = Province.pgh_event_model._meta.db_table
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert events() == [("insert", "A")]

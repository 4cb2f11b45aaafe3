"""The content version changes with every public row, whoever writes it, and never makes wait."""

import datetime as dt

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from communes.models import Province
from ocop_portal.shared.models import ContentMoment, ContentVersion
from ocop_portal.shared.versions import content_state, content_version
from tests.factories.news import make_article
from tests.passing_time import let_pass


def _add_province(code: str) -> None:
    Province.objects.create(code=code, name=code, full_name=code)


@pytest.mark.django_db
def test_version_changes_with_a_saved_row():
    before = content_version()
    _add_province("90")
    assert content_version() > before


@pytest.mark.django_db
def test_version_changes_with_plain_sql():
    _add_province("90")
    before = content_version()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE communes_province SET name = 'khác'")
    assert content_version() > before


@pytest.mark.django_db
def test_version_stays_when_nothing_was_written():
    _add_province("90")
    assert content_version() == content_version()


@pytest.mark.django_db
def test_version_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        content_version()


@pytest.mark.django_db(transaction=True)
def test_two_open_writers_do_not_wait_for_each_other():
    other = connections["default"].copy()
    try:
        with transaction.atomic():
            _add_province("90")
            with other.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute(
                    "INSERT INTO communes_province (code, name, full_name, name_en, is_served) "
                    "VALUES ('91', 'b', 'b', '', false)"
                )
            inside = content_version()
        assert content_version() == inside
        assert ContentVersion.objects.count() == 2
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_version_of_an_open_writer_is_seen_only_when_it_commits():
    other = connections["default"].copy()
    try:
        before = content_version()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO communes_province (code, name, full_name, name_en, is_served) "
                "VALUES ('91', 'b', 'b', '', false)"
            )
        assert content_version() == before
        other.commit()
        assert content_version() > before
    finally:
        other.close()


@pytest.mark.django_db
def test_version_changes_when_something_becomes_due_without_a_write():
    due = timezone.now() + dt.timedelta(hours=1)
    make_article(publish_at=due)
    before, at_first = content_state()
    assert at_first < due
    let_pass(hours=2)
    after, at_last = content_state()
    assert (after, at_last >= at_first) == (before + 1, True)


@pytest.mark.django_db
def test_what_is_past_already_is_no_moment_to_come():
    make_article()
    assert ContentMoment.objects.count() == 0


@pytest.mark.django_db
def test_change_of_the_hour_is_noted():
    article = make_article(publish_at=timezone.now() + dt.timedelta(days=1))
    later = timezone.now() + dt.timedelta(days=2)
    type(article).objects.filter(pk=article.pk).update(publish_at=later)
    assert later in ContentMoment.objects.values_list("at", flat=True)

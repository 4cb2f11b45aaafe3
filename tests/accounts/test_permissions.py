"""Who may do what: the table, the unit a role is held for, the day it is held."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Act, Area, Role
from accounts.permissions import (
    GRANTS,
    POSSIBLE,
    can,
    communes_of,
    may_enter_office,
    reach,
    roles_of,
)
from tests.factories.accounts import LONG_AGO, give_role, make_user
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.producers import make_producer

pytestmark = pytest.mark.django_db

EVERYTHING = [(act, area) for area in Area for act in Act]


def test_nobody_signed_in_may_do_nothing():
    assert [pair for pair in EVERYTHING if can(AnonymousUser(), *pair)] == []


def test_person_without_role_may_do_nothing():
    assert [pair for pair in EVERYTHING if can(make_user(), *pair)] == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PRODUCER])
def test_role_gives_what_the_table_says_and_no_more(role):
    user = make_user(role, commune=make_commune())
    given = {(act, area) for act, area in EVERYTHING if can(user, act, area)}
    assert given == {(act, area) for area, acts in GRANTS[role].items() for act in acts}


def test_table_gives_nothing_impossible():
    assert [
        (role, area, act)
        for role, areas in GRANTS.items()
        for area, acts in areas.items()
        for act in acts - POSSIBLE[area]
    ] == []


def test_nobody_edits_or_deletes_what_was_decided_or_written_down():
    superuser = make_user(is_superuser=True)
    for area in (Area.CERTIFICATION, Area.AUDIT):
        assert not can(superuser, Act.CHANGE, area)
        assert not can(superuser, Act.DELETE, area)


def test_superuser_may_whatever_is_possible():
    user = make_user(is_superuser=True)
    given = {(act, area) for act, area in EVERYTHING if can(user, act, area)}
    assert given == {(act, area) for area, acts in POSSIBLE.items() for act in acts}


def test_inactive_person_may_nothing_even_as_superuser():
    user = make_user(Role.PROVINCE_OFFICER, is_superuser=True, is_active=False)
    assert [pair for pair in EVERYTHING if can(user, *pair)] == []
    assert not may_enter_office(user)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (dt.date(2026, 2, 28), []),
        (dt.date(2026, 3, 1), [Role.EDITOR]),
        (dt.date(2026, 5, 31), [Role.EDITOR]),
        (dt.date(2026, 6, 1), []),
    ],
)
def test_role_is_held_from_its_first_day_until_before_its_last(day, held):
    user = make_user()
    give_role(user, Role.EDITOR, valid_from=dt.date(2026, 3, 1), valid_to=dt.date(2026, 6, 1))
    assert [role.role for role in roles_of(user, on=day)] == held


def test_role_that_ended_opens_nothing():
    user = make_user()
    give_role(user, Role.PROVINCE_OFFICER, valid_from=LONG_AGO, valid_to=dt.date(2021, 1, 1))
    assert not may_enter_office(user)
    assert not can(user, Act.VIEW, Area.REGISTER)


def test_producer_does_not_enter_the_office():
    user = make_user()
    give_role(user, Role.PRODUCER, producer=make_producer())
    assert not may_enter_office(user)


def test_commune_officer_acts_in_the_commune_and_what_it_came_from():
    commune, other = make_commune("Côn Minh"), make_commune("Chợ Đồn")
    former = make_former_commune("Quang Phong", commune)
    older = make_former_commune("Quang Phong cũ", former, valid_to=dt.date(2020, 1, 1))
    user = make_user(Role.COMMUNE_OFFICER, commune=commune)
    assert communes_of(user) == {commune.pk, former.pk, older.pk}
    assert can(user, Act.CHANGE, Area.REGISTER, [former.pk])
    assert not can(user, Act.CHANGE, Area.REGISTER, [other.pk])
    assert not can(user, Act.CHANGE, Area.REGISTER, [])
    assert not can(user, Act.CHANGE, Area.REGISTER, [None])


def test_unit_of_one_role_does_not_narrow_another():
    commune = make_commune()
    user = make_user(Role.COMMUNE_OFFICER, Role.EDITOR, commune=commune)
    assert reach(user, Act.VIEW, Area.REGISTER).everywhere
    assert reach(user, Act.CHANGE, Area.REGISTER).communes == {commune.pk}


def test_officer_of_two_communes_reaches_both():
    first, second = make_commune("Một"), make_commune("Hai")
    user = make_user(Role.COMMUNE_OFFICER, commune=first)
    give_role(user, Role.COMMUNE_OFFICER, commune=second)
    assert communes_of(user) == {first.pk, second.pk}


def test_deciding_takes_two_queries_however_often_it_is_asked(django_assert_num_queries):
    user = make_user(Role.COMMUNE_OFFICER, commune=make_commune())
    with django_assert_num_queries(2):  # the roles, the generation before the commune
        for pair in EVERYTHING:
            can(user, *pair)

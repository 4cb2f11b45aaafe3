"""The start page: what waits for the one who signed in, counted, and the list behind each count."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from products.attention import CERTIFICATION_ATTENTION
from products.models import Certification
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product, withdraw

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 15)


def waiting(client):
    """Counts by heading and title."""
    groups = client.get("/quan-tri/").context["waiting"]
    return {(group.title, task.title): task for group in groups for task in group.tasks}


def ending_in(days, **fields):
    """A certification that ends so many days after the day asked for."""
    award = certify(make_product(f"Còn {days}"), on=TODAY - dt.timedelta(days=900))
    end = TODAY + dt.timedelta(days=days)
    award.valid_during = (award.starts_on, end)
    award.expires_on = end
    for name, value in fields.items():
        setattr(award, name, value)
    award.save()
    return award


def attention(key):
    [found] = [each for each in CERTIFICATION_ATTENTION if each.key == key]
    return set(Certification.objects.filter(found.condition(TODAY)))


@pytest.mark.parametrize(
    ("days", "key"),
    [
        (181, None),
        (180, "sap-het-han"),
        (120, "sap-het-han"),
        (119, "qua-ky-nop"),
        (1, "qua-ky-nop"),
        (0, "da-het-han"),
        (-400, "da-het-han"),
    ],
)
def test_certification_waits_by_the_days_it_has_left(days, key):
    award = ending_in(days)
    keys = ("sap-het-han", "qua-ky-nop", "da-het-han")
    assert [each for each in keys if award in attention(each)] == ([key] if key else [])


def test_lapsed_product_that_was_recognised_again_does_not_wait():
    old = ending_in(-10)
    certify(old.product, on=TODAY - dt.timedelta(days=5))
    assert attention("da-het-han") == set()


def test_withdrawn_certification_did_not_lapse():
    award = certify(make_product(), on=dt.date(2024, 1, 1))
    withdraw(award, dt.date(2025, 1, 1))
    assert attention("da-het-han") == set()
    assert attention("chua-ro-han") == set()


def test_certification_known_only_by_its_last_day_lapses_too():
    award = certify(make_product(), expires_on=dt.date(2025, 12, 31))
    assert attention("da-het-han") == {award}
    assert attention("chua-ro-han") == set()


def test_certification_without_number_or_day_waits_to_be_completed():
    award = certify(make_product(), recognised_year=2021)
    assert attention("thieu-so-quyet-dinh") == {award}
    assert attention("chua-ro-han") == {award}


def test_each_count_leads_to_a_list_of_as_many_rows(client):
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    today = timezone.localdate()
    make_product("Thiếu tất cả", producer=make_producer(phone="0209"))
    make_product("Đủ", commune=make_commune(), group=make_group(), producer=make_producer())
    certify(make_product("Hết hạn"), on=today - dt.timedelta(days=2000))
    found = waiting(client)
    assert found["Sản phẩm", "Chưa rõ xã, phường"].count == 2
    assert found["Chứng nhận OCOP", "Đã hết hạn, chưa công nhận lại"].count == 1
    assert found["Chủ thể", "Chưa đồng ý công khai liên hệ"].count == 1
    for task in found.values():
        assert client.get(task.url).context["cl"].result_count == task.count, task


def test_officer_of_a_commune_is_shown_the_communes_own(client):
    commune = make_commune("Côn Minh")
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    make_product("Ta", commune=commune, producer=make_producer(commune=commune))
    make_product("Người", producer=make_producer())
    found = waiting(client)
    assert {heading for heading, _ in found} == {"Sản phẩm", "Chủ thể"}
    assert {task.count for task in found.values()} == {1}


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
def test_nothing_waits_for_whoever_only_looks(client, role):
    client.force_login(make_user(role))
    make_product()
    answer = client.get("/quan-tri/")
    assert [heading for heading, _ in waiting(client)] == []
    assert "Không có việc nào đang chờ" in answer.content.decode()


def test_queries_do_not_grow_with_what_waits(client):
    client.force_login(make_user(Role.PROVINCE_OFFICER))

    def queries(count):
        for number in range(count):
            certify(make_product(f"{count}.{number}"), recognised_year=2021)
        client.get("/quan-tri/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/quan-tri/")
        return len(captured)

    assert queries(1) == queries(3)


def test_reason_nobody_knows_finds_nothing(client):
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    make_product()
    listed = client.get("/quan-tri/products/product/", {"can-lam": "khong-co"})
    assert listed.context["cl"].result_count == 0

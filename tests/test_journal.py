"""The audit trail as officers read it: who, when, from what to what."""

import csv
import datetime as dt
import io

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from markets.models import SalesPoint
from ocop_portal.command_trail import recorded
from ocop_portal.journal import PAGE_SIZE
from ocop_portal.shared.history import is_audited
from producers.models import Producer
from products.models import Product, ProductStandard
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db

JOURNAL = "/quan-tri/nhat-ky/"


@pytest.fixture
def officer(client):
    user = make_user(Role.PROVINCE_OFFICER, username="lan", full_name="Hoàng Thị Lan")
    client.force_login(user)
    return user


def history(client, row):
    opts = row._meta
    name = f"admin:{opts.app_label}_{opts.model_name}_history"
    return client.get(reverse(name, args=[row.pk])).context["changes"]


def journal(client, **asked):
    return client.get(JOURNAL, asked).context["page"].changes


def edit(client, row, **values):
    """Save the form of ``row`` with some values changed."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    page = client.get(address).context
    fields = page["adminform"].form.initial | values
    for formset in page["inline_admin_formsets"]:
        for name, value in formset.formset.management_form.initial.items():
            fields[f"{formset.formset.prefix}-{name}"] = value
    posted = {name: value for name, value in fields.items() if value is not None}
    answer = client.post(address, posted)
    assert answer.status_code == 302, answer.context["errors"]


def test_edit_in_the_office_names_the_person_and_both_values(client, officer):
    point = SalesPoint.objects.create(name="Cửa hàng", kind="shop", phone="0209 1")
    edit(client, point, phone="0209 2", kind="market")
    change, beginning = history(client, point)
    assert (change.who, change.kind) == ("Hoàng Thị Lan", "sửa")
    assert change.where == f"/quan-tri/markets/salespoint/{point.pk}/change/"
    assert {(each.name, each.before, each.after) for each in change.fields} == {
        ("điện thoại", "0209 1", "0209 2"),
        ("loại", "Điểm bán", "Chợ"),
    }
    assert (beginning.who, beginning.kind) == ("hệ thống", "thêm mới")


def test_page_of_a_history_shows_words_not_numbers(client, officer):
    commune = make_commune("Côn Minh")
    producer = make_producer("HTX Tài Hoan")
    producer.commune = commune
    producer.has_contact_consent, producer.contact_consent_on = True, dt.date(2026, 3, 4)
    producer.save()
    text = client.get(
        reverse("admin:producers_producer_history", args=[producer.pk])
    ).content.decode()
    assert "Xã Côn Minh" in text
    assert "(trống)" in text
    assert "04/03/2026" in text
    assert ">có<" in text


def test_plain_sql_is_in_the_history(client, officer):
    product = make_product("Miến dong")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE products_product SET name = 'Miến dong Na Rì'")
    change = history(client, product)[0]
    assert change.who == "hệ thống"
    assert [(each.name, each.before, each.after) for each in change.fields] == [
        ("tên sản phẩm", "Miến dong", "Miến dong Na Rì")
    ]


def test_history_of_a_product_tells_of_its_parts_as_well(client, officer):
    product, other = make_product("Miến dong"), make_product("Chè")
    standard = ProductStandard.objects.create(product=product, kind="vietgap")
    ProductStandard.objects.create(product=other, kind="haccp")
    certify(product, on=dt.date(2025, 1, 1))
    standard.delete()
    told = [(change.kind, change.model._meta.model_name) for change in history(client, product)]
    assert sorted(told) == [
        ("thêm mới", "certification"),
        ("thêm mới", "product"),
        ("thêm mới", "productstandard"),
        ("xóa", "productstandard"),
    ]


def test_journal_tells_of_everything(client, officer):
    make_producer("HTX Một")
    make_product("Chè", producer=Producer.objects.get())
    told = {(change.kind, change.what) for change in journal(client)}
    assert told >= {("thêm mới", "sản phẩm “Chè”"), ("thêm mới", "chủ thể “HTX Một”")}


def test_journal_is_narrowed_by_person(client, officer):
    point = SalesPoint.objects.create(name="Cửa hàng", kind="shop")
    edit(client, point, name="Cửa hàng mới")
    assert [change.who for change in journal(client, nguoi=officer.pk)] == ["Hoàng Thị Lan"]
    assert journal(client, nguoi=make_user().pk) == []


def test_journal_is_narrowed_by_kind_of_thing_and_of_change(client, officer):
    producer = make_producer("HTX Một")
    producer.name = "HTX Hai"
    producer.save()
    assert [change.kind for change in journal(client, loai="producers.producer")] == [
        "sửa",
        "thêm mới",
    ]
    assert [
        change.kind for change in journal(client, loai="producers.producer", viec="update")
    ] == ["sửa"]
    assert journal(client, loai="products.product") == []


def test_journal_is_narrowed_by_days(client, officer):
    make_producer()
    today = dt.date.today()
    asked = {"loai": "producers.producer"}
    tomorrow, yesterday = today + dt.timedelta(days=1), today - dt.timedelta(days=1)
    assert len(journal(client, **asked, tu=f"{today:%d/%m/%Y}", den=f"{tomorrow:%d/%m/%Y}")) == 1
    assert journal(client, **asked, tu=f"{tomorrow:%d/%m/%Y}") == []
    assert journal(client, **asked, den=f"{yesterday:%d/%m/%Y}") == []


def test_journal_has_pages(client, officer):
    for number in range(PAGE_SIZE + 2):
        make_producer(f"HTX {number}")
    asked = {"loai": "producers.producer"}
    first, second = journal(client, **asked), journal(client, **asked, trang=2)
    assert (len(first), len(second)) == (PAGE_SIZE, 2)
    assert [change.what for change in second] == ["chủ thể “HTX 1”", "chủ thể “HTX 0”"]


def test_journal_takes_the_same_queries_for_one_change_and_many(client, officer):
    def change(times):
        for number in range(times):
            product = make_product(f"Chè {number}", commune=make_commune(f"Xã {number}"))
            Product.objects.filter(pk=product.pk).update(village="Nà Pài")

    def queries():
        client.get(JOURNAL)
        with CaptureQueriesContext(connection) as captured:
            client.get(JOURNAL)
        return len(captured)

    change(1)
    queries()  # what follows in this transaction is put down to the person asking
    change(1)
    one = queries()
    change(3)
    assert queries() == one


@pytest.mark.parametrize(
    "asked", [{"nguoi": "x"}, {"tu": "hôm qua"}, {"trang": "0"}, {"loai": "a"}]
)
def test_question_that_makes_no_sense_is_answered_on_the_page(client, officer, asked):
    answer = client.get(JOURNAL, asked)
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize(
    ("role", "status"), [(Role.LEADER, 200), (Role.ADMINISTRATOR, 200), (Role.EDITOR, 403)]
)
def test_journal_is_open_to_those_the_table_names(client, role, status):
    client.force_login(make_user(role))
    assert client.get(JOURNAL).status_code == status


def test_command_is_named_without_what_may_be_secret(client, officer):
    with recorded(["/srv/manage.py", "load_register", "so.csv", "--commit", "--key=bi-mat"]):
        producer = make_producer()
    change = history(client, producer)[0]
    assert change.where == "manage.py load_register so.csv --commit --key"
    assert change.who.startswith("lệnh trên máy chủ (")


def test_command_that_serves_people_does_not_speak_for_them(client, officer):
    with recorded(["manage.py", "runserver"]):
        producer = make_producer()
    assert history(client, producer)[0].who == "hệ thống"


def test_journal_is_handed_out_as_narrowed(client, officer):
    producer = make_producer("HTX Một")
    Producer.objects.filter(pk=producer.pk).update(name="=1+1")
    make_product("Chè", producer=producer)
    answer = client.get(f"{JOURNAL}tep/", {"loai": "producers.producer", "viec": "update"})
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Người"], row["Mục"], row["Từ"], row["Thành"]) == (
        "hệ thống",
        "tên chủ thể",
        "HTX Một",
        "'=1+1",
    )


def test_products_sold_at_a_point_are_in_its_history(client, officer):
    point = SalesPoint.objects.create(name="Cửa hàng", kind="shop")
    product = make_product("Chè Shan tuyết")
    point.products.add(product)
    point.products.clear()
    told = [change for change in history(client, point) if "sản phẩm có bán" in change.what]
    assert sorted(change.kind for change in told) == ["thêm mới", "xóa"]
    [added] = [change for change in told if change.kind == "thêm mới"]
    assert ("sản phẩm", "Chè Shan tuyết") in {(each.name, each.after) for each in added.fields}


def test_every_model_of_ours_is_in_the_trail_or_says_why_not():
    ours = {"shared", "communes", "producers", "accounts", "products", "markets", "news", "scoring"}
    left_out = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ours
        and not is_audited(model)
        and not hasattr(model, "pgh_tracked_model")
    }
    # Counters of the machine itself, and rows that are themselves the record of an act.
    assert left_out == {
        "shared.ContentMoment",
        "shared.ContentVersion",
        "shared.FixtureLoad",
        "shared.ThrottleCounter",
        "scoring.RatingImportRow",
        # Somebody who has not shown that the address is theirs; removed after a few days.
        "accounts.Registration",
    }

"""Tables in and out of the back office: a round trip changes nothing, one bad row stops all."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from accounts.models import User
from communes.enums import CommuneKind
from communes.models import Commune
from communes.resources import CommuneWidget
from producers.models import Producer
from products.models import Certification, Product
from tests.factories.accounts import make_user
from tests.factories.communes import (
    make_commune,
    make_district,
    make_former_commune,
    make_province,
)
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product

pytestmark = pytest.mark.django_db

CSV, EXCEL = "1", "0"


@pytest.fixture(autouse=True)
def _private(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def office(client):
    client.force_login(make_user(is_superuser=True))
    return client


def address(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def export(office, model, kind=CSV, query=""):
    answer = office.post(address(model, "export") + query, {"format": kind, "resource": "0"})
    assert answer.status_code == 200
    return answer


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def as_csv(*rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def preview(office, model, content, name="bang.csv"):
    upload = SimpleUploadedFile(name, content)
    fields = {"import_file": upload, "format": "0", "resource": "0"}
    return office.post(address(model, "import"), fields)


def confirm(office, model, previewed):
    form = previewed.context["confirm_form"]
    fields = {name: form.initial.get(name, "") for name in form.fields}
    return office.post(address(model, "process_import"), fields, follow=True)


def complaints(previewed):
    """What stands against each row, by its line in the file."""
    return [
        (row.line, title, message)
        for row in previewed.context["result"].rows
        for title, message in row.said
    ]


# --- Out -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1"])
def test_csv_is_safe_from_formulas(office, text):
    make_producer("Hộ A", address=text)
    assert rows_of(export(office, Producer))[0]["Địa chỉ"] == "'" + text


@pytest.mark.parametrize("text", ["0209 123", "-12,5", "+84 209 123", "HTX =1"])
def test_csv_leaves_numbers_and_ordinary_text_alone(office, text):
    make_producer("Hộ A", address=text)
    assert rows_of(export(office, Producer))[0]["Địa chỉ"] == text


def test_excel_stores_a_formula_as_text(office):
    make_producer("Hộ A", address="=1+1", registered_on=dt.date(2020, 3, 4))
    sheet = load_workbook(io.BytesIO(export(office, Producer, EXCEL).content)).active
    header = [cell.value for cell in sheet[1]]
    cell = sheet[2][header.index("Địa chỉ")]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet[2][header.index("Ngày đăng ký")].value == dt.datetime(2020, 3, 4)


def test_export_keeps_to_the_filter_of_the_list(office):
    make_producer("HTX Tài Hoan", is_published=False)
    make_producer("HTX Yến Dương")
    answer = export(office, Producer, query="?is_published__exact=0")
    assert [row["Tên chủ thể"] for row in rows_of(answer)] == ["HTX Tài Hoan"]


def test_export_of_people_has_no_secret(office):
    text = export(office, User).content.decode()
    user = User.objects.get()
    assert user.username in text
    assert user.password not in text
    assert "mật khẩu" not in text.lower()


def test_export_of_products_shows_the_stars_in_force(office):
    product = make_product()
    certify(product, stars=3, on=dt.date(2015, 1, 1))
    certify(product, stars=4, on=dt.date.today() - dt.timedelta(days=100))
    assert rows_of(export(office, Product))[0]["Hạng sao hôm nay"] == "4"


def test_export_takes_the_same_queries_for_one_row_and_three(office):
    def queries(count):
        for number in range(count):
            commune = make_commune(f"Xã {Product.objects.count()}{number}")
            product = make_product(commune=commune, group=make_group())
            certify(product, on=dt.date(2025, 1, 1))
        export(office, Product)
        with CaptureQueriesContext(connection) as captured:
            assert len(rows_of(export(office, Product))) == Product.objects.count()
        return len(captured)

    assert queries(1) == queries(3)


# --- In --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [CSV, EXCEL])
@pytest.mark.parametrize("model", [Producer, Product, Commune])
def test_what_was_exported_changes_nothing_when_imported(office, model, kind):
    commune = make_commune("Côn Minh", area_km2="64.30")
    make_former_commune("Quang Phong", commune, code="02185", valid_from=dt.date(2020, 1, 1))
    group = make_group("Chè", make_group())
    producer = make_producer(
        commune=commune,
        phone="0209 123",
        address="=1",
        introduction="Một\nHai",
        tax_code="4700123456",
    )
    product = make_product(producer=producer, commune=commune, group=group, register_code="BK-001")
    certify(product, on=dt.date(2025, 1, 1))
    name = "bang.csv" if kind == CSV else "bang.xlsx"
    previewed = preview(office, model, export(office, model, kind).content, name)
    totals = previewed.context["result"].totals
    assert (totals["new"], totals["update"], totals["skip"]) == (0, 0, model.objects.count())


def test_preview_writes_nothing_and_confirmation_writes_all(office):
    commune = make_commune("Côn Minh", code="02185")
    content = as_csv(
        ["Tên chủ thể", "loai hinh", "Xã, phường", "Mã số thuế"],
        ["HTX Mới", "Hợp tác xã", "02185 Xã Côn Minh", 4700123456],
        ["Hộ Mới", "ho kinh doanh", "Côn Minh", ""],
    )
    previewed = preview(office, Producer, content)
    assert Producer.objects.count() == 0
    answer = confirm(office, Producer, previewed)
    assert "2 dòng mới, 0 dòng sửa, 0 dòng giữ nguyên" in answer.content.decode()
    found = Producer.objects.order_by("pk").values_list("name", "kind", "commune", "tax_code")
    assert list(found) == [
        ("HTX Mới", "htx", commune.pk, "4700123456"),
        ("Hộ Mới", "ho_kd", commune.pk, ""),
    ]
    assert set(Producer.objects.values_list("slug", flat=True)) == {"htx-moi", "ho-moi"}


def test_same_file_again_changes_nothing(office):
    content = as_csv(["Tên chủ thể", "Loại hình", "Mã số thuế"], ["HTX Mới", "htx", "4700123456"])
    confirm(office, Producer, preview(office, Producer, content))
    totals = preview(office, Producer, content).context["result"].totals
    assert (totals["new"], totals["update"], totals["skip"]) == (0, 0, 1)


def test_changed_row_shows_from_and_to(office):
    make_producer("HTX Cũ", tax_code="4700123456", phone="0209 1")
    content = as_csv(["Mã số thuế", "Tên chủ thể"], ["4700123456", "HTX Mới"])
    [row] = preview(office, Producer, content).context["result"].rows
    assert [(each.name, each.before, each.after) for each in row.diff] == [
        ("Tên chủ thể", "HTX Cũ", "HTX Mới")
    ]


def test_one_bad_row_stops_all_and_is_named_by_line_and_column(office):
    content = as_csv(
        ["", "", ""],
        ["Tên chủ thể", "Loại hình", "Ngày đăng ký"],
        ["HTX Tốt", "Hợp tác xã", "04/03/2020"],
        ["HTX Hỏng", "Tập đoàn", "31/02/2020"],
    )
    previewed = preview(office, Producer, content)
    assert complaints(previewed) == [
        (
            4,
            "Loại hình",
            "Có “Tập đoàn”. Cần một trong: Hợp tác xã, Tổ hợp tác, Công ty, Hộ kinh doanh, "
            "Loại hình khác.",
        ),
        (4, "Ngày đăng ký", "Có “31/02/2020”. Cần ngày dạng 25/06/2027."),
    ]
    assert "confirm_form" not in previewed.context
    assert Producer.objects.count() == 0


def test_rows_of_one_file_may_not_clash_with_each_other(office):
    content = as_csv(
        ["Tên chủ thể", "Loại hình", "Mã số thuế"],
        ["HTX Một", "htx", "4700123456"],
        ["HTX Hai", "htx", "4700123456"],
    )
    [(line, _, message)] = complaints(preview(office, Producer, content))
    assert (line, message) == (3, "Mã số thuế này đã thuộc một chủ thể khác.")
    assert Producer.objects.count() == 0


def test_register_that_changed_since_the_preview_is_left_alone(office):
    content = as_csv(["Tên chủ thể", "Loại hình", "Mã số thuế"], ["HTX Mới", "htx", "4700123456"])
    previewed = preview(office, Producer, content)
    make_producer("HTX Khác", tax_code="4700123456", kind="tht")
    answer = confirm(office, Producer, previewed)
    assert Producer.objects.get().name in {"HTX Khác", "HTX Mới"}
    assert Producer.objects.count() == 1
    assert answer.status_code == 200


def test_importing_products_never_touches_stars(office):
    product = make_product(register_code="BK-001")
    award = certify(product, stars=3, on=dt.date(2025, 1, 1))
    content = as_csv(
        ["Mã trong sổ", "Tên sản phẩm", "Hạng sao hôm nay", "Tình trạng tham gia"],
        ["BK-001", "Miến dong mới", 5, "đã được công nhận"],
    )
    confirm(office, Product, preview(office, Product, content))
    product.refresh_from_db()
    assert (product.name, product.standing) == ("Miến dong mới", "registered")
    assert list(Certification.objects.values_list("pk", "stars")) == [(award.pk, 3)]


def test_product_names_its_producer_by_tax_code_address_or_only_name(office):
    producer = make_producer("HTX Tài Hoan", tax_code="4700123456")
    content = as_csv(
        ["Tên sản phẩm", "Mã chủ thể"],
        ["A", "4700123456"],
        ["B", producer.slug],
        ["C", "HTX Tài Hoan"],
    )
    confirm(office, Product, preview(office, Product, content))
    assert set(Product.objects.values_list("name", "producer")) == {
        ("A", producer.pk),
        ("B", producer.pk),
        ("C", producer.pk),
    }


def test_producer_two_bear_the_name_of_is_asked_for(office):
    make_producer("HTX Một")
    make_producer("HTX Một")
    [(_, title, message)] = complaints(
        preview(office, Product, as_csv(["Tên sản phẩm", "Mã chủ thể"], ["A", "HTX Một"]))
    )
    assert title == "Mã chủ thể"
    assert message == "Có hơn một chủ thể tên “HTX Một”. Ghi mã số thuế."


def test_code_that_two_units_bore_is_told_apart_by_the_name(office):
    make_commune("Cũ", code="02185", valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2025, 7, 1))
    new = make_commune("Côn Minh", code="02185")
    header = ["Tên chủ thể", "Loại hình", "Xã, phường"]
    [(_, _, message)] = complaints(
        preview(office, Producer, as_csv(header, ["HTX", "htx", "02185"]))
    )
    assert message == (
        "Mã 02185 từng thuộc: Xã Côn Minh (từ 01/07/2025); Xã Cũ (từ 01/01/2020). "
        "Ghi một tên như vậy sau mã."
    )
    content = as_csv(header, ["HTX", "htx", "02185 Xã Côn Minh"])
    confirm(office, Producer, preview(office, Producer, content))
    assert Producer.objects.get().commune == new


def test_every_unit_is_read_back_as_it_is_written():
    """One code and one name, three lives: xã and township of a district, then without one."""
    district = make_district("Huyện Ngân Sơn")
    ends = dt.date(2023, 4, 10), dt.date(2025, 7, 1)
    lives = [
        make_commune("Vân Tùng", code="01954", district=district, valid_to=ends[0]),
        make_commune("Vân Tùng", code="01954", district=district, valid_from=ends[0],
                     valid_to=ends[1], kind=CommuneKind.THI_TRAN),
        make_commune("Vân Tùng", code="01954", valid_from=ends[1]),
    ]  # fmt: skip
    cell = CommuneWidget()
    assert [cell.clean(cell.render(unit)) for unit in lives] == lives
    assert cell.clean("01954 Vân Tùng") == lives[2]


def test_commune_is_found_by_code_and_first_day(office):
    make_province()
    old = make_commune(
        "Cũ", code="01957", valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2025, 7, 1)
    )
    content = as_csv(
        ["Mã đơn vị", "Có từ ngày", "Tên", "Loại", "Tỉnh"],
        [1957, "01/01/2020", "Cũ hơn", "Xã", "Tỉnh Thái Nguyên"],
        [1957, "01/07/2025", "Mới", "Xã", "Tỉnh Thái Nguyên"],
    )
    confirm(office, Commune, preview(office, Commune, content))
    found = Commune.objects.filter(code="01957").order_by("valid_from")
    assert [(unit.pk == old.pk, unit.name) for unit in found] == [(True, "Cũ hơn"), (False, "Mới")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["Tên chủ thể", "Sao"], ["A", "5"]], "Không biết cột: Sao."),
        ([["Tên chủ thể", "ten chu the"], ["A", "B"]], "Có hai cột cùng tên."),
    ],
)
def test_header_that_cannot_be_is_refused(office, rows, said):
    previewed = preview(office, Producer, as_csv(*rows))
    assert said in previewed.content.decode()
    assert len(previewed.context["result"].rows) == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, b"PK\x03\x04broken", "Tên chủ thể".encode()],
    ids=["empty", "picture", "broken zip", "header only"],
)
def test_file_that_is_no_table_is_refused_in_words(office, content):
    previewed = preview(office, Producer, content, "bang.xlsx")
    assert previewed.status_code == 200
    assert previewed.context["form"].errors["import_file"]
    assert Producer.objects.count() == 0


def test_row_nobody_gave_an_address_is_not_taken_for_new(office):
    content = as_csv(["Đường dẫn", "Tên chủ thể", "Loại hình"], ["khong-co", "HTX", "htx"])
    [(_, title, message)] = complaints(preview(office, Producer, content))
    assert (title, message) == ("Đường dẫn", "Không có dòng nào có Đường dẫn “khong-co”.")


def test_file_another_person_uploaded_is_not_confirmed(office, client):
    content = as_csv(["Tên chủ thể", "Loại hình"], ["HTX Mới", "htx"])
    form = preview(office, Producer, content).context["confirm_form"]
    fields = {name: form.initial.get(name, "") for name in form.fields}
    client.force_login(make_user(Role.PROVINCE_OFFICER))
    answer = client.post(address(Producer, "process_import"), fields)
    assert "do người khác tải lên" in answer.content.decode()
    assert Producer.objects.count() == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "deadbeef", ""])
def test_name_nobody_signed_is_not_opened(office, name):
    fields = {"import_file_name": name, "original_file_name": "a", "format": "0", "resource": "0"}
    answer = office.post(address(Producer, "process_import"), fields)
    assert answer.status_code == 200
    assert Producer.objects.count() == 0


def test_import_is_kept_from_whoever_may_only_look(client):
    client.force_login(make_user(Role.LEADER))
    assert client.get(address(Producer, "import")).status_code == 403
    assert client.post(address(Producer, "process_import")).status_code == 403


def test_officer_of_a_commune_takes_away_only_its_rows(client):
    commune = make_commune("Côn Minh")
    make_producer("HTX Ta", commune=commune)
    make_producer("HTX Người", commune=make_commune("Chợ Rã"))
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    assert [row["Tên chủ thể"] for row in rows_of(export(client, Producer))] == ["HTX Ta"]


def test_too_many_rows_are_refused(office, monkeypatch):
    monkeypatch.setattr("ocop_portal.shared.tables.MOST_ROWS", 2)
    content = as_csv(["Tên chủ thể"], ["A"], ["B"], ["C"])
    previewed = preview(office, Producer, content)
    assert "Tệp có hơn 2 dòng" in previewed.context["form"].errors["import_file"][0]


def test_excel_dates_and_whole_numbers_are_read(office):
    book = Workbook()
    book.active.append(["Tên chủ thể", "Loại hình", "Mã số thuế", "Ngày đăng ký"])
    book.active.append(["HTX", "Hợp tác xã", 4700123456.0, dt.datetime(2020, 3, 4)])
    out = io.BytesIO()
    book.save(out)
    confirm(office, Producer, preview(office, Producer, out.getvalue(), "bang.xlsx"))
    producer = Producer.objects.get()
    assert (producer.tax_code, producer.registered_on) == ("4700123456", dt.date(2020, 3, 4))

"""Saying something and following it up: the form, its guards, the page of a report."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import signing
from django.utils import timezone

from feedback.models import Report
from feedback.rules import normal_number
from ocop_portal.shared.outgoing_mail import OutgoingMail
from ocop_portal.shared.proof import new_token
from ocop_portal.shared.throttling import ThrottleCounter
from tests.factories.communes import make_commune
from tests.factories.feedback import KEY, make_report, picture
from tests.factories.products import make_product

pytestmark = pytest.mark.django_db


def token(seconds=60):
    """A token given out so many seconds ago."""
    return new_token(timezone.now() - dt.timedelta(seconds=seconds))


def send(client, **fields):
    values = {"kind": "label", "message": "Nhãn in năm sao, sổ ghi ba sao.", "proof": token()}
    return client.post("/phan-anh/", values | fields)


def errors(answer):
    return answer.context["form"].errors


def test_report_is_kept_and_leads_to_its_own_page(client):
    product = make_product("Miến dong")
    commune = make_commune("Ba Bể")
    fields = {"product": product.slug, "code": "ABC-1", "place": "Chợ Rã", "commune": "ba be"}
    fields |= {"point": "22,4512, 105.72", "name": "Lan", "email": "lan@vi-du.vn"}
    answer = send(client, **fields, consent="on", pictures=[picture(), picture("hai.png")])
    report = Report.objects.get()
    assert (report.product, report.commune, report.place) == (product, commune, "Chợ Rã")
    assert (report.latitude, report.longitude) == (Decimal("22.45120"), Decimal("105.72000"))
    assert report.due_on == timezone.localdate() + dt.timedelta(days=15)
    assert report.pictures.count() == 2
    page = client.get(answer.url).content.decode()
    assert "Nhãn in năm sao, sổ ghi ba sao." in page
    assert "Miến dong" in page
    [letter] = OutgoingMail.objects.all()
    assert (letter.recipient, letter.is_confidential) == ("lan@vi-du.vn", True)
    assert f"http://testserver{answer.url}" in letter.body


def test_nothing_but_the_words_is_asked_for(client):
    assert send(client).status_code == 302
    assert OutgoingMail.objects.count() == 0


def test_place_in_doubt_stays_in_words(client):
    send(client, place="Quán đầu dốc", commune="nơi nào đó")
    report = Report.objects.get()
    assert (report.commune, report.place) == (None, "Quán đầu dốc, nơi nào đó")


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"kind": ""}, "kind", "Chọn một loại."),
        ({"message": ""}, "message", "Viết điều bạn muốn nói."),
        ({"message": "sai"}, "message", "Viết rõ hơn, ít nhất 10 ký tự."),
        ({"point": "gần chợ"}, "point", "Ghi hai số, ví dụ: 22.147, 105.834."),
        ({"point": "99, 105"}, "point", "Vĩ độ từ -90 đến 90, kinh độ từ -180 đến 180."),
        ({"point": "nan, 105"}, "point", "Ghi hai số, ví dụ: 22.147, 105.834."),
        ({"email": "lan"}, "email", "Địa chỉ thư chưa đúng, ví dụ: ten@vi-du.vn."),
        ({"name": "Lan"}, "consent", "Đánh dấu đồng ý, hoặc xóa tên, thư, điện thoại."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, fields, field, said):
    answer = send(client, **{"place": "Chợ Rã"} | fields)
    assert errors(answer)[field] == [said]
    assert 'value="Chợ Rã"' in answer.content.decode()
    assert not Report.objects.exists()


def test_file_that_is_no_picture_is_refused_in_words(client):
    fake = picture("nhan.png")
    fake.file.seek(0)
    fake.file.write(b"%PDF-1.7 " + b"x" * 40)
    fake.file.seek(0)
    answer = send(client, pictures=[fake])
    assert errors(answer)["pictures"][0].startswith("nhan.png: ")
    assert "Chọn lại ảnh trước khi gửi" in answer.content.decode()


# --- Machines --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"proof": ""},
        {"proof": "rac:rac:rac"},
        {"proof": lambda: token(1)},
        {"proof": lambda: token(25 * 60 * 60)},
        {"website": "https://quang-cao.example"},
    ],
)
def test_what_no_person_sent_is_not_kept(client, fields):
    answer = send(client, **{name: v() if callable(v) else v for name, v in fields.items()})
    assert "Nội dung còn nguyên, bấm gửi lại." in errors(answer)["__all__"][0]
    assert not Report.objects.exists()


def test_third_report_in_an_hour_takes_a_sum(client):
    assert [send(client).status_code for _ in range(2)] == [302, 302]
    answer = send(client)
    assert errors(answer)["sum"] == ["Làm phép cộng để biết đây không phải máy gửi."]
    assert "bằng mấy?" in answer.content.decode()
    asked = [3, 4, timezone.now().timestamp() - 60]
    signed = signing.dumps(asked, salt="shared.proof")
    assert send(client, proof=signed, sum="8").status_code == 200
    assert send(client, proof=signed, sum="7").status_code == 302
    assert Report.objects.count() == 3
    assert not ThrottleCounter.objects.filter(fingerprint__contains="127.0.0.1").exists()


def test_more_than_a_person_has_to_say_is_refused_for_an_hour(client):
    for _ in range(20):
        send(client)
    answer = send(client)
    assert answer.status_code == 429
    assert "Gửi lại sau một giờ." in errors(answer)["__all__"][0]


# --- Following up ----------------------------------------------------------------------------


def test_page_of_a_report_opens_with_its_key_alone(client):
    report = make_report()
    address = f"/phan-anh/{report.number}/"
    right = client.get(address, {"khoa": KEY})
    assert right.status_code == 200
    assert "no-store" in right["Cache-Control"]
    assert right["Referrer-Policy"] == "same-origin"
    for wrong in ({}, {"khoa": "khac"}, {"khoa": report.key_fingerprint}):
        answer = client.get(address, wrong)
        assert answer.status_code == 404
        assert report.message not in answer.content.decode()


def test_number_and_address_find_a_report(client):
    report = make_report(number="PA26-7K3QFD", email="Lan@vi-du.vn")
    typed = {"number": " pa26 7k3qfd", "email": "lan@vi-du.vn"}
    assert report.message in client.post("/phan-anh/tra-cuu/", typed).content.decode()
    answer = client.post("/phan-anh/tra-cuu/", typed | {"email": "khac@vi-du.vn"})
    assert report.message not in answer.content.decode()
    assert "Không có phản ánh nào" in answer.content.decode()


def test_report_without_an_address_is_found_by_nobody(client):
    make_report(number="PA26-7K3QFD")
    answer = client.post("/phan-anh/tra-cuu/", {"number": "PA26-7K3QFD", "email": "a@b.vn"})
    assert "Không có phản ánh nào" in answer.content.decode()


def test_guessing_is_stopped(client):
    typed = {"number": "PA26-AAAAAA", "email": "a@b.vn"}
    for _ in range(20):
        assert client.post("/phan-anh/tra-cuu/", typed).status_code == 200
    assert client.post("/phan-anh/tra-cuu/", typed).status_code == 429


def test_number_however_it_was_typed():
    assert normal_number(" pa26–7k3qfd ") == "PA26-7K3QFD"


def test_form_names_the_product_it_was_opened_from(client):
    product = make_product("Miến dong")
    page = client.get(product.get_absolute_url()).content.decode()
    assert f'href="/phan-anh/?san-pham={product.slug}"' in page
    form = client.get(f"/phan-anh/?san-pham={product.slug}").content.decode()
    assert f'value="{product.slug}"' in form
    assert "Về sản phẩm:" in form


def test_an_address_no_table_takes_is_no_product(client):
    assert client.get("/phan-anh/?san-pham=%00&chu-the=a%00b&ma=%00").status_code == 200
    answer = send(client, product="\x00", producer="a\x00b")
    assert (answer.status_code, Report.objects.count()) == (200, 0)


def test_privacy_page_tells_the_days(client, settings):
    settings.FEEDBACK_KEEPS_DAYS = 123
    assert "Bao lâu: 123 ngày" in client.get("/phan-anh/du-lieu-ca-nhan/").content.decode()

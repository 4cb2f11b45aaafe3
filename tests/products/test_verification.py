"""``/xac-minh/``: every answer, each unlike the others, and the page for when nobody can answer."""

import datetime as dt
import re
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import Role
from ocop_portal.shared.models import SiteProfile
from products.enums import EndReason
from products.models import Certification, Product
from products.public_codes import SYMBOLS, is_well_formed
from products.services import extend_certification, withdraw_certification
from products.verification import OF_REAL_LABELS, Answer, verify
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune, make_former_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product, withdraw
from tests.project_files import ROOT

TODAY = dt.date(2026, 11, 25)
pytestmark = pytest.mark.django_db


def an_unused_code():
    return next("7777777" + last for last in SYMBOLS if is_well_formed("7777777" + last))


@pytest.fixture
def award():
    """Four stars in force, of a product of a cooperative in a commune."""
    commune = make_commune("Côn Minh")
    product = make_product("Miến dong Tài Hoan", commune=commune)
    return certify(product, on=timezone.localdate() - dt.timedelta(days=300))


def out_of_reach():
    """Every statement fails as it does when the server is gone."""

    def fail(_execute, _sql, _params, _many, _context):
        raise OperationalError("server closed the connection unexpectedly")

    return connection.execute_wrapper(fail)


def page_of(client, code, prefix=""):
    response = client.get(f"{prefix}/xac-minh/{code}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return " ".join(response.content.decode().split())


def answer_on(page):
    [said] = re.findall(r'data-answer="(\w+)"', page)
    [word] = re.findall(r'<h1 id="kq">(.+?)</h1>', page)
    return said, word


class TestAnswers:
    def test_in_force_on_its_first_and_its_last_day_and_not_beyond(self):
        award = certify(make_product(), on=dt.date(2024, 6, 25))
        days = [dt.date(2024, 6, 24), dt.date(2024, 6, 25), dt.date(2027, 6, 24)]
        answers = [verify(award.public_code, day).answer for day in [*days, dt.date(2027, 6, 25)]]
        assert answers == [Answer.NOT_YET, Answer.VALID, Answer.VALID, Answer.EXPIRED]

    @pytest.mark.parametrize(
        ("on", "months", "days"),
        [
            ("2026-11-25", 7, 212),
            ("2027-05-25", 1, 31),
            ("2027-05-26", 0, 30),
            ("2027-06-24", 0, 1),
        ],
    )
    def test_time_left_is_whole_months_and_then_days(self, on, months, days):
        award = certify(make_product(), on=dt.date(2024, 6, 25))
        found = verify(award.public_code, dt.date.fromisoformat(on))
        assert (found.months_left, found.days_left) == (months, days)

    def test_valid_names_stars_producer_place_decision_and_term(self, client, award):
        page = page_of(client, award.printed_code)
        assert answer_on(page) == ("valid", "Còn hạn")
        assert "4 sao" in page
        assert "Xã Côn Minh" in page or "xã Côn Minh" in page
        assert award.product.producer.name in page
        assert award.decision_number in page
        assert f"{award.ends_on:%d/%m/%Y}, còn 26 tháng" in page
        assert award.product.get_absolute_url() in page

    def test_prolonged_says_by_which_paper(self, client):
        began = timezone.localdate() - dt.timedelta(days=36 * 31)
        award = certify(make_product(), on=began)
        assert answer_on(page_of(client, award.printed_code))[0] == "expired"
        until = award.expires_on + dt.timedelta(days=170)
        extend_certification(certification=award, until=until, act="7/QĐ-UBND")
        page = page_of(client, award.printed_code)
        assert answer_on(page)[0] == "valid"
        assert f"ghi {award.expires_on:%d/%m/%Y}; được kéo dài theo 7/QĐ-UBND" in page

    def test_withdrawn_names_day_act_and_reason_and_shows_no_star(self, client, award):
        today = timezone.localdate()
        withdraw_certification(
            certification=award, on=today, act="15/QĐ-UBND", reason="Không còn sản xuất"
        )
        page = page_of(client, award.printed_code)
        assert answer_on(page) == ("withdrawn", "Bị thu hồi")
        assert all(word in page for word in (f"{today:%d/%m/%Y}", "15/QĐ-UBND", "Không còn sản"))
        assert 'class="stars' not in page

    def test_a_withdrawal_is_told_at_once(self, client, award):
        assert answer_on(page_of(client, award.printed_code))[0] == "valid"
        withdraw(award, timezone.localdate())
        assert answer_on(page_of(client, award.printed_code))[0] == "withdrawn"

    def test_superseded_leads_to_the_code_of_what_took_its_place(self, client, award):
        began = award.decision_on - dt.timedelta(days=900)
        old = certify(
            award.product,
            stars=3,
            on=began,
            valid_during=DateRange(began, award.decision_on),
            end_reason=EndReason.SUPERSEDED,
            ended_on=award.decision_on,
            superseded_by=award,
        )
        page = page_of(client, old.printed_code)
        assert answer_on(page) == ("superseded", "Đã thay thế")
        assert f'href="/xac-minh/{award.printed_code}/"' in page
        Certification.objects.filter(pk=old.pk).update(superseded_by=None)
        assert "sổ chưa ghi chứng nhận nào thay" in page_of(client, old.printed_code)

    def test_what_is_known_without_a_day_is_neither_valid_nor_expired(self, client):
        award = certify(make_product(), recognised_year=2019)
        page = page_of(client, award.printed_code)
        assert answer_on(page) == ("undated", "Chưa rõ hạn")
        assert "Năm 2019" in page
        assert "Chưa có số quyết định" in page

    def test_not_yet_in_force(self, client):
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        page = page_of(client, certify(make_product(), on=tomorrow).printed_code)
        assert answer_on(page) == ("not_yet", "Chưa có hiệu lực")
        assert f"{tomorrow:%d/%m/%Y}" in page

    def test_unknown_code(self, client, award):
        page = page_of(client, an_unused_code())
        assert answer_on(page) == ("unknown", "Không tìm thấy mã")
        assert "có thể không thật" in page
        assert award.product.name not in page

    def test_code_of_an_entry_taken_out_again(self, client, award):
        code = award.printed_code
        Certification.objects.all().delete()
        page = page_of(client, code)
        assert answer_on(page)[0] == "unknown"
        assert f"bị bỏ khỏi sổ ngày {timezone.localdate():%d/%m/%Y}" in page

    def test_a_slip_is_told_from_an_unknown_code(self, client, award):
        code = award.public_code
        other = next(symbol for symbol in SYMBOLS if symbol != code[3])
        page = page_of(client, code[:3] + other + code[4:])
        assert answer_on(page) == ("mistyped", "Mã chưa đúng")
        assert "gõ sai hoặc đổi chỗ" in page

    def test_every_answer_has_a_word_a_shape_and_a_colour_of_its_own(self, client):
        page = client.get("/xac-minh/").content.decode()
        heads = re.findall(
            r'<li class="verdict verdict--(\w+)">.*?<svg[^>]*>(.*?)</svg>', page, re.S
        )
        assert [name for name, _shape in heads] == list(OF_REAL_LABELS)
        assert len({shape for _name, shape in heads}) == len(OF_REAL_LABELS)
        for sheet, answers in (("scan", Answer), ("components/verdict", OF_REAL_LABELS)):
            css = (ROOT / "static/css" / f"{sheet}.css").read_text()
            assert [name for name in answers if f".verdict--{name}" not in css] == []


class TestForEver:
    def test_merged_commune_renamed_product_and_what_is_no_longer_published(self, client):
        today = make_commune("Côn Minh")
        former = make_former_commune("Quang Phong", today)
        product = make_product("Miến Na Rì", commune=former)
        award = certify(product, on=timezone.localdate() - dt.timedelta(days=10))
        product.name, product.is_published = "Miến dong Na Rì", False
        product.save()
        page = page_of(client, award.printed_code)
        assert answer_on(page)[0] == "valid"
        assert 'Tên trước đây: <span lang="vi">Miến Na Rì</span>' in page
        assert "Côn Minh" in page
        assert "khi ghi sổ:" in page
        assert "Quang Phong" in page
        assert product.get_absolute_url() not in page

    @pytest.mark.parametrize("change", [str.lower, lambda code: f" {code[:4]} - {code[4:]} "])
    def test_however_it_is_written(self, client, award, change):
        assert answer_on(page_of(client, quote(change(award.public_code))))[0] == "valid"

    def test_short_address_of_the_qr_code(self, client, award):
        for address in (f"/x/{award.public_code}", f"/x/{award.public_code.lower()}/"):
            answer = client.get(address)
            assert (answer.status_code, answer.url) == (302, f"/xac-minh/{award.printed_code}/")

    @pytest.mark.parametrize(
        "code",
        [
            "a" * 3000,
            "🙂🙂🙂🙂🙂🙂🙂🙂",
            "../../etc/passwd",
            "%00",
            "<script>",
            "a/b/c",
            "'; --",
            "-",
            "%0A",
        ],
    )
    @pytest.mark.parametrize("address", ["/xac-minh/{}/", "/x/{}", "/xac-minh/?ma={}"])
    def test_hostile_codes_are_slips(self, client, code, address):
        path = address.format(code if code.startswith("%") else quote(code, safe="/"))
        answer = client.get(path, follow=True)
        if answer.status_code == 404:  # a line feed is in no address
            assert "%0A" in path
            return
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "<script>" not in page
        assert "mistyped" in page
        assert len(answer.content) < 60_000


class TestAsking:
    def test_a_good_code_goes_to_its_answer(self, client, award):
        answer = client.get("/xac-minh/", {"ma": f" {award.printed_code.lower()} "})
        assert (answer.status_code, answer.url) == (302, f"/xac-minh/{award.printed_code}/")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("7K3M", "Mã thiếu ký tự"),
            ("7K3M-9QWX-11", "Mã thừa ký tự"),
            ("7K3M-9QẲ1", "Bỏ dấu"),
            ("ABCD-1234", "gõ sai hoặc đổi chỗ"),
        ],
    )
    def test_a_slip_is_explained_and_what_was_typed_stays(self, client, typed, said):
        page = client.get("/xac-minh/", {"ma": typed}).content.decode()
        assert said in page
        assert f'value="{typed}"' in page
        assert 'aria-invalid="true"' in page

    def test_nothing_typed_is_no_error(self, client):
        assert "aria-invalid" not in client.get("/xac-minh/", {"ma": " "}).content.decode()

    def test_it_is_in_the_menu_at_the_foot_and_on_the_way_in(self, client):
        assert client.get("/").content.decode().count('"/xac-minh/"') == 3

    def test_a_product_names_its_codes(self, client, award):
        page = client.get(award.product.get_absolute_url()).content.decode()
        assert f'href="/xac-minh/{award.printed_code}/">{award.printed_code}</a>' in page


class TestWeight:
    def test_page_and_style_sheet_are_light_and_ask_for_nothing_else(self, client, award):
        answer = client.get(f"/xac-minh/{award.printed_code}/")
        page = answer.content.decode()
        asked = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        kept = sum((ROOT / path.lstrip("/")).stat().st_size for path in asked)
        assert len(answer.content) + kept < 30_000
        assert sorted(asked) == [
            "/static/css/scan.css",
            "/static/img/dau-hieu.svg",
            "/static/img/favicon.svg",
        ]
        assert "<script" not in page
        assert not answer.cookies

    def test_queries_do_not_grow_with_the_register(self, client, award):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                page_of(client, award.printed_code)
            return len(captured)

        page_of(client, award.printed_code)
        first = queries()
        for number in range(3):
            certify(make_product(f"Khác {number}", producer=make_producer(f"HTX {number}")))
            certify(award.product, recognised_year=2010 + number)
        page_of(client, award.printed_code)
        assert (first, queries()) == (3, 3)


class TestLanguage:
    def test_english(self, client, award):
        page = page_of(client, award.printed_code, "/en")
        assert answer_on(page) == ("valid", "Valid")
        assert "This star is genuine and in force." in page
        assert "26 months left" in page
        assert f'href="/xac-minh/{award.printed_code}/" hreflang="vi"' in page


class TestOutOfReach:
    """A database that does not answer: every statement fails as it does when the server is gone."""

    @pytest.fixture
    def broken(self):
        with out_of_reach():
            yield

    @pytest.mark.usefixtures("broken")
    @pytest.mark.parametrize("prefix", ["", "/en"])
    @pytest.mark.parametrize("path", ["/xac-minh/7K3M-9QWT/", "/xac-minh/", "/xac-minh/?ma=x"])
    def test_it_is_told_and_is_no_answer(self, client, prefix, path):
        code = an_unused_code()
        response = client.get(prefix + path.replace("7K3M-9QWT", code))
        assert response.status_code == 503
        assert response["Retry-After"] == "120"
        assert "no-store" in response["Cache-Control"]
        said = answer_on(response.content.decode())
        assert said == ("down", "Could not be checked" if prefix else "Chưa kiểm tra được")

    def test_somebody_signed_in_is_told_too(self, client, award):
        client.force_login(make_user(Role.PROVINCE_OFFICER))
        with out_of_reach():
            assert client.get(f"/xac-minh/{award.printed_code}/").status_code == 503

    def test_the_name_of_the_portal_is_still_known(self, client, award):
        SiteProfile(title="Cổng của tỉnh").save()
        page_of(client, award.printed_code)
        with out_of_reach():
            page = client.get(f"/xac-minh/{award.printed_code}/").content.decode()
        assert "Cổng của tỉnh" in page


def test_whom_to_tell_is_named_where_the_office_gave_it(client, award):
    assert "tel:" not in page_of(client, award.printed_code)
    SiteProfile(owner_office="Văn phòng điều phối", phone="0209 3800 000").save()
    page = page_of(client, award.printed_code)
    assert 'Báo cho Văn phòng điều phối: <a href="tel:0209 3800 000">' in page


def test_former_names_are_few(client):
    product = make_product("Tên 0")
    award = certify(product, on=timezone.localdate())
    for number in range(1, 6):
        Product.objects.filter(pk=product.pk).update(name=f"Tên {number}")
    assert verify(award.public_code, timezone.localdate()).former_names == (
        "Tên 4",
        "Tên 3",
        "Tên 2",
    )

"""Codes in the back office: shown, searched, exported, drawn as QR and printed on labels."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.enums import Role
from products.labels import as_file, as_svg
from products.services import withdraw_certification
from tests.factories.accounts import make_user
from tests.factories.communes import make_commune
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_product

pytestmark = pytest.mark.django_db

SHEET = "/quan-tri/products/certification/nhan/"


@pytest.fixture
def officer(client):
    user = make_user(Role.PROVINCE_OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def award():
    return certify(make_product("Miến <b>dong</b>"), on=timezone.localdate())


def labels_on(page):
    return re.findall(r'class="label__code">([^<]+)<', page)


@pytest.mark.usefixtures("officer")
class TestOffice:
    def test_page_and_list_show_the_code_and_lead_to_the_labels(self, client, award):
        page = client.get(reverse("admin:products_certification_change", args=[award.pk]))
        text = page.content.decode()
        assert f'class="label-code">{award.printed_code}<' in text
        assert f'href="/xac-minh/{award.printed_code}/"' in text
        assert text.count(f"{SHEET}?cn={award.pk}") == 1
        rows = client.get(reverse("admin:products_certification_changelist")).content.decode()
        assert award.printed_code in rows

    def test_a_code_finds_its_certification(self, client, award):
        certify(make_product("Khác"), on=timezone.localdate())
        typed = award.printed_code.lower().replace("-", " ")
        address = reverse("admin:products_certification_changelist")
        found = client.get(address, {"q": typed}).context["cl"].result_list
        assert list(found) == [award]
        words = client.get(address, {"q": "mien dong"}).context["cl"].result_list
        assert list(words) == [award]

    def test_exports_carry_the_code(self, client, award):
        for table, code in (
            ("products_certification", award.public_code),
            ("products_product", award.printed_code),
        ):
            address = reverse(f"admin:{table}_export")
            answer = client.post(address, {"format": "1"})
            assert code in answer.content.decode("utf-8-sig"), table

    def test_demonstration_says_so_on_its_page_on_the_label_and_in_exports(self, client, award):
        producer = make_producer("HTX Minh Họa", is_demo=True, is_published=False)
        made_up = make_product("Kẹo", producer=producer, is_published=False)
        label = certify(made_up, on=timezone.localdate())
        for row in (label, made_up, producer):
            name = row._meta.label_lower.replace(".", "_")
            head = client.get(reverse(f"admin:{name}_change", args=[row.pk])).content.decode()
            assert head.count('<span class="tag tag--demo">') == 1, name
        real = client.get(reverse("admin:products_certification_change", args=[award.pk]))
        assert "tag--demo" not in real.content.decode()
        sheet = client.get(f"{SHEET}?cn={label.pk}&cn={award.pk}").content.decode()
        assert sheet.count("không dán lên hàng bán") == 1
        for table in ("products_certification", "products_product", "producers_producer"):
            answer = client.post(reverse(f"admin:{table}_export"), {"format": "1"})
            header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
            marks = sorted(row[header.index("Minh họa")] for row in rows)
            assert marks == ["", "minh họa"], table


@pytest.mark.usefixtures("officer")
class TestQr:
    @pytest.mark.parametrize("origin", ["", "https://ocop.vi-du.vn"])
    def test_files_hold_the_short_address_at_the_public_host(self, client, award, settings, origin):
        settings.PUBLIC_ORIGIN = origin
        address = f"{origin or 'http://testserver'}/x/{award.public_code}"
        for kind, media in (("svg", "image/svg+xml"), ("png", "image/png")):
            answer = client.get(reverse(f"admin:certification_qr_{kind}", args=[award.pk]))
            assert answer["Content-Type"] == media
            assert f'"ma-qr-{award.printed_code}.{kind}"' in answer["Content-Disposition"]
            assert answer.content == as_file(address, kind)

    def test_picture_is_black_on_white_with_its_margin(self):
        picture = Image.open(io.BytesIO(as_file("https://ocop.vi-du.vn/x/7K3M9QWX", "png")))
        side = picture.width
        assert side > 500
        assert picture.convert("L").getpixel((0, 0)) == 255
        assert picture.convert("L").getpixel((4 * 16 + 1, 4 * 16 + 1)) == 0

    def test_drawing_needs_no_style(self):
        drawn = as_svg("https://ocop.vi-du.vn/x/7K3M9QWX")
        assert "style" not in drawn
        assert drawn.startswith('<svg viewBox="0 0 37 37" class="qr">')


@pytest.mark.usefixtures("officer")
class TestSheet:
    def test_one_certification_fills_a_sheet_of_21(self, client, award):
        page = client.get(SHEET, {"cn": award.pk}).content.decode()
        assert labels_on(page) == [award.printed_code] * 21
        assert page.count('class="label-sheet"') == 1
        assert "Miến &lt;b&gt;dong&lt;/b&gt;" in page
        assert "testserver/xac-minh" in page
        assert "Đặt PUBLIC_ORIGIN" in page

    def test_several_are_printed_once_or_as_often_as_asked(self, client, award, settings):
        settings.PUBLIC_ORIGIN = "https://ocop.vi-du.vn"
        other = certify(make_product("Bún khô"), on=timezone.localdate())
        page = client.get(SHEET, {"cn": [award.pk, other.pk]}).content.decode()
        assert labels_on(page) == [other.printed_code, award.printed_code]
        assert "Đặt PUBLIC_ORIGIN" not in page
        page = client.get(SHEET, {"cn": [award.pk, other.pk], "so-ban": "12"}).content.decode()
        assert len(labels_on(page)) == 24
        assert page.count('class="label-sheet"') == 2

    @pytest.mark.parametrize(("asked", "copies"), [("0", 1), ("-3", 21), ("9999", 420), ("x", 21)])
    def test_copies_stay_within_bounds(self, client, award, asked, copies):
        page = client.get(SHEET, {"cn": award.pk, "so-ban": asked}).content.decode()
        assert len(labels_on(page)) == copies

    def test_nothing_is_printed_for_what_is_not_in_force(self, client, award):
        today = timezone.localdate()
        old = certify(make_product("Chè cũ"), on=dt.date(2020, 1, 10))
        early = certify(make_product("Chè mới"), on=today + dt.timedelta(days=3))
        withdrawn = certify(make_product("Chè bỏ"), on=today - dt.timedelta(days=9))
        withdraw_certification(certification=withdrawn, on=today, act="1/QĐ", reason="Thử")
        chosen = [each.pk for each in (old, early, withdrawn)]
        page = client.get(SHEET, {"cn": chosen}).content.decode()
        assert set(labels_on(page)) == {early.printed_code}
        assert "Chè cũ: 4 sao, hết hạn" in page
        assert "Chè bỏ: 4 sao, bị thu hồi" in page

    @pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 40], ["0"]])
    def test_nothing_chosen_says_what_to_do(self, client, chosen):
        page = client.get(SHEET, {"cn": chosen}).content.decode()
        assert labels_on(page) == []
        assert "Chưa chọn chứng nhận nào" in page

    def test_action_of_the_list_leads_there(self, client, award):
        answer = client.post(
            reverse("admin:products_certification_changelist"),
            {"action": "print_labels", "_selected_action": [award.pk]},
        )
        assert answer.url == f"{SHEET}?cn={award.pk}"

    def test_queries_do_not_grow_with_labels(self, client, award):
        more = [certify(make_product(f"Sản phẩm {n}"), on=timezone.localdate()) for n in range(3)]

        def queries(chosen):
            with CaptureQueriesContext(connection) as captured:
                client.get(SHEET, {"cn": chosen})
            return len(captured)

        queries([award.pk])
        assert queries([award.pk]) == queries([each.pk for each in more])


def test_officer_of_a_commune_prints_only_what_is_of_the_commune(client, award):
    commune = make_commune("Côn Minh")
    ours = certify(make_product("Ở đây", commune=commune), on=timezone.localdate())
    client.force_login(make_user(Role.COMMUNE_OFFICER, commune=commune))
    page = client.get(SHEET, {"cn": [award.pk, ours.pk]}).content.decode()
    assert set(labels_on(page)) == {ours.printed_code}
    assert client.get(reverse("admin:certification_qr_svg", args=[award.pk])).status_code == 404

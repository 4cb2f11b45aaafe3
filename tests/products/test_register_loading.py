"""The gathered register in the database: honest, once, and never over an officer's work."""

import datetime as dt
from collections import Counter

import pytest

from communes.models import Commune
from producers.models import Producer
from products.enums import CertificationStatus, GroupBasis, Standing
from products.importers.register_load import load_register
from products.importers.register_rows import RegisterError
from products.models import Certification, Product
from tests.products.register_ground import REGISTER, make_ground

TODAY = dt.date(2026, 11, 23)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tallies():
    make_ground()
    return load_register(REGISTER)


def product(code):
    return Product.objects.get(register_code=code)


def test_first_load_adds_everything(tallies):
    assert [str(tally) for tally in tallies] == [
        "chủ thể: thêm 55, đổi 0, giữ nguyên 0",
        "sản phẩm: thêm 95, đổi 0, giữ nguyên 0",
        "chứng nhận: thêm 41, đổi 0, giữ nguyên 0",
    ]


@pytest.mark.usefixtures("tallies")
class TestLoaded:
    def test_second_load_changes_nothing(self):
        before = list(Product.objects.order_by("pk").values())
        assert [str(tally) for tally in load_register(REGISTER)] == [
            "chủ thể: thêm 0, đổi 0, giữ nguyên 0",
            "sản phẩm: thêm 0, đổi 0, giữ nguyên 95",
            "chứng nhận: thêm 0, đổi 0, giữ nguyên 0",
        ]
        assert list(Product.objects.order_by("pk").values()) == before

    def test_an_officers_correction_survives(self):
        Product.objects.filter(register_code="BK-001").update(name="Trà nụ vối Hà Diệp")
        Certification.objects.filter(product__register_code="BK-001").update(stars=3)
        Producer.objects.filter(name="HTX Tài Hoan").update(name="Hợp tác xã Tài Hoan")
        producers = Producer.objects.count()
        load_register(REGISTER)
        assert product("BK-001").name == "Trà nụ vối Hà Diệp"
        assert product("BK-001").certifications.get().stars == 3
        assert Producer.objects.count() == producers

    def test_stars_today_are_those_of_the_latest_award(self):
        statuses = Counter()
        for row in Product.objects.all():
            latest = row.certifications.latest_first().first()
            if latest:
                statuses[latest.status(TODAY)] += 1
        assert statuses == {
            CertificationStatus.VALID: 1,
            CertificationStatus.EXPIRED: 9,
            CertificationStatus.UNKNOWN: 29,
        }

    def test_history_of_tai_hoan(self):
        newest, middle, oldest = product("BK-024").certifications.latest_first()
        assert [row.valid_during and (row.starts_on, row.ends_on) for row in (newest, middle)] == [
            (dt.date(2024, 6, 25), dt.date(2027, 6, 25)),
            (dt.date(2021, 6, 30), dt.date(2024, 6, 25)),
        ]
        assert oldest.valid_during is None
        assert [row.status(TODAY) for row in (newest, middle, oldest)] == [
            CertificationStatus.VALID,
            CertificationStatus.SUPERSEDED,
            CertificationStatus.SUPERSEDED,
        ]
        assert (oldest.superseded_by, middle.superseded_by) == (middle, newest)
        assert (newest.expires_on, middle.expires_on) == (
            dt.date(2027, 6, 25),
            dt.date(2024, 6, 30),
        )

    def test_certificate_without_a_first_day_ends_and_is_never_valid(self):
        row = product("BK-026").certifications.get()
        eve, end = dt.date(2023, 1, 9), dt.date(2023, 1, 10)
        assert (row.status(eve), row.status(end)) == (
            CertificationStatus.UNKNOWN,
            CertificationStatus.EXPIRED,
        )
        mine = Certification.objects.filter(pk=row.pk)
        assert not mine.valid(eve).exists()
        assert not mine.ended(eve).exists()
        assert mine.ended(end).exists()

    def test_rows_that_are_not_recognised_have_no_certification(self):
        others = Product.objects.exclude(standing=Standing.RECOGNISED)
        assert others.count() == 56
        assert not Certification.objects.filter(product__in=others).exists()

    def test_place_is_the_commune_of_before_july_2025(self):
        row = product("BK-024")
        assert (row.commune.code, row.commune.valid_to, row.district) == (
            "02173",
            dt.date(2025, 7, 1),
            None,
        )

    def test_a_district_is_kept_only_where_no_commune_is_known(self):
        assert product("BK-001").commune is None
        assert product("BK-001").district.name == "Thành phố Bắc Kạn"
        assert not Product.objects.filter(commune__isnull=False, district__isnull=False).exists()
        assert not Producer.objects.filter(commune__isnull=False, district__isnull=False).exists()

    def test_producer_of_several_rows_takes_the_one_commune_they_name(self):
        assert Producer.objects.get(name="HTX Thiên An").commune.name == "Vi Hương"

    def test_namesakes_have_their_own_pages(self):
        slugs = Producer.objects.filter(name="HTX An Bình").order_by("pk")
        assert [row.slug for row in slugs] == [
            "htx-an-binh",
            "htx-an-binh-huyen-cho-don",
        ]

    def test_other_names_of_a_producer_are_kept(self):
        producer = Producer.objects.get(name="Công ty CP Curcumin Bắc Hà")
        assert [row.name for row in producer.other_names.all()] == [
            "Bắc Hà Bắc Kạn",
            "Công ty TNHH nhà máy Curcumin Bắc Hà",
        ]
        assert producer.products.count() == 10

    def test_subgroup_told_from_the_name_is_marked(self):
        rice, noodle, stay = product("BK-065"), product("BK-024"), product("BK-081")
        assert (rice.group.code, rice.group_basis) == ("I.2.a", GroupBasis.INFERRED)
        assert (noodle.group.code, noodle.group_basis) == ("I", GroupBasis.INFERRED)
        assert (stay.group.code, stay.group_basis) == ("VI.1", GroupBasis.SOURCE)
        assert product("BK-012").group is None


def test_product_entered_before_is_recognised_and_only_given_its_code():
    make_ground()
    commune = Commune.objects.get(code="02068")
    producer = Producer.objects.create(
        name="Tổ hợp tác Đại Thắng", slug="to-hop-tac-dai-thang", kind="tht", commune=commune
    )
    mine = Product.objects.create(name="Bột củ mài NÚI", slug="bot-cu-mai", producer=producer)
    producers, products, _ = load_register(REGISTER)
    mine.refresh_from_db()
    assert (mine.register_code, mine.name, mine.standing) == (
        "BK-066",
        "Bột củ mài NÚI",
        Standing.REGISTERED,
    )
    assert producers.unchanged == 1
    assert (products.added, products.changed) == (94, 1)
    assert mine.certifications.count() == 0


def test_unknown_commune_stops_the_whole_load():
    make_ground()
    Commune.objects.filter(code="02173").delete()
    with pytest.raises(RegisterError) as caught:
        load_register(REGISTER)
    assert caught.value.lines == ["BK-024: chưa có xã, phường mã 02173"]
    assert Product.objects.count() == 0
    assert Producer.objects.count() == 0

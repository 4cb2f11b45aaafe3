"""What the gathered files say, before any database is asked."""

import datetime as dt
import shutil
from decimal import Decimal

import pytest

from producers.enums import ProducerKind
from products.enums import GroupBasis, SourceQuality, Standing
from products.importers.register_rows import (
    Award,
    ProducerKey,
    RegisterError,
    parse_decision,
    read_register,
)
from products.models import Product
from tests.products.register_ground import REGISTER

HEADER = (
    "id,name,producer,producer_type,commune,commune_code,district,commune_2025,"
    "commune_2025_code,group,group_basis,stars,recognition_year,decision,status,note,"
    "source_quality,source\n"
)


@pytest.fixture(scope="module")
def register():
    return read_register(REGISTER)


@pytest.fixture(scope="module")
def by_code(register):
    return {row.code: row for row in register.rows}


@pytest.fixture
def write(tmp_path):
    """Replace the products by lines of our own; the curated files stay."""
    directory = tmp_path / "register"
    shutil.copytree(REGISTER, directory)

    def _write(*lines):
        text = HEADER + "".join(f"{line}\n" for line in lines)
        (directory / "products.csv").write_text(text, encoding="utf-8")
        return directory

    return _write


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("", ("", None, "")),
        ("2890/QĐ-BNN-VPĐP ngày 30/6/2021", ("2890/QĐ-BNN-VPĐP", dt.date(2021, 6, 30), "")),
        ("2616/QĐ-UBND ngày 29/12/2021", ("2616/QĐ-UBND", dt.date(2021, 12, 29), "")),
        ("2166/QĐ-UBND (đợt 1 năm 2022)", ("2166/QĐ-UBND", None, "đợt 1 năm 2022")),
        ("2166/QĐ-UBND", ("2166/QĐ-UBND", None, "")),
    ],
)
def test_parse_decision_takes_what_is_there(text, parsed):
    assert parse_decision(text) == parsed


@pytest.mark.parametrize("text", ["Quyết định số 5", "5/QĐ ngày 31/2/2021", "5/QĐ ngày 2021"])
def test_parse_decision_refuses_anything_else(text):
    with pytest.raises(ValueError, match=r"."):
        parse_decision(text)


def test_every_row_is_read(register):
    assert len(register.rows) == 95


def test_only_recognised_rows_carry_awards(register):
    assert {row.standing for row in register.rows if row.awards} == {Standing.RECOGNISED}
    assert sum(1 for row in register.rows if row.standing == Standing.RECOGNISED) == 39
    assert all(row.awards for row in register.rows if row.standing == Standing.RECOGNISED)


def test_stars_of_a_district_council_are_left_out(by_code):
    assert by_code["BK-015"].standing == Standing.EVALUATED
    assert by_code["BK-015"].awards == ()


def test_award_with_a_known_day_has_a_term(by_code):
    (award,) = by_code["BK-060"].awards
    assert award == Award(
        stars=3,
        decision_number="2616/QĐ-UBND",
        decision_on=dt.date(2021, 12, 29),
        issuing_body="UBND tỉnh Bắc Kạn",
        level="province",
        expires_on=dt.date(2024, 12, 29),
        source_url=by_code["BK-060"].source_url,
    )


def test_award_with_a_number_but_no_day_has_a_year_and_no_term(by_code):
    (award,) = by_code["BK-116"].awards
    assert (award.decision_number, award.decision_on, award.recognised_year, award.expires_on) == (
        "2166/QĐ-UBND",
        None,
        2022,
        None,
    )


def test_award_of_which_nothing_but_the_stars_is_known(by_code):
    (award,) = by_code["BK-001"].awards
    assert award == Award(stars=4, source_url=by_code["BK-001"].source_url)


def test_curated_awards_take_the_place_of_the_row(by_code):
    assert [
        (award.stars, award.score, award.recognised_year, award.decision_on, award.superseded_on)
        for award in by_code["BK-024"].awards
    ] == [
        (4, None, 2018, None, dt.date(2021, 6, 30)),
        (5, Decimal("91.14"), None, dt.date(2021, 6, 30), dt.date(2024, 6, 25)),
        (5, None, None, dt.date(2024, 6, 25), None),
    ]


@pytest.mark.parametrize("code", ["BK-025", "BK-026"])
def test_certificate_of_which_the_end_alone_is_known(by_code, code):
    (award,) = by_code[code].awards
    assert (award.decision_on, award.recognised_year, award.expires_on) == (
        None,
        2019,
        dt.date(2023, 1, 10),
    )


def test_names_of_one_producer_are_joined(by_code):
    assert by_code["BK-020"].producer == by_code["BK-012"].producer
    assert by_code["BK-020"].producer_as_written == "Công ty TNHH nhà máy Curcumin Bắc Hà"


def test_namesakes_in_two_districts_stay_apart(by_code):
    assert by_code["BK-054"].producer == ProducerKey("HTX An Bình", "Huyện Bạch Thông")
    assert by_code["BK-083"].producer == ProducerKey("HTX An Bình", "Huyện Chợ Đồn")


def test_curcumin_goods_stay_without_group(by_code):
    without = [row for row in by_code.values() if not row.group]
    assert len(without) == 14
    assert {row.subgroup for row in without} == {""}


def test_kind_group_basis_and_village_are_read(by_code):
    row = by_code["BK-081"]
    assert (row.producer_kind, row.group_basis, row.village) == (
        ProducerKind.HOUSEHOLD,
        GroupBasis.SOURCE,
        "thôn Bó Lù",
    )


@pytest.mark.parametrize("host", ["amourco.com", "www.bet365lotto.com"])
def test_page_on_a_hijacked_host_is_never_trusted(write, host):
    directory = write(f"X-1,Chè,HTX A,HTX,,,,,,,,3,2020,,công nhận,,cao,https://{host}/a")
    (row,) = read_register(directory).rows
    assert (row.quality, row.source_url) == (SourceQuality.LOW, f"https://{host}/a")
    assert (row.trusted_source_url, row.awards[0].source_url) == ("", "")


@pytest.mark.parametrize(("quality", "shown"), [("cao", True), ("thap", False), ("", True)])
def test_page_of_a_product_links_a_source_only_if_it_is_trusted(quality, shown):
    product = Product(source_url="https://backan.example/a", source_quality=quality)
    assert bool(product.public_source_url) == shown


def test_every_bad_line_is_named(write):
    directory = write(
        "X-1,Chè,HTX A,HTX,,,,,,,,,,,lạ lùng,,cao,",
        "X-2,Chè,HTX A,HTX,,,,,,,,,,,đăng ký,,cao,",
        "X-3,Chè,HTX A,HTX,,,,,,,,3,,Quyết định số 5,công nhận,,cao,",
        "X-2,Chè,HTX A,HTX,,,,,,,,,,,đăng ký,,cao,",
    )
    with pytest.raises(RegisterError) as caught:
        read_register(directory)
    assert caught.value.lines == [
        "products.csv, dòng 2: giá trị “lạ lùng” không có trong danh mục",
        "products.csv, dòng 4: không đọc được số quyết định “Quyết định số 5”",
        "products.csv, dòng 5: mã X-2 đã có ở dòng 3",
    ]


def test_year_of_a_product_without_an_award_is_kept_in_its_note(by_code):
    assert by_code["BK-045"].note.startswith("năm 2018; huyện chọn dự thi cấp tỉnh")
    assert by_code["BK-046"].note.startswith("năm 2018")
    assert by_code["BK-002"].awards[0].recognised_year == 2022
    assert not by_code["BK-002"].note.startswith("năm")

"""One cell into one value."""

import datetime as dt
from decimal import Decimal

import pytest

from producers.enums import ProducerKind
from scoring.rating_import.errors import BadValue
from scoring.rating_import.values.awards import AwardForm, Term, parse_form, parse_term
from scoring.rating_import.values.dates import PartialDate, find_date, parse_date
from scoring.rating_import.values.decisions import (
    Decision,
    find_decision,
    normalise_number,
    number_key,
    parse_decision,
)
from scoring.rating_import.values.producers import (
    core_key,
    kind_in_name,
    parse_kind,
    producer_key,
    split_address,
)
from scoring.rating_import.values.scores import parse_score
from scoring.rating_import.values.stars import parse_stars

DAY = dt.date(2021, 12, 29)


@pytest.mark.parametrize(
    ("cell", "stars"),
    [
        (4, 4),
        (4.0, 4),
        ("4", 4),
        ("04", 4),
        ("4.0", 4),
        ("4,0", 4),
        ("4 sao", 4),
        ("4SAO", 4),
        ("4\u00a0sao", 4),
        ("4 Sao.", 4),
        ("04 sao", 4),
        ("****", 4),
        ("* * * *", 4),
        ("★★★★", 4),
        ("★★★★☆", 4),
        ("⭐⭐⭐⭐", 4),
        ("⭐️⭐️⭐️", 3),
        ("4*", 4),
        ("4 ★", 4),
        ("Bốn sao", 4),
        ("bon sao", 4),
        ("Bo\u0302\u0301n sao", 4),
        ("Hạng bốn sao", 4),
        ("Năm sao", 5),
        ("OCOP 4 sao", 4),
        ("0COP 4 sao", 4),
        ("OCOP ****", 4),
        ("Sản phẩm OCOP hạng 3 sao", 3),
        ("Hạng 4", 4),
        ("Đạt 3 sao", 3),
        ("4/5", 4),
        ("Bốn", 4),
        ("4 ngôi sao", 4),
        ("", None),
        ("  ", None),
    ],
)
def test_stars_as_officers_write_them(cell, stars):
    assert parse_stars(cell) == stars


@pytest.mark.parametrize(
    "cell",
    [0, 6, 4.5, -3, True, "6 sao", "0 sao", "4,5 sao", "4-5 sao", "3 sao, 4 sao", "4 đến 5 sao",
     "ba con", "******", "sao", "14 sao", "91,14", "4sao5", dt.date(2021, 4, 5)],
)  # fmt: skip
def test_stars_that_say_nothing_certain_are_refused(cell):
    with pytest.raises(BadValue, match="một số từ 1 đến 5"):
        parse_stars(cell)


@pytest.mark.parametrize("cell", ["Tiềm năng 5 sao", "Đề nghị 4 sao", "dự kiến 4 sao"])
def test_stars_hoped_for_are_no_stars(cell):
    with pytest.raises(BadValue, match="tiềm năng"):
        parse_stars(cell)


@pytest.mark.parametrize("cell", ["Không đạt", "Chưa đạt", "không xếp hạng"])
def test_a_product_that_failed_has_no_stars(cell):
    with pytest.raises(BadValue, match="không đạt"):
        parse_stars(cell)


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("91,14", "91.14"),
        ("91.14", "91.14"),
        (91.14, "91.14"),
        (91.14000000000001, "91.14"),
        (0.1 + 0.2, "0.3"),
        ("91,14 điểm", "91.14"),
        ("91,14đ", "91.14"),
        ("91,14/100", "91.14"),
        ("89,9999", "89.9999"),
        ("100", "100"),
        (100, "100"),
        (0, "0"),
        (" 70 ", "70"),
        ("70,0", "70"),
        ("", None),
        ("-", None),
    ],
)
def test_scores_are_exact(cell, score):
    assert parse_score(cell) == (None if score is None else Decimal(score))


@pytest.mark.parametrize(
    "cell",
    ["100,01", -1, 101, "91,1,4", "62-67", "ba", "1.234,5", True, float("nan"), float("inf"), "9e1",
     "91%"],
)  # fmt: skip
def test_scores_out_of_range_or_unclear_are_refused(cell):
    with pytest.raises(BadValue, match="từ 0 đến 100"):
        parse_score(cell)


@pytest.mark.parametrize("cell", [dt.datetime(2021, 5, 12), dt.time(12, 5)])
def test_a_score_that_excel_made_a_date_is_explained(cell):
    with pytest.raises(BadValue, match="Excel đã đổi điểm thành ngày"):
        parse_score(cell)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        dt.datetime(2021, 12, 29, 7, 30),
        44559,
        44559.0,
        "44559",
        "29/12/2021",
        "29-12-2021",
        "29.12.2021",
        "29/12/21",
        "2021-12-29",
        "2021-12-29 00:00:00",
        "2021-12-29T00:00:00",
        "29/12/2021 00:00",
        "ngày 29 tháng 12 năm 2021",
        "Ngày 29/12/2021",
        "29 tháng 12 năm 2021",
        "ngay 29 thang 12 nam 2021",
        "29 / 12 / 2021",
        "(29/12/2021)",
    ],
)
def test_one_day_in_many_writings(cell):
    assert parse_date(cell) == PartialDate(DAY, 2021)


def test_serial_days_of_the_1904_calendar():
    assert parse_date(43097, is_1904=True) == PartialDate(DAY, 2021)


@pytest.mark.parametrize("cell", [2021, 2021.0, "2021", "năm 2021", "12/2021", "tháng 12 năm 2021"])
def test_a_date_without_a_day_keeps_its_year(cell):
    assert parse_date(cell) == PartialDate(None, 2021)


@pytest.mark.parametrize("cell", ["", "-", "   "])
def test_no_date(cell):
    assert parse_date(cell) is None


@pytest.mark.parametrize(
    ("cell", "hint"),
    [
        ("12/29/2021", "29/12/2021"),
        ("31/02/2021", "không có trong lịch"),
        ("29/13/2021", "không có trong lịch"),
        ("hôm qua", "ngày/tháng/năm"),
        ("29/12/1921", "2013"),
        (12, "2013"),
        (1e300, "ngày/tháng/năm"),
        (float("nan"), "ngày/tháng/năm"),
        (True, "ngày/tháng/năm"),
        (dt.time(3, 4), "ngày/tháng/năm"),
        ("1821", "2013"),
    ],
)
def test_dates_that_cannot_be_are_refused_with_a_hint(cell, hint):
    with pytest.raises(BadValue, match=hint):
        parse_date(cell)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ký ngày 29/12/2021 tại Bắc Kạn", DAY),
        ("ngày 29 tháng 12 năm 2021 của UBND", DAY),
        ("từ 31/02/2021", None),
        ("không có ngày", None),
    ],
)
def test_a_date_inside_a_sentence(text, day):
    assert find_date(text) == day


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2616/QĐ-UBND", "2616/QĐ-UBND"),
        ("Số: 2616 / QĐ - UBND", "2616/QĐ-UBND"),
        ("2616/qđ-ubnd", "2616/QĐ-UBND"),
        ("2616/QD-UBND", "2616/QĐ-UBND"),
        ("2616/QÐ-UBND", "2616/QĐ-UBND"),
        ("2890/QĐ-BNN-VPĐP", "2890/QĐ-BNN-VPĐP"),
        ("Quyết định số 05/2022/QĐ-UBND", "05/2022/QĐ-UBND"),
        ("148/QĐ-TTg", "148/QĐ-TTg"),
        ("không có", ""),
        ("29/12/2021", ""),
    ],
)
def test_decision_numbers_have_one_writing(written, number):
    assert normalise_number(written) == number


def test_decision_numbers_compare_without_zeros_and_accents():
    assert number_key("05/QĐ-UBND") == number_key("5/QD-UBND")
    assert number_key("15/QĐ-UBND") != number_key("5/QĐ-UBND")


def test_a_decision_cell_may_hold_number_date_and_issuer():
    cell = "2616/QĐ-UBND ngày 29/12/2021 của UBND tỉnh Bắc Kạn"
    assert parse_decision(cell) == Decision("2616/QĐ-UBND", DAY, "UBND tỉnh Bắc Kạn")


@pytest.mark.parametrize("cell", ["2616", "QĐ-UBND", "2616/QĐ-UBND, 2617/QĐ-UBND", 2616])
def test_an_unclear_decision_cell_is_refused(cell):
    with pytest.raises(BadValue, match="2616/QĐ-UBND"):
        parse_decision(cell)


@pytest.mark.parametrize(
    ("title", "decision"),
    [
        (
            ["(Kèm theo Quyết định số 2616/QĐ-UBND ngày 29/12/2021 của UBND tỉnh Bắc Kạn)"],
            Decision("2616/QĐ-UBND", DAY, "UBND tỉnh Bắc Kạn"),
        ),
        (
            ["(Kèm theo Quyết định số 2616/QĐ-UBND", "ngày 29 tháng 12 năm 2021)"],
            Decision("2616/QĐ-UBND", DAY),
        ),
        (
            [
                "Căn cứ Quyết định số 1048/QĐ-TTg ngày 21/8/2019",
                "Căn cứ Quyết định số 851/QĐ-UBND ngày 24/5/2018",
                "Kèm theo Quyết định số 2616/QĐ-UBND ngày 29/12/2021",
            ],
            Decision("2616/QĐ-UBND", DAY),
        ),
        (["Theo tiêu chí tại Quyết định số 148/QĐ-TTg ngày 24/02/2023"], Decision()),
        (
            ["(Kèm theo Quyết định số      /QĐ-UBND ngày 29/12/2021 của UBND tỉnh)"],
            Decision("", DAY, "UBND tỉnh"),
        ),
        (["Danh sách sản phẩm OCOP năm 2021"], Decision()),
        ([], Decision()),
    ],
)
def test_the_decision_of_a_title(title, decision):
    assert find_decision(title) == (decision, [])


def test_a_title_with_two_decisions_names_neither():
    found, others = find_decision(["Quyết định 2616/QĐ-UBND", "Quyết định 2617/QĐ-UBND"])
    assert (found, others) == (Decision(), ["2616/QĐ-UBND", "2617/QĐ-UBND"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX Tài Hoan", ProducerKind.COOPERATIVE),
        ("Hợp tác xã nông nghiệp Tân Thành", ProducerKind.COOPERATIVE),
        ("hop tac xa Tai Hoan", ProducerKind.COOPERATIVE),
        ("Liên hiệp HTX Bắc Kạn", ProducerKind.COOPERATIVE),
        ("Tổ hợp tác Đại Thắng", ProducerKind.COOPERATIVE_GROUP),
        ("THT Nam Xuân Lạc", ProducerKind.COOPERATIVE_GROUP),
        ("Công ty TNHH Hà Diệp", ProducerKind.COMPANY),
        ("Cty CP Curcumin Bắc Hà", ProducerKind.COMPANY),
        ("Doanh nghiệp tư nhân Lan Anh", ProducerKind.COMPANY),
        ("Hộ kinh doanh Nguyễn Thị Mai", ProducerKind.HOUSEHOLD),
        ("Hộ Đàm Quỳnh Mai", ProducerKind.HOUSEHOLD),
        ("Cơ sở Hoàng Thị Điển", ProducerKind.HOUSEHOLD),
        ("Nhà hàng Tám Cương", ProducerKind.HOUSEHOLD),
        ("Trang trại Phúc Thơm", ProducerKind.OTHER),
        ("Hoàng Thị Điển", None),
        ("Thắng Lợi", None),
        ("Hồng Luân", None),
        ("Hội Vàng", ProducerKind.OTHER),
    ],
)
def test_the_legal_form_inside_a_name(name, kind):
    assert kind_in_name(name) == kind


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("HTX", ProducerKind.COOPERATIVE),
        ("Hợp tác xã", ProducerKind.COOPERATIVE),
        ("htx", ProducerKind.COOPERATIVE),
        ("Doanh nghiệp", ProducerKind.COMPANY),
        ("Hộ SXKD", ProducerKind.HOUSEHOLD),
        ("ho_kd", ProducerKind.HOUSEHOLD),
        ("Khác", ProducerKind.OTHER),
        ("", None),
    ],
)
def test_the_legal_form_in_its_own_cell(cell, kind):
    assert parse_kind(cell) == kind


def test_an_unknown_legal_form_is_refused():
    with pytest.raises(BadValue, match="Tổ hợp tác"):
        parse_kind("xyz")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hợp tác xã Nông nghiệp Tân Thành", "HTX nông nghiệp Tân Thành"),
        ("Công ty cổ phần Curcumin Bắc Hà", "Cty CP Curcumin Bắc Hà"),
        ("HTX Hoà Thịnh", "HTX Hòa Thịnh"),
        ("Công ty TNHH một thành viên Asuka", "Công ty TNHH MTV Asuka"),
    ],
)
def test_one_producer_written_two_ways_has_one_key(one, other):
    assert producer_key(one) == producer_key(other)


def test_different_producers_have_different_keys():
    assert producer_key("HTX An Bình") != producer_key("HTX Yến Dương")
    assert producer_key("HTX An Bình") != producer_key("Công ty TNHH An Bình")
    assert core_key("HTX An Bình") == core_key("Công ty TNHH An Bình")


@pytest.mark.parametrize(
    ("cell", "name", "address"),
    [
        ("HTX Tài Hoan, thôn Chè Cọ, xã Côn Minh", "HTX Tài Hoan", "thôn Chè Cọ, xã Côn Minh"),
        ("HTX Tài Hoan (xã Côn Minh, huyện Na Rì)", "HTX Tài Hoan", "xã Côn Minh, huyện Na Rì"),
        ("HTX Tài Hoan", "HTX Tài Hoan", ""),
        ("HTX Rau, củ, quả sạch", "HTX Rau, củ, quả sạch", ""),
    ],
)
def test_an_address_behind_a_name(cell, name, address):
    assert split_address(cell) == (name, address)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("Công nhận mới", AwardForm.FIRST),
        ("Mới", AwardForm.FIRST),
        ("Đánh giá lần đầu", AwardForm.FIRST),
        ("Nâng hạng", AwardForm.UPGRADE),
        ("Cấp lại", AwardForm.REISSUE),
        ("Đánh giá lại", AwardForm.REISSUE),
        ("cap lai giay chung nhan", AwardForm.REISSUE),
        ("", None),
    ],
)
def test_the_form_of_an_award(cell, form):
    assert parse_form(cell) == form


def test_an_unknown_form_is_refused():
    with pytest.raises(BadValue, match="Nâng hạng"):
        parse_form("gì đó")


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        (36, Term(months=36)),
        ("36", Term(months=36)),
        ("36 tháng", Term(months=36)),
        ("3 năm", Term(months=36)),
        ("36 tháng kể từ ngày ký", Term(months=36)),
        ("đến 29/12/2024", Term(until=dt.date(2024, 12, 29))),
        (dt.datetime(2024, 12, 29), Term(until=dt.date(2024, 12, 29))),
        ("", None),
    ],
)
def test_terms(cell, term):
    assert parse_term(cell) == term


@pytest.mark.parametrize("cell", [0, 500, "lâu", "36 x"])
def test_terms_that_cannot_be_are_refused(cell):
    with pytest.raises(BadValue, match="số tháng"):
        parse_term(cell)

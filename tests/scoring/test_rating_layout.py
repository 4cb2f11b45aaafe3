"""Sheets as offices really lay them out."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from producers.enums import ProducerKind
from scoring.rating_import.document import Severity
from scoring.rating_import.layout.columns import Column, column_for
from scoring.rating_import.layout.tables import LineKind
from scoring.rating_import.parsing import parse
from scoring.rating_import.values.awards import AwardForm
from scoring.rating_import.values.decisions import Decision
from tests.scoring.rating_files import (
    HEADER,
    ROWS,
    TITLE,
    annex,
    csv_file,
    csv_text,
    fill,
    ods_file,
    part_of,
    saved,
    xlsx_file,
    zip_file,
)

DATA = Path(__file__).parent / "data"
DAY = dt.date(2021, 12, 29)
NAMES = ["Miến dong Tài Hoan", "Bánh trời"]


def names(document):
    return [row.product for row in document.rows]


def told(row):
    """What the two rows of the standard annex must always say."""
    return (
        row.product,
        row.producer,
        row.producer_kind,
        row.place,
        row.score,
        row.stars,
        row.decision.number,
        row.decided_on,
        [str(finding) for finding in row.findings],
    )


EXPECTED = [
    (
        "Miến dong Tài Hoan",
        "HTX Tài Hoan",
        ProducerKind.COOPERATIVE,
        "Xã Côn Minh, huyện Na Rì",
        Decimal("91.14"),
        5,
        "2616/QĐ-UBND",
        DAY,
        [],
    ),
    (
        "Bánh trời",
        "Cơ sở Hoàng Thị Điển",
        ProducerKind.HOUSEHOLD,
        "TT. Bằng Lũng, huyện Chợ Đồn",
        Decimal("62.5"),
        3,
        "2616/QĐ-UBND",
        DAY,
        [],
    ),
]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_of_every_delimiter_and_encoding(delimiter, encoding):
    document = parse(csv_file(annex(), delimiter, encoding), "kq.csv")
    assert [told(row) for row in document.rows] == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_a_mark(encoding):
    content = "\ufeff".encode(encoding) + csv_file(annex(), "\t", encoding)
    assert [told(row) for row in parse(content, "kq.txt").rows] == EXPECTED


def as_windows_1258(text):
    """Letters of Windows-1258: vowels composed, tones apart, as Windows writes them."""
    out = []
    for char in text:
        try:
            char.encode("cp1258")
            out.append(char)
        except UnicodeEncodeError:
            whole = unicodedata.normalize("NFD", char)
            base = unicodedata.normalize("NFC", whole[:-1])
            if len(whole) == 3 and whole[1] == "\u0323":
                base, whole = unicodedata.normalize("NFC", whole[0] + whole[2]), whole[:2]
            out.append(base + whole[-1])
    return "".join(out).encode("cp1258")


def test_windows_1258_is_composed():
    document = parse(as_windows_1258(csv_text(annex(), ";")), "kq.csv")
    assert [told(row) for row in document.rows] == EXPECTED


def test_decomposed_unicode_is_composed():
    content = unicodedata.normalize("NFD", csv_text(annex())).encode()
    assert [told(row) for row in parse(content, "kq.csv").rows] == EXPECTED


def test_the_delimiter_excel_declares():
    content = "sep=;\r\n" + csv_text(annex(), ";")
    document = parse(content.encode("utf-8-sig"), "kq.csv")
    assert [told(row) for row in document.rows] == EXPECTED
    assert [row.line for row in document.rows] == [6, 7]


def test_a_workbook_with_a_merged_title():
    content = xlsx_file(annex(), merged=["A1:F1", "A2:F2"])
    document = parse(content, "kq.xlsx")
    assert [told(row) for row in document.rows] == EXPECTED
    assert document.rows[0].place_of(Column.SCORE) == "E5"
    assert document.title == list(TITLE)
    assert document.decision == Decision("2616/QĐ-UBND", DAY, "Chủ tịch UBND tỉnh Bắc Kạn")


def test_an_old_excel_file_with_real_dates():
    document = parse((DATA / "list.xls").read_bytes(), "kq.xls")
    assert [told(row) for row in document.rows] == EXPECTED


def test_an_open_document():
    document = parse(ods_file(annex()), "kq.ods")
    assert [told(row) for row in document.rows] == EXPECTED


def test_an_open_document_with_a_producer_merged_over_two_rows():
    rows = [
        (1, "Trà A", ("HTX An Bình", 2), "Xã Ngọc Phái", 75, 4),
        (2, "Trà B", None, "Xã Ngọc Phái", 76, 4),
    ]
    document = parse(ods_file(annex(rows)), "kq.ods")
    assert [row.producer for row in document.rows] == ["HTX An Bình", "HTX An Bình"]


def test_a_producer_merged_over_three_rows_speaks_for_all():
    rows = [
        (1, "Trà A", "HTX An Bình", "Xã Ngọc Phái", 75, 4),
        (2, "Trà B", "", "", 76, 4),
        (3, "Trà C", "", "", 77, 4),
    ]
    content = xlsx_file(annex(rows), merged=["C5:C7", "D5:D7"])
    document = parse(content, "kq.xlsx")
    assert [(row.producer, row.place) for row in document.rows] == [
        ("HTX An Bình", "Xã Ngọc Phái")
    ] * 3
    assert document.rows[2].place_of(Column.PRODUCER) == "C5"


def test_a_blank_producer_that_is_not_merged_is_an_error_of_its_row():
    rows = [(1, "Trà A", "HTX An Bình", "Xã A", 75, 4), (2, "Trà B", "", "", 76, 4)]
    document = parse(xlsx_file(annex(rows)), "kq.xlsx")
    assert [[str(finding) for finding in row.findings] for row in document.rows] == [
        [],
        ["Ô C6 (chủ thể) để trống: thiếu chủ thể; cần ghi tên."],
    ]


def test_a_header_of_two_lines():
    header = [
        ("TT", "Sản phẩm", "Chủ thể", "", "Địa chỉ", "", "Kết quả đánh giá", "", "Quyết định", ""),
        ("", "", "Tên", "Loại hình", "Xã", "Huyện", "Điểm", "Hạng sao", "Số", "Ngày"),
        tuple(f"({number})" for number in range(1, 11)),
    ]
    row = (
        1, "Bánh trời", "Hoàng Thị Điển", "Hộ kinh doanh", "Thị trấn Bằng Lũng", "Chợ Đồn",
        "62,5", "3 sao", "2616/QĐ-UBND", "29/12/2021",
    )  # fmt: skip
    lines = [["PHỤ LỤC"], *header, row]
    merged = ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2", "I2:J2"]
    for content in (xlsx_file(lines, merged=merged), csv_file(lines)):
        document = parse(content, "kq")
        (only,) = document.rows
        assert told(only) == (
            "Bánh trời", "Hoàng Thị Điển", ProducerKind.HOUSEHOLD, "Thị trấn Bằng Lũng",
            Decimal("62.5"), 3, "2616/QĐ-UBND", DAY, [],
        )  # fmt: skip
        assert only.district == "Chợ Đồn"
        assert only.line == 5


def test_stars_ticked_in_columns_of_their_own():
    header = [
        ("STT", "Tên sản phẩm", "Chủ thể", "Xếp hạng", "", ""),
        ("", "", "", "3 sao", "4 sao", "5 sao"),
    ]
    rows = [(1, "Trà A", "HTX A", "", "x", ""), (2, "Trà B", "HTX B", "X", "", "")]
    document = parse(csv_file([[TITLE[1]], *header, *rows]), "kq.csv")
    assert [(row.product, row.stars) for row in document.rows] == [("Trà A", 4), ("Trà B", 3)]


def test_two_ticks_are_an_error():
    header = ("Tên sản phẩm", "Chủ thể", "3 sao", "4 sao")
    document = parse(csv_file([[TITLE[1]], header, ("Trà A", "HTX A", "x", "x")]), "kq.csv")
    assert "nhiều hạng sao" in str(document.rows[0].findings[0])


def test_group_headings_give_stars_and_group():
    rows = [
        ("I", "Sản phẩm 5 sao"),
        ("", "Nhóm thực phẩm"),
        (1, "Miến dong", "HTX Tài Hoan", "Xã Côn Minh", "91,14"),
        ("", "Nhóm đồ uống"),
        (2, "Rượu mơ", "Công ty TNHH Asuka", "Xã A", "92"),
        ("II", "SẢN PHẨM 3 SAO (01 sản phẩm)"),
        (3, "Bánh trời", "Cơ sở Điển", "TT. Bằng Lũng", "62,5"),
    ]
    document = parse(xlsx_file(annex(rows, HEADER[:5])), "kq.xlsx")
    assert [(row.product, row.stars, row.group) for row in document.rows] == [
        ("Miến dong", 5, "thực phẩm"),
        ("Rượu mơ", 5, "đồ uống"),
        ("Bánh trời", 3, ""),
    ]
    assert [line.text for line in document.passed if line.kind == LineKind.HEADING] == [
        "I · Sản phẩm 5 sao",
        "Nhóm thực phẩm",
        "Nhóm đồ uống",
        "II · SẢN PHẨM 3 SAO (01 sản phẩm)",
    ]


def test_a_heading_in_the_first_cell_of_a_merged_line():
    rows = [
        ("I. Sản phẩm 4 sao",),
        (1, "Trà A", "HTX A", "Xã A", "75"),
        ("II. Sản phẩm 3 sao",),
        (1, "Trà B", "HTX B", "Xã B", "55"),
    ]
    document = parse(xlsx_file(annex(rows, HEADER[:5]), merged=["A5:E5", "A7:E7"]), "kq.xlsx")
    assert [(row.product, row.stars) for row in document.rows] == [("Trà A", 4), ("Trà B", 3)]


def test_headings_of_district_and_form():
    rows = [
        ("A", "Công nhận mới"),
        ("I", "Huyện Chợ Đồn"),
        (1, "Trà A", "HTX A", "Xã Đại Sảo", "75", "4 sao"),
        ("II", "Huyện Na Rì"),
        (2, "Trà B", "HTX B", "Xã Côn Minh", "75", "4 sao"),
        ("B", "Cấp lại giấy chứng nhận"),
        (3, "Trà C", "HTX C", "Xã Bằng Phúc", "75", "4 sao"),
    ]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert [(row.product, row.form, row.district) for row in document.rows] == [
        ("Trà A", AwardForm.FIRST, "Huyện Chợ Đồn"),
        ("Trà B", AwardForm.FIRST, "Huyện Na Rì"),
        ("Trà C", AwardForm.REISSUE, ""),
    ]


def test_a_row_without_names_is_told_from_a_heading_with_a_count():
    rows = [
        ("I", "Xã Đại Sảo", "", "", "", "2"),
        (1, "Trà A", "HTX A", "", "75", "4 sao"),
        ("", "", "", "Xã Côn Minh", "", "3"),
        (2, "Trà B", "HTX B", "", "75", "4 sao"),
    ]
    made = parse(csv_file(annex(rows)), "kq.csv").rows
    assert [(row.product, row.place) for row in made] == [
        ("Trà A", "Xã Đại Sảo"),
        ("", "Xã Đại Sảo"),
        ("Trà B", "Xã Đại Sảo"),
    ]
    assert [row.is_rejected for row in made] == [False, True, False]


def test_a_cell_that_contradicts_its_heading_is_an_error():
    rows = [("I", "Sản phẩm 4 sao"), (1, "Trà A", "HTX A", "Xã A", "75", "3 sao")]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert [str(finding) for finding in document.rows[0].findings] == [
        "Ô F6 (hạng sao) ghi “3 sao”: đầu nhóm ở dòng 5 ghi 4 sao; cần sửa cho khớp."
    ]


def test_products_that_may_reach_five_stars_are_not_awarded():
    rows = [("I", "Sản phẩm tiềm năng 5 sao"), (1, "Trà A", "HTX A", "Xã A", "91", "")]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert document.rows[0].is_rejected
    assert "tiềm năng" in str(document.rows[0].findings[0])


def test_footers_totals_and_signatures_are_no_rows():
    foot = [
        ("", "Tổng cộng: 02 sản phẩm"),
        (),
        ("Ghi chú: danh sách gồm hai sản phẩm",),
        ("", "", "", "Bắc Kạn, ngày 29 tháng 12 năm 2021"),
        ("Nơi nhận:", "", "", "KT. CHỦ TỊCH"),
        ("- Như trên;", "", "", "PHÓ CHỦ TỊCH"),
        ("- Lưu VT.", "", "", ""),
        ("", "", "", "Nguyễn Văn A"),
    ]
    document = parse(xlsx_file(annex(foot=foot)), "kq.xlsx")
    assert names(document) == NAMES
    assert document.warnings == []
    assert [(line.kind, line.line) for line in document.passed if line.line > 6] == [
        (LineKind.TOTAL, 7),
        (LineKind.FOOT, 9),
        (LineKind.FOOT, 10),
        (LineKind.FOOT, 11),
        (LineKind.FOOT, 12),
        (LineKind.FOOT, 13),
        (LineKind.FOOT, 14),
    ]


def test_a_total_that_counts_otherwise_is_pointed_out():
    document = parse(csv_file(annex(foot=[("", "Tổng cộng: 36 sản phẩm")])), "kq.csv")
    assert document.warnings == ["Dòng 7 ghi tổng 36, tệp có 2 dòng sản phẩm."]


def test_gaps_in_numbering_and_blank_lines_lose_nothing():
    rows = [ROWS[0], (), (7, *ROWS[1][1:]), ("", "Trà C", "HTX C", "Xã C", "55", "3"), (9,)]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert names(document) == [*NAMES, "Trà C"]
    assert document.passed[-1].kind == LineKind.NUMBER_ONLY


def test_a_numbered_line_with_a_name_only_is_a_row_and_says_what_is_missing():
    document = parse(csv_file(annex([*ROWS, (3, "Thực phẩm chay An Lạc")])), "kq.csv")
    assert names(document)[2] == "Thực phẩm chay An Lạc"
    assert document.rows[2].is_rejected


def test_headers_repeated_on_each_printed_page():
    rows = [("I", "Sản phẩm 3 sao"), ROWS[1][:5], HEADER, (2, "Trà B", "HTX B", "Xã B", "55")]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert [(row.product, row.stars) for row in document.rows] == [("Bánh trời", 3), ("Trà B", 3)]


def test_a_second_table_below_with_columns_of_its_own_and_its_own_decision():
    second = [
        ("PHỤ LỤC II",),
        ("(Kèm theo Quyết định số 99/QĐ-UBND ngày 05/01/2022)",),
        ("STT", "Chủ thể", "Tên sản phẩm", "Hạng sao"),
        (1, "HTX B", "Trà B", "4"),
    ]
    document = parse(csv_file(annex(foot=[(), *second])), "kq.csv")
    assert [(row.product, row.producer, row.decision.number) for row in document.rows] == [
        (ROWS[0][1], ROWS[0][2], "2616/QĐ-UBND"),
        (ROWS[1][1], ROWS[1][2], "2616/QĐ-UBND"),
        ("Trà B", "HTX B", "99/QĐ-UBND"),
    ]


def test_several_sheets_are_read_hidden_ones_are_told():
    book = openpyxl.Workbook()
    fill(book, annex(ROWS[:1]), sheet="4 sao")
    other = book.create_sheet("3 sao")
    for line in (HEADER, ROWS[1]):
        other.append(line)
    book.create_sheet("Ghi chép").append(["Không phải bảng"])
    hidden = book.create_sheet("Nháp")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    document = parse(saved(book), "kq.xlsx")
    assert [(row.sheet, row.line, row.product) for row in document.rows] == [
        ("4 sao", 5, NAMES[0]),
        ("3 sao", 2, NAMES[1]),
    ]
    assert document.rows[1].decision.number == "2616/QĐ-UBND"
    assert document.rows[1].place_of(Column.PRODUCT) == "3 sao!B2"
    assert document.warnings == [
        "Trang tính ẩn “Nháp” không được đọc.",
        "Trang tính “Ghi chép” không có bảng sản phẩm nên không được đọc.",
    ]


def test_the_decision_an_officer_types_speaks_where_the_file_is_silent():
    typed = Decision("77/QĐ-UBND", dt.date(2022, 1, 5))
    document = parse(csv_file(annex(title=["Danh sách"])), "kq.csv", decision=typed)
    assert {(row.decision.number, row.decided_on) for row in document.rows} == {
        ("77/QĐ-UBND", dt.date(2022, 1, 5))
    }


def test_without_any_decision_every_row_says_so():
    document = parse(csv_file(annex(title=[])), "kq.csv")
    assert [row.is_rejected for row in document.rows] == [True, True]
    assert "số quyết định" in str(document.rows[0].findings[0])


def test_a_decision_in_the_cells_goes_before_the_title():
    header = (*HEADER, "Quyết định")
    rows = [(*ROWS[0], "2616"), (*ROWS[1], "99/QĐ-UBND ngày 05/01/2022")]
    document = parse(csv_file(annex(rows, header)), "kq.csv")
    assert [(row.decision.number, row.decided_on) for row in document.rows] == [
        ("2616/QĐ-UBND", DAY),
        ("99/QĐ-UBND", dt.date(2022, 1, 5)),
    ]


def test_a_date_that_contradicts_the_title_is_an_error():
    rows = [(*ROWS[0], "30/12/2021")]
    document = parse(csv_file(annex(rows, (*HEADER, "Ngày ký"))), "kq.csv")
    assert "ở chỗ khác ghi ngày 29/12/2021" in str(document.rows[0].findings[0])


def test_serial_days_in_a_column_without_date_format():
    header = ("Tên sản phẩm", "Chủ thể", "Hạng", "Số QĐ", "Ngày QĐ")
    lines = [header, ("Trà A", "HTX A", 3, "2616/QĐ-UBND", 44559)]
    assert parse(xlsx_file(lines), "kq.xlsx").rows[0].decided_on == DAY
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    fill(book, [header, ("Trà A", "HTX A", 3, "2616/QĐ-UBND", 43097)])
    assert parse(saved(book), "kq.xlsx").rows[0].decided_on == DAY


def test_products_with_their_producer_in_brackets():
    lines = [
        [TITLE[1]],
        ("STT", "Tên sản phẩm", "Hạng sao"),
        (1, "Miến dong Tài Hoan (HTX Tài Hoan)", "5"),
        (2, "Nem ngựa núi (ăn liền)", "4"),
    ]
    document = parse(csv_file(lines), "kq.csv")
    assert (document.rows[0].product, document.rows[0].producer) == (NAMES[0], "HTX Tài Hoan")
    assert document.rows[1].product == "Nem ngựa núi (ăn liền)"
    assert document.rows[1].is_rejected


def test_headers_without_accents_with_underscores_and_stray_columns():
    header = ("tt", "TEN SAN PHAM", "ten_chu_the", "Dia chi", "DIEM TB", "hang_sao", "Điện thoại",
              "Cột lạ", "Hạng sao đề nghị")  # fmt: skip
    rows = [(*ROWS[0], "0912", "?", "5")]
    document = parse(csv_file(annex(rows, header)), "kq.csv")
    assert told(document.rows[0]) == EXPECTED[0]
    assert document.unknown_columns == ["Cột lạ"]


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("Tên sản phẩm", Column.PRODUCT),
        ("Tên sản phẩm*", Column.PRODUCT),
        ("TÊN SẢN PHẨM (dịch vụ)", Column.PRODUCT),
        ("Tên chủ thể sản xuất", Column.PRODUCER),
        ("Đơn vị sản xuất", Column.PRODUCER),
        ("Chủ thể/Cơ sở sản xuất", Column.PRODUCER),
        ("Loại hình chủ thể", Column.KIND),
        ("Xã/phường/thị trấn", Column.COMMUNE),
        ("Huyện, thành phố", Column.DISTRICT),
        ("Điểm TB", Column.SCORE),
        ("Tổng điểm (thang 100)", Column.SCORE),
        ("Kết quả xếp hạng sản phẩm OCOP", Column.STARS),
        ("Số quyết định công nhận", Column.DECISION),
        ("Ngày ban hành quyết định", Column.DECIDED_ON),
        ("Thời hạn hiệu lực", Column.TERM),
        ("Ghi chú", Column.NOTE),
    ],
)
def test_header_words(label, column):
    found = column_for(label)
    assert found is not None
    assert found[0] == column


def test_totals_of_scores_go_before_parts():
    header = ("Tên sản phẩm", "Chủ thể", "Phần A", "Điểm", "Tổng điểm", "Hạng")
    document = parse(csv_file([[TITLE[1]], header, ("Trà", "HTX A", "35", "1", "75", "4")]), "k")
    assert document.rows[0].score == 75


def test_excel_formulas_with_a_stored_result_are_read_without_one_are_errors():
    plain = xlsx_file(annex(ROWS[:1]))
    sheet = "xl/worksheets/sheet1.xml"
    stored = '<c r="B5" t="str"><f>UPPER(Z1)</f><v>Miến dong</v></c>'.encode()
    part = re.sub(rb'<c r="B5".*?</c>', stored, part_of(plain, sheet))
    document = parse(zip_file({sheet: part}, plain), "kq.xlsx")
    assert document.rows[0].product == "Miến dong"
    assert document.warnings == [
        "Tệp có 1 ô là công thức; cổng không tính lại mà đọc kết quả đã lưu trong tệp."
    ]
    lines = annex([(1, "=UPPER(Z1)", "HTX A", "Xã A", "75", "4")])
    document = parse(xlsx_file(lines), "kq.xlsx")
    assert "công thức chưa có kết quả" in str(document.rows[0].findings[0])


@pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK(0)", "#N/A", "#REF!"])
def test_formulas_written_as_text_are_errors(cell):
    document = parse(csv_file(annex([(1, cell, "HTX A", "Xã A", "75", "4")])), "kq.csv")
    assert any("công thức" in str(finding) for finding in document.rows[0].findings)


def test_huge_cells_are_errors_and_cut_in_the_record():
    document = parse(csv_file(annex([(1, "x" * 100_000, "HTX A", "Xã A", "75", "4")])), "kq.csv")
    row = document.rows[0]
    assert row.is_rejected
    assert len(row.raw[1]) == 2000
    assert len(str(row.findings[0])) < 300


def test_findings_are_sentences_with_what_where_and_what_to_do():
    rows = [(1, "Trà", "HTX A", "Xã A", "191", "ba con")]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert {str(finding) for finding in document.rows[0].findings} == {
        "Ô E5 (điểm) ghi “191”: cần số điểm từ 0 đến 100, ví dụ 91,14.",
        "Ô F5 (hạng sao) ghi “ba con”: cần một số từ 1 đến 5, ví dụ 4 hoặc “4 sao”.",
    }
    assert document.rows[0].findings[0].severity == Severity.ERROR


def test_the_form_in_a_short_note():
    rows = [(*ROWS[0], "Cấp lại"), (*ROWS[1], "Năm 2020 đã đề nghị nâng hạng")]
    document = parse(csv_file(annex(rows, (*HEADER, "Ghi chú"))), "kq.csv")
    assert [row.form for row in document.rows] == [AwardForm.REISSUE, None]


def test_the_nine_real_rows_of_cho_don():
    content = (DATA / "ratings-2021-cho-don.csv").read_bytes()
    document = parse(content, "ratings-2021-cho-don.csv")
    assert [row.form for row in document.rows] == [AwardForm.FIRST] * 6 + [AwardForm.REISSUE] * 3
    assert [row.stars for row in document.rows] == [3] * 6 + [None] * 3
    assert {(row.decision.number, row.decided_on) for row in document.rows} == {
        ("2616/QĐ-UBND", DAY)
    }
    assert not any(row.findings for row in document.rows)

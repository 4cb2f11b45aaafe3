"""Corners of the import that the main stories do not turn."""

import datetime as dt
import io
import json
import subprocess
import sys
from decimal import Decimal

import openpyxl
import pytest

from communes.models import District
from products.models import Certification, GroupCrosswalk, Product
from scoring.enums import Verdict
from scoring.rating_import.errors import FileRefused
from scoring.rating_import.issuers import issuer_and_level
from scoring.rating_import.layout.headings import depth_of
from scoring.rating_import.likeness import are_alike
from scoring.rating_import.parsing import parse
from scoring.rating_import.plan import make_plan
from scoring.rating_import.reading import workbook_reader, workbooks
from scoring.rating_import.report import as_lines, refusals
from scoring.rating_import.row_values import unquoted
from scoring.rating_import.services import import_at_once
from scoring.rating_import.undoing import undo_import
from scoring.rating_import.values.decisions import Decision, find_decision
from tests.factories.producers import make_producer
from tests.factories.products import certify, make_group, make_product
from tests.scoring.conftest import TODAY
from tests.scoring.rating_files import annex, csv_file, fill, ods_file, part_of, saved, zip_file
from tests.scoring.test_rating_plan import DAY, HEADER, asked, only, plan, row, said, verdicts

LIMITS = {"max_rows": 100, "max_columns": 20, "max_sheets": 2}


@pytest.fixture
def known(territory):
    producer = make_producer("HTX Tài Hoan", commune=territory["con_minh"])
    return make_product(producer=producer, commune=territory["con_minh"], standing="recognised")


# --- the process that opens workbooks


def workbook(*lines):
    book = openpyxl.Workbook()
    fill(book, lines)
    return saved(book)


def test_the_reader_marks_dates_and_times():
    values = [dt.datetime(2021, 12, 29, 7), dt.date(2021, 12, 29), dt.time(7), dt.timedelta(1)]
    answer = workbook_reader.read_workbook(workbook(values), LIMITS)
    packed = json.loads(json.dumps(answer, default=workbook_reader.encode_value))
    (line,) = packed["sheets"][0]["rows"]
    assert [workbooks._value(cell) for cell in line] == values
    with pytest.raises(TypeError):
        workbook_reader.encode_value(object())


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (workbook(*[["x"]] * 101), "sheet_too_large"),
        (workbook(["x"] * 21), "sheet_too_large"),
    ],
)
def test_the_reader_stops_at_its_limits(content, error):
    assert workbook_reader.read_workbook(content, LIMITS)["error"] == error


def test_the_reader_names_hidden_sheets_and_stops_at_too_many():
    book = openpyxl.Workbook()
    book.create_sheet("Ẩn").sheet_state = "hidden"
    answer = workbook_reader.read_workbook(saved(book), LIMITS)
    assert (len(answer["sheets"]), answer["hidden"]) == (1, ["Ẩn"])
    for number in range(3):
        book.create_sheet(f"t{number}")
    assert workbook_reader.read_workbook(saved(book), LIMITS)["error"] == "too_many_sheets"


def test_the_reader_finds_formulas_without_a_result_and_the_1904_calendar():
    book = openpyxl.Workbook()
    book.active.title = "Trang <1> & 2"
    book.active["B2"] = "=1+1"
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    extras = workbook_reader.workbook_extras(saved(book))
    title = "Trang <1> & 2"
    assert extras == {"is_1904": True, "without_result": {title: ["B2"]}, "formulas": {title: 1}}


def test_the_reader_knows_nothing_more_of_other_files():
    empty = {"is_1904": False, "without_result": {}, "formulas": {}}
    assert workbook_reader.workbook_extras(b"\xd0\xcf") == empty
    assert workbook_reader.workbook_extras(ods_file(annex())) == empty
    without_relations = zip_file({"xl/workbook.xml": b'<sheet name="a" r:id="x"/>'})
    assert workbook_reader.workbook_extras(without_relations) == empty


@pytest.mark.parametrize(
    ("content", "error"), [(b"not a workbook", "unreadable"), (workbook(["x"]), None)]
)
def test_the_reader_answers_in_json(monkeypatch, capsys, content, error):
    limits = LIMITS | {"memory_bytes": 1 << 40, "cpu_seconds": 600}
    monkeypatch.setattr(sys, "argv", ["reader", json.dumps(limits)])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.setattr(workbook_reader, "bound_this_process", lambda _limits: None)
    workbook_reader.main()
    assert json.loads(capsys.readouterr().out).get("error") == error


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (subprocess.CompletedProcess([], -9, b"", b""), "quá nặng"),
        (subprocess.CompletedProcess([], 1, b"no json", b""), "hỏng"),
        (subprocess.CompletedProcess([], 0, b'{"error": "password"}', b""), "mật khẩu"),
        (subprocess.CompletedProcess([], 0, b'{"error": "too_large"}', b""), "quá nặng"),
        (subprocess.TimeoutExpired([], 1), "quá nặng"),
    ],
)
def test_whatever_becomes_of_the_reader_is_a_sentence(monkeypatch, outcome, words):
    def run(*_args, **_options):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(workbooks.subprocess, "run", run)
    with pytest.raises(FileRefused, match=words):
        workbooks.read_workbook(b"")


def test_merges_of_a_broken_open_document_are_none():
    content = part_of(ods_file(annex([(1, ("Trà", 2))])), "content.xml")
    whole = zip_file({"content.xml": content.replace(b"</table:table>", b"")}, ods_file(annex()))
    with pytest.raises(FileRefused):
        parse(whole, "kq.ods")


# --- values and layout


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("“Miến dong”", "Miến dong"),
        ('"Miến dong",', "Miến dong"),
        ("Trà “Tiên”", "Trà “Tiên”"),
        ("“A” và “B”", "“A” và “B”"),
    ],
)
def test_quotation_marks_around_the_whole_of_a_name_go(written, name):
    assert unquoted(written) == name


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("A. Mới", 0),
        ("II. Sản phẩm", 1),
        ("1. Nhóm", 2),
        ("1.2. Nhóm", 3),
        ("a) Nhóm", 4),
        ("x", 9),
    ],
)
def test_how_deep_a_heading_stands(text, depth):
    assert depth_of(text) == depth


def test_names_with_other_figures_or_no_common_word_are_not_alike():
    assert not are_alike("ruou 500 ml", "ruou 330 ml")
    assert not are_alike("mien dong", "ruou ngo")
    assert are_alike("mien dong tai hoan", "tai hoan mien dong")


@pytest.mark.parametrize(
    ("decision", "known", "expected"),
    [
        (Decision("1/QĐ-UBND", DAY, "UBND huyện Na Rì"), {}, ("UBND huyện Na Rì", "district")),
        (Decision("1/QĐ-UBND", DAY, "Sở Công Thương"), {}, ("Sở Công Thương", "")),
        (Decision("9/QĐ-BNN-VPĐP", DAY), {}, ("", "national")),
        (
            Decision("1/QĐ-UBND", DAY),
            {"1/qd-ubnd 2021-12-29": ("UBND tỉnh", "province")},
            ("UBND tỉnh", "province"),
        ),
    ],
)
def test_who_issued_a_decision(decision, known, expected):
    assert issuer_and_level(decision, known) == expected


def test_a_decision_named_twice_takes_its_day_from_where_it_stands():
    lines = ["Quyết định 5/QĐ-UBND", "Quyết định 5/QĐ-UBND ngày 29/12/2021"]
    assert find_decision(lines)[0].on == DAY


def test_two_decisions_in_a_title_are_pointed_out():
    title = ["Quyết định 5/QĐ-UBND ngày 1/1/2022", "Quyết định 6/QĐ-UBND ngày 2/1/2022"]
    document = parse(csv_file(annex(title=title)), "kq.csv")
    assert "nhắc nhiều quyết định (5/QĐ-UBND, 6/QĐ-UBND)" in document.warnings[0]
    assert all(line.is_rejected for line in document.rows)


def test_a_heading_of_its_own_decision():
    rows = [
        ("I", "Theo Quyết định số 7/QĐ-UBND ngày 05/01/2022"),
        (1, "Trà A", "HTX A", "Xã A", "75", "4"),
    ]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert document.rows[0].decision.number == "7/QĐ-UBND"


def test_a_heading_with_its_count_in_another_cell_and_a_total_with_a_mean():
    rows = [
        ("I", "Sản phẩm 4 sao", "", "", "2 sản phẩm"),
        (1, "Trà A", "HTX A", "Xã A", "75"),
        ("", "Tổng cộng", "", "", "75,5"),
    ]
    document = parse(csv_file(annex(rows)), "kq.csv")
    assert [(line.product, line.stars) for line in document.rows] == [("Trà A", 4)]


def test_a_commune_as_a_heading():
    rows = [("I", "Xã Ngọc Phái"), (1, "Trà A", "HTX A", "", "75", "4")]
    assert parse(csv_file(annex(rows)), "kq.csv").rows[0].place == "Xã Ngọc Phái"


@pytest.mark.parametrize(
    ("header", "cell", "words"),
    [
        ("Mã số thuế", "12", "10 hoặc 13 chữ số"),
        ("Kết luận", "đăng ký", "đã được công nhận"),
        ("Năm công nhận", "2020", "năm 2021; cần cùng năm"),
    ],
)
def test_cells_that_stop_a_row(header, cell, words):
    lines = annex([(1, "Trà", "HTX A", "Xã A", "75", "4", cell)], header=(*HEADER_OF_ANNEX, header))
    assert words in " ".join(map(str, parse(csv_file(lines), "k.csv").rows[0].findings))


HEADER_OF_ANNEX = ("STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Điểm", "Xếp hạng")


def test_a_legal_form_that_contradicts_the_name_is_remarked():
    lines = annex(
        [(1, "Trà", "HTX A", "Xã A", "75", "4", "Công ty")], (*HEADER_OF_ANNEX, "Loại hình")
    )
    (line,) = parse(csv_file(lines), "k.csv").rows
    assert (line.producer_kind, line.is_rejected) == ("cong_ty", False)
    assert "Hợp tác xã" in str(line.findings[0])


# --- the plan


def test_a_year_to_come_is_rejected(territory):
    assert "sau hôm nay" in said(only(on="2031"))


def test_an_upgrade_of_a_known_award_by_the_file_is_checked_against_the_law(known):
    certify(known, 3, DAY, score=Decimal("60.00"))
    cells = row(stars="5", score="75")
    assert verdicts(cells, answers={0: {"record": "file"}}) == [Verdict.REJECTED]


def test_a_replaced_award_that_gets_its_day_keeps_its_end(known):
    later = certify(known, 5, dt.date(2023, 6, 1), decision_number="9/QĐ-BNN")
    old = certify(known, 4, decision_number="2616/QĐ-UBND", recognised_year=2021)
    Certification.objects.filter(pk=old.pk).update(
        end_reason="superseded", ended_on=dt.date(2023, 6, 1), superseded_by=later
    )
    made, _plan = import_at_once(
        content=csv_file([HEADER, row()]), filename="k.csv", by=None, today=TODAY
    )
    old.refresh_from_db()
    assert (old.decision_on, old.valid_during.lower, old.valid_during.upper) == (
        DAY,
        DAY,
        dt.date(2023, 6, 1),
    )
    undo_import(rating_import=made, by=None, today=TODAY)
    old.refresh_from_db()
    assert (old.decision_on, old.valid_during, old.ended_on) == (None, None, dt.date(2023, 6, 1))


def test_an_award_that_ended_before_its_day_gets_no_term(known):
    old = certify(known, 4, decision_number="2616/QĐ-UBND", recognised_year=2021)
    Certification.objects.filter(pk=old.pk).update(
        end_reason="withdrawn", ended_on=dt.date(2021, 1, 1), end_act="1/QĐ-UBND"
    )
    assert "start" not in only().act.award_updates


def test_a_district_that_contradicts_the_registers_is_asked_about(territory):
    producer = make_producer("HTX Tài Hoan", district=territory["cho_don"])
    product = make_product(producer=producer, district=territory["cho_don"])
    Product.objects.filter(pk=product.pk).update(register_code="BK-1")
    assert asked(only(code="BK-1")) == {"place": ["register", "file", "skip"]}


def test_a_former_district_alone_is_refused_after_the_reform(territory):
    planned = only(xa="", huyen="Huyện Na Rì", on="01/12/2025")
    assert planned.verdict == Verdict.REJECTED
    assert "không còn từ 01/07/2025" in said(planned)
    assert District.objects.filter(name="Huyện Na Rì").exists()


def test_a_district_nobody_knows_leaves_the_place_open(territory):
    planned = only(xa="", huyen="Huyện Xa Lắc")
    assert planned.verdict == Verdict.NEW
    assert "nơi làm để trống" in said(planned)


def test_a_district_in_the_commune_column_is_taken_as_a_district(territory):
    planned = only(xa="Huyện Na Rì", huyen="")
    assert planned.product.district_id == territory["na_ri"].pk


def test_two_products_of_one_name_are_told_apart_by_their_accents_or_asked(known):
    twin = make_product("Miền đồng Tài Hoan", producer=known.producer, commune=known.commune)
    assert only(product="Miền đồng Tài Hoan").product.pk == twin.pk
    Product.objects.filter(pk=twin.pk).update(name=known.name)
    assert asked(only()) == {
        "product": [f"product:{known.pk}", f"product:{twin.pk}", "new", "skip"]
    }


def test_a_code_of_a_producer_nobody_names_loads_only_its_product(known, territory):
    Product.objects.filter(pk=known.pk).update(register_code="BK-1")
    other = make_product("Bún khô", producer=known.producer)
    made = plan(
        row(product="Tên mới", producer="HTX Lạ Hoắc", code="BK-1"),
        row(product="Bún khô", producer="HTX sản xuất Tài Hoan"),
    )
    assert [it.product.pk if it.product else None for it in made.rows] == [known.pk, None]
    assert f"product:{other.pk}" in asked(made.rows[1])["product"]


def test_groups_follow_the_crosswalk_where_it_leads_to_one(territory):
    older = make_group("Rượu trắng", decision="1048/QĐ-TTg", is_current=False)
    split = make_group("Trà khác", decision="1048/QĐ-TTg", is_current=False)
    spirits, teas, herbs = (make_group(name) for name in ("Đồ uống có cồn", "Chè", "Thảo mộc"))
    for one, other in ((older, spirits), (split, teas), (split, herbs)):
        GroupCrosswalk.objects.create(older=one, current=other)
    planned = only(group="Rượu trắng")
    assert (planned.act.group_id, planned.product.group_id) == (older.pk, spirits.pk)
    planned = only(group="Trà khác")
    assert (planned.act.group_id, planned.product.group_id) == (split.pk, None)


def test_a_group_says_nothing_of_a_product_the_register_has(known):
    group = make_group("Thực phẩm")
    planned = only(group="Thực phẩm", on="2021")
    assert (planned.act.group_id, planned.product.group_id) == (None, None)
    assert group.pk not in (planned.act.group_id, planned.product.group_id)


def test_the_report_tells_what_waits(known):
    certify(known, 4, DAY, score=Decimal("75.00"))
    made = plan(row(score="80"), row(product="Bún", stars="x"))
    lines = list(as_lines(made, is_committed=False))
    assert any("ghi khác tệp" in line for line in lines)
    assert refusals(made) == "1 dòng không nhận, 1 dòng cần cán bộ chọn ở trang quản trị"


def test_a_plan_made_twice_says_the_same(known):
    document = parse(csv_file([HEADER, row(xa="Xã Lạ"), row(product="Bún", on="2031")]), "k.csv")
    first = [
        [str(it) for it in planned.row.findings]
        for planned in make_plan(document, today=TODAY).rows
    ]
    second = [
        [str(it) for it in planned.row.findings]
        for planned in make_plan(document, today=TODAY).rows
    ]
    assert first == second

"""Which documents a reader's words and a document's own words lead to."""

import datetime as dt

import pytest

from news.models import LegalDocument
from tests.factories.news import make_document

pytestmark = pytest.mark.django_db


def numbers(rows):
    return [row.number for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "148/QĐ-TTg",
        "148 qd ttg",
        "148",
        "bộ tiêu chí",
        "BO TIEU CHI",
        "tiêu chí bộ",
        "Thủ tướng 148",
        "phu luc iii",
    ],
)
def test_saying_finds_number_title_issuer_and_summary(text):
    make_document("2616/QĐ-UBND")
    make_document(
        "148/QĐ-TTg",
        title="Ban hành Bộ tiêu chí",
        issuer="Thủ tướng Chính phủ",
        summary="Phụ lục III",
    )
    assert numbers(LegalDocument.objects.saying(text)) == ["148/QĐ-TTg"]


@pytest.mark.parametrize("text", ["", "  ", "/-–"])
def test_saying_nothing_keeps_everything(text):
    make_document("1/QĐ-UBND")
    assert numbers(LegalDocument.objects.saying(text)) == ["1/QĐ-UBND"]


def test_newest_first_puts_unknown_days_last():
    make_document("1/QĐ", issued_on=dt.date(2020, 1, 1))
    make_document("2/QĐ", issued_on=None, issued_text="2022")
    make_document("3/QĐ", issued_on=dt.date(2024, 1, 1))
    assert numbers(LegalDocument.objects.newest_first()) == ["3/QĐ", "1/QĐ", "2/QĐ"]


def test_related_are_those_it_cites_and_those_that_cite_it():
    new = make_document(
        "26/2026/QĐ-TTg", issued_on=dt.date(2026, 5, 22), validity_note="thay 148/QĐ-TTg"
    )
    old = make_document("148/QĐ-TTg", issued_on=dt.date(2023, 2, 24))
    make_document("2616/QĐ-UBND")
    policy = make_document("08/2019/NQ-HĐND", issued_on=dt.date(2019, 1, 1))
    guide = make_document(
        "2620/QĐ-UBND",
        title="Hướng dẫn thực hiện Nghị quyết 08/2019/NQ-HĐND",
        issued_on=dt.date(2019, 2, 1),
    )
    rows = LegalDocument.objects
    assert numbers(rows.related_to(new)) == ["148/QĐ-TTg"]
    assert numbers(rows.related_to(old)) == ["26/2026/QĐ-TTg"]
    assert numbers(rows.related_to(guide)) == ["08/2019/NQ-HĐND"]
    assert numbers(rows.related_to(policy)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nguyên liệu địa phương", ["3/QĐ"]),
        ("NGUYEN LIEU dia phu", ["3/QĐ"]),
        ("lieu", ["3/QĐ"]),
        ("ieu", []),
        ("nguyên liệu & | ! :* ('", ["3/QĐ"]),
    ],
)
def test_saying_reads_the_whole_text_by_words(text, found):
    make_document("3/QĐ", text="Điều 1. Nguồn <b>nguyên</b> liệu\nđịa phương")
    make_document("4/QĐ", text="Điều 1. Quy mô")
    assert numbers(LegalDocument.objects.saying(text)) == found


def test_best_first_puts_number_and_title_before_the_text():
    make_document("5/QĐ", text="xem 148/QĐ-TTg", issued_on=dt.date(2025, 1, 1))
    make_document("148/QĐ-TTg", issued_on=dt.date(2023, 2, 24))
    make_document("6/QĐ", title="Sửa 148/QĐ-TTg", issued_on=dt.date(2024, 1, 1))
    rows = LegalDocument.objects.saying("148").best_first("148")
    assert numbers(rows) == ["6/QĐ", "148/QĐ-TTg", "5/QĐ"]


def test_words_are_found_by_the_index():
    plan = LegalDocument.objects.saying("tiêu chí").explain()
    assert "words" in plan

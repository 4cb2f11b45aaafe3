"""Vietnamese text: what a reader sees as the same must fold the same, and sort as in a book."""

import random
import re

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.sql import Query
from hypothesis import given
from hypothesis import strategies as st

from ocop_portal.shared import text

VIETNAMESE = st.text(
    alphabet=(
        " aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
        "AÀĂẮÂẬBCDĐEẾGHIKLMNOÔƠỢPQRSTUƯỰVXYỸ0123456789-.,()"
    ),
    max_size=30,
)
ANY = st.text(max_size=40)
STORABLE = st.text(
    alphabet=st.characters(
        max_codepoint=0x24FF, exclude_characters="\x00", exclude_categories=("Cn",)
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Miến dong", "mien dong"),
        ("MIẾN DONG", "mien dong"),
        (text.nfd("Miến dong"), "mien dong"),
        ("Đặng Đức", "dang duc"),
        ("ĐẶC SẢN ƯU TÚ", "dac san uu tu"),
        ("  hai  dấu cách ", "  hai  dau cach "),
    ],
)
def test_fold_known_words(written, folded):
    assert text.fold(written) == folded


@given(ANY)
def test_fold_is_blind_to_case_and_composition(value):
    folded = text.fold(value)
    assert text.fold(text.nfd(value)) == folded
    assert text.fold(text.nfc(value)) == folded
    assert text.fold(folded) == folded


@given(VIETNAMESE)
def test_fold_leaves_ascii_and_keeps_length(value):
    folded = text.fold(text.nfc(value))
    assert folded.isascii()
    assert len(folded) == len(text.nfc(value))
    assert text.fold(value.upper()) == folded


def fold_in_database(values: list[str]) -> list[str]:
    compiler = Query(None).get_compiler(connection=connection)
    sql, params = text.ImmutableFold(Value("x")).as_sql(compiler, connection)
    assert params == ["x"]
    sql = sql.replace("%s", "word")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {sql} FROM unnest(%s::text[]) WITH ORDINALITY AS t(word, n) ORDER BY n",
            [values],
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
@given(st.lists(STORABLE | VIETNAMESE, min_size=1, max_size=50))
def test_fold_equals_its_sql(values):
    assert fold_in_database(values) == [text.fold(value) for value in values]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  Xã\u00a0Sĩ   Bình\t", "Xã Sĩ Bình"),
        ("Bằng\u200b Lũng\ufeff", "Bằng Lũng"),
        ("Ðức Xuân", "Đức Xuân"),
        ("dòng một\r\ndòng hai", "dòng một dòng hai"),
        (text.nfd("Nghĩa Tá"), "Nghĩa Tá"),
        ("\x07", ""),
    ],
)
def test_clean(typed, meant):
    assert text.clean(typed) == meant


@given(ANY)
def test_clean_settles_at_once(value):
    once = text.clean(value)
    assert text.clean(once) == once
    assert once == text.nfc(once) == once.strip()
    assert not text.INVISIBLE.search(once)
    assert not re.search(r"\s\s|[^\S ]|[\x00-\x1f\x7f-\x9f]|[ÐðƉɖ]", once)
    assert once == once.strip()
    assert text.nfc(once) == once


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Xã Côn Minh", "xa-con-minh"),
        ("Tinh bột nghệ (hộp 100g) – Đại Hà", "tinh-bot-nghe-hop-100g-dai-ha"),
        ("***", ""),
    ],
)
def test_slugify(name, slug):
    assert text.slugify(name) == slug


@pytest.mark.parametrize(("limit", "slug"), [(7, "con"), (8, "con-minh"), (2, "co"), (4, "con")])
def test_slugify_cuts_between_words(limit, slug):
    assert text.slugify("Côn Minh", max_length=limit) == slug


@given(ANY, st.integers(min_value=1, max_value=30))
def test_slugify_is_always_a_slug(value, limit):
    slug = text.slugify(value, max_length=limit)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= limit


IN_ORDER = [
    ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ặ", "â", "ầ", "ậ", "b", "c", "d", "đ", "e", "ê", "g"],
    ["o", "ọ", "ô", "ộ", "ơ", "ợ", "p", "q", "u", "ụ", "ư", "ự", "v", "x", "y", "z", "ω"],
    ["", "Ba", "ba bể", "bà", "bả", "bã", "bá", "bạ", "bạ a", "bac", "bạch", "băn", "bân"],
    ["tuân thủ", "tuần chay"],
    ["Đông Viên", "Đồng Lạc", "Đồng Phúc", "Đồng Thắng", "Đồng Xá"],
    ["Tổ 2", "Tổ 10", "Tổ 10a", "Tổ 10 b", "Tổ 11", "Tổ dân phố"],
    ["Dương Quang", "Dương Sơn", "Đại Sảo", "Đức Vân", "Đức Xuân", "Giáo Hiệu"],
]


@pytest.mark.parametrize("expected", IN_ORDER)
def test_sort_key_is_the_order_of_a_dictionary(expected):
    shuffled = random.Random(7).sample(expected, len(expected))
    assert sorted(shuffled, key=text.sort_key) == expected


def test_sort_key_counts_neither_case_nor_marks_of_punctuation():
    assert text.sort_key("HTX Tài-Hoan.") == text.sort_key("htx  tài hoan")
    assert text.sort_key(text.nfd("Hoà")) == text.sort_key("Hòa")
    assert text.sort_key("007") == text.sort_key("7")


@given(ANY)
def test_sort_key_is_plain_under_every_collation(value):
    assert re.fullmatch("[0-9a-z]*", text.sort_key(value))


@given(st.integers(min_value=0, max_value=10**30), st.integers(min_value=0, max_value=10**30))
def test_sort_key_orders_numbers_as_numbers(left, right):
    assert (text.sort_key(f"Lô {left}") < text.sort_key(f"Lô {right}")) == (left < right)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Hoà", "Hòa"),
        ("Phường Xuất Hoá", "Phường Xuất Hóa"),
        ("THUỶ", "THỦY"),
        ("khoẻ", "khỏe"),
        ("Hòang", "Hoàng"),
        ("qúy", "quý"),
        ("gía", "giá"),
        ("ngòai", "ngoài"),
        ("thuở", "thuở"),
        ("mùa", "mùa"),
        ("quả", "quả"),
        ("già", "già"),
        ("khuỷu", "khuỷu"),
        ("Huyền Tụng", "Huyền Tụng"),
        ("Café Đắk Lắk", "Café Đắk Lắk"),
        ("àá", "àá"),
    ],
)
def test_canonical_tone(written, canonical):
    assert text.canonical_tone(written) == canonical


@given(VIETNAMESE)
def test_canonical_tone_moves_marks_and_nothing_else(value):
    moved = text.canonical_tone(value)
    assert text.fold(moved) == text.fold(value)
    assert text.sort_key(moved) == text.sort_key(value)
    assert text.canonical_tone(moved) == moved


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sỹ Bình", "Sĩ Bình"),
        ("Quý Hoà", "Quí Hòa"),
        ("LÝ", "lí"),
        ("Mỹ Thanh", "mĩ thanh"),
        ("Xuất Hoá", "xuất hóa"),
    ],
)
def test_loose_key_joins_spellings(one, other):
    assert text.loose_key(one) == text.loose_key(other)


@pytest.mark.parametrize(("one", "other"), [("chay", "chai"), ("Thuý", "Thúi"), ("ma", "má")])
def test_loose_key_parts_different_words(one, other):
    assert text.loose_key(one) != text.loose_key(other)


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạýỳỷỹỵòóùú ", max_size=30))
def test_what_one_loose_key_joins_one_bare_key_joins(value):
    assert text.bare_key(text.loose_key(value)) == text.bare_key(value)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Xã Sỹ Bình", "xa si binh"), ("QUÝ Hoà", "qui hoa"), ("Bình Yên", "binh yen")],
)
def test_bare_key(name, key):
    assert text.bare_key(name) == key

"""Random sheets: no exception but a refusal in words, and no line lost."""

import datetime as dt
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.rating_import.errors import FileRefused
from scoring.rating_import.layout.tables import SheetReader
from scoring.rating_import.parsing import parse
from scoring.rating_import.reading.grid import Grid, cell_text
from tests.scoring.rating_files import csv_file

LABELS = (
    "STT|Tên sản phẩm|ten_chu_the|Chủ thể|Xã|Địa chỉ|Huyện|Điểm|Hạng sao|Xếp hạng|Quyết định|Ngày"
    "|Ghi chú|3 sao|4 sao||Lạ"
).split("|")
WORDS = (
    "I|II|1|2|17|(1)|Miến dong|HTX Tài Hoan|Cơ sở A|4 sao|****|91,14|abc|Nhóm thực phẩm"
    "|I. Sản phẩm 4 sao|Huyện Na Rì|Tổng cộng: 3|Nơi nhận:|KT. CHỦ TỊCH|2616/QĐ-UBND|29/12/2021"
    "|31/02/2021|=1+1|#N/A|Kèm theo Quyết định số 1/QĐ-UBND ngày 1/1/2022|||||x|TT. Bằng Lũng"
).split("|")
values = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.text(max_size=20),
    st.integers(-10, 50_000),
    st.floats(),
    st.booleans(),
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1)),
    st.times(),
    st.timedeltas(),
)
lines = st.lists(values, max_size=9)
areas = st.tuples(*[st.integers(0, 12)] * 4)
labels = st.lists(st.sampled_from(LABELS), min_size=2, max_size=9)
sheets = st.builds(
    lambda title, header, second, body: [*title, header, *second, *body],
    st.lists(lines, max_size=3),
    labels,
    st.lists(labels, max_size=1),
    st.lists(lines, max_size=14),
)
MESSY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MESSY
@given(rows=sheets, merged=st.lists(areas, max_size=4), is_1904=st.booleans())
def test_every_line_that_is_not_blank_is_kept_once(rows, merged, is_1904):
    reader = SheetReader(Grid("t", rows, merged=merged, is_1904=is_1904)).read()
    kept = [line.row for line in reader.lines]
    kept += [row.row for table in reader.tables for row in table.rows]
    filled = [at for at, row in enumerate(rows) if any(cell_text(value) for value in row)]
    assert sorted(kept) == filled


@MESSY
@given(rows=sheets)
def test_a_messy_text_file_gives_rows_or_a_refusal(rows):
    content = csv_file([[cell_text(value) for value in row] for row in rows], ";", "utf-8-sig")
    try:
        document = parse(content, "kq.csv")
    except FileRefused:
        return
    for row in document.rows:
        assert row.raw
        assert row.is_rejected or (row.product and row.producer and row.decision.number)
        assert row.score is None or 0 <= row.score <= 100
        assert row.stars in (None, 1, 2, 3, 4, 5)


@MESSY
@given(content=st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_refusal(content):
    with suppress(FileRefused):
        parse(content, "kq")

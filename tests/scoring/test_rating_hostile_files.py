"""Whatever comes, the answer is a sentence that says what to do."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from scoring.rating_import import limits
from scoring.rating_import.errors import FileRefused
from scoring.rating_import.parsing import parse
from tests.scoring.rating_files import (
    HEADER,
    ROWS,
    annex,
    csv_file,
    fill,
    ods_file,
    part_of,
    saved,
    xlsx_file,
    zip_file,
)

DATA = Path(__file__).parent / "data"
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content, filename="kq.xlsx"):
    with pytest.raises(FileRefused) as caught:
        parse(content, filename)
    return str(caught.value)


def picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, kind)
    return out.getvalue()


def lying_zip(name, stored, claimed):
    """An archive whose directory claims another size than the part has."""
    content = bytearray(zip_file({name: stored}))
    size = struct.pack("<I", len(stored))
    return bytes(content).replace(size, struct.pack("<I", claimed))


def workbook_with_cell(reference):
    base = xlsx_file(annex())
    cell = (
        f'<row r="{"".join(filter(str.isdigit, reference))}"><c r="{reference}"><v>1</v></c></row>'
    )
    part = part_of(base, SHEET).replace(b"</sheetData>", cell.encode() + b"</sheetData>")
    return zip_file({SHEET: part}, base)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_a_picture_renamed(kind):
    assert "ảnh" in refusal(picture(kind))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"\x00" * 500, "Tệp trống"),
        (b" \r\n\r\n ", "Tệp trống"),
        (b"%PDF-1.7\n" + bytes(range(256)), "tệp PDF"),
        (b"{\\rtf1 x}", "RTF"),
        (b"\x1f\x8b\x08" + b"x" * 50, "GZIP"),
        (b"MZ" + bytes(100), "chương trình"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "phim"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office cũ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "hỏng"),
        (b"\xff\xfe\x00\xd8\x00\x00", "bảng mã"),
        (bytes([0x8A, 0x8D, 0x90, 0x9D] * 50), "bảng mã"),
        (b"PK\x03\x04 not really", "hỏng"),
        (b"xin chao", "dòng tên cột"),
        (b"stt,ten\n1,a\n", "dòng tên cột"),
    ],
)
def test_things_that_are_no_list(content, words):
    assert words in refusal(content)


def test_a_list_in_an_old_font_is_recognised():
    text = "STT,Tªn s¶n phÈm,Chñ thÓ,§Þa chØ\n1,MiÕn dong Tµi Hoan,HTX Tµi Hoan,X· C«n Minh\n"
    assert "TCVN3" in refusal(text.encode())


def test_a_header_without_rows():
    assert "không có dòng sản phẩm" in refusal(xlsx_file(annex(rows=())))


def test_an_empty_sheet():
    assert "dòng tên cột" in refusal(saved(openpyxl.Workbook()))


def test_macros_are_named():
    content = zip_file({"xl/vbaProject.bin": b"\xd0\xcf"}, xlsx_file(annex()))
    assert "macro" in refusal(content, "kq.xlsm")


def test_other_office_files_are_named():
    assert "Word" in refusal(zip_file({"word/document.xml": b"<a/>"}))
    assert "xlsb" in refusal(zip_file({"xl/workbook.bin": b"x"}))
    assert "zip" in refusal(zip_file({"kq.csv": b"x"}))
    text = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}
    assert "OpenDocument" in refusal(zip_file(text))


def test_a_locked_workbook():
    assert "mật khẩu" in refusal((DATA / "locked.xlsx").read_bytes())


def test_a_locked_open_document():
    manifest = b"<manifest:encryption-data/>"
    assert "mật khẩu" in refusal(zip_file({"META-INF/manifest.xml": manifest}, ods_file(annex())))


def test_a_locked_archive():
    content = bytearray(xlsx_file(annex()))
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "mật khẩu" in refusal(bytes(content))


def test_a_truncated_workbook():
    content = xlsx_file(annex())
    for end in (10, len(content) // 2, len(content) - 5):
        assert "hỏng" in refusal(content[:end])


def test_damaged_bytes_inside_a_workbook():
    content = bytearray(xlsx_file(annex()))
    for place in range(60, len(content) - 60, 97):
        content[place] ^= 0xFF
    assert refusal(bytes(content))


def test_a_workbook_with_broken_xml():
    base = xlsx_file(annex())
    assert refusal(zip_file({SHEET: b"<worksheet><sheetData><row"}, base))
    assert refusal(zip_file({"xl/workbook.xml": b"\x00\xff"}, base))


def test_a_zip_bomb_that_says_its_size():
    zeros = bytes(limits.MAX_UNPACKED_BYTES + 1)
    content = zip_file({"xl/worksheets/sheet2.xml": zeros}, xlsx_file(annex()))
    assert len(content) < 1_000_000
    assert "quá lớn" in refusal(content)


def test_a_zip_bomb_that_hides_its_size():
    zeros = bytes(4_000_000)
    content = lying_zip("xl/workbook.xml", zeros, claimed=1000)
    assert refusal(content)


def test_an_archive_of_endless_parts():
    parts = {f"xl/{number}.xml": b"" for number in range(limits.MAX_PARTS + 1)}
    assert "quá lớn" in refusal(zip_file(parts))


def test_entities_are_refused_before_anyone_expands_them():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert "ENTITY" in refusal(zip_file({"xl/sharedStrings.xml": bomb}, xlsx_file(annex())))
    assert "ENTITY" in refusal(zip_file({"content.xml": bomb}, ods_file(annex())))


def test_a_cell_at_the_end_of_the_world():
    assert "XFD" in refusal(workbook_with_cell("XFD9")) or "nặng" in refusal(
        workbook_with_cell("XFD9")
    )
    message = refusal(workbook_with_cell("XFD1048576"))
    assert "nặng" in message or "XFD" in message
    assert "1.048.576" in refusal(workbook_with_cell("A1048576"))


def test_an_open_document_that_repeats_a_row_a_million_times():
    content = part_of(ods_file(annex()), "content.xml").replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">'
    )
    assert refusal(zip_file({"content.xml": content}, ods_file(annex())))


def test_two_hundred_thousand_rows():
    lines = [HEADER, *([ROWS[0]] * 200_000)]
    assert "hơn 50.000 dòng" in refusal(csv_file(lines))


def test_too_many_rows_over_several_sheets(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 8)
    book = openpyxl.Workbook()
    fill(book, annex())
    other = book.create_sheet("khác")
    for line in annex():
        other.append(line)
    assert "tất cả" in refusal(saved(book))


def test_a_file_that_is_too_heavy():
    assert "MB" in refusal(b"a" * (limits.MAX_FILE_BYTES + 1))


def test_absurd_columns_of_a_text_file():
    assert "cột" in refusal(("a," * 5000 + "\n").encode())


def test_too_many_sheets():
    book = openpyxl.Workbook()
    for number in range(limits.MAX_SHEETS + 1):
        book.create_sheet(f"t{number}")
    assert "trang tính" in refusal(saved(book))


def test_quotes_that_never_close():
    content = csv_file(annex()) + b'"' + b"x" * 300_000
    assert "ngoặc kép" in refusal(content)


def test_zero_bytes_in_a_text_file_are_dropped():
    content = csv_file(annex()).replace("HTX Tài Hoan".encode(), "HTX\x00 Tài Hoan".encode())
    assert parse(content, "kq.csv").rows[0].producer == "HTX Tài Hoan"


def test_control_characters_never_reach_a_value():
    row = (1, "Miến\x07 dong\x1b[31m\u202e", "HTX\u200b A", "Xã A", "75", "4")
    only = parse(csv_file(annex([row])), "kq.csv").rows[0]
    assert (only.product, only.producer) == ("Miến dong [31m", "HTX A")


def test_a_part_whose_checksum_is_wrong():
    content = zip_file({}, xlsx_file(annex()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        crc = archive.getinfo(SHEET).CRC
    broken = content.replace(struct.pack("<I", crc), struct.pack("<I", zlib.crc32(b"x")))
    assert "hỏng" in refusal(broken)

"""Makes files as officers send them: annexes in Excel, CSV of many tastes, OpenDocument."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl
from openpyxl.workbook import Workbook

HEADER = ("STT", "Tên sản phẩm", "Chủ thể", "Địa chỉ", "Điểm", "Xếp hạng")
TITLE = (
    "DANH SÁCH SẢN PHẨM ĐƯỢC CÔNG NHẬN OCOP",
    "(Kèm theo Quyết định số 2616/QĐ-UBND ngày 29 tháng 12 năm 2021 "
    "của Chủ tịch UBND tỉnh Bắc Kạn)",
)
ROWS = (
    (1, "Miến dong Tài Hoan", "HTX Tài Hoan", "Xã Côn Minh, huyện Na Rì", "91,14", "5 sao"),
    (2, "Bánh trời", "Cơ sở Hoàng Thị Điển", "TT. Bằng Lũng, huyện Chợ Đồn", "62,5", "3 sao"),
)


def annex(
    rows: Iterable[Sequence[object]] = ROWS,
    header: Sequence[object] = HEADER,
    title: Iterable[str] = TITLE,
    foot: Iterable[Sequence[object]] = (),
) -> list[list[object]]:
    """The lines of an annex: title, blank line, header, rows, footer."""
    lines: list[list[object]] = [[line] for line in title]
    return [*lines, [], list(header), *(list(row) for row in rows), *(list(row) for row in foot)]


def csv_text(lines: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()


def csv_file(
    lines: Iterable[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    return csv_text(lines, delimiter).encode(encoding)


def xlsx_file(
    lines: Iterable[Sequence[object]], *, merged: Iterable[str] = (), sheet: str = "Phụ lục"
) -> bytes:
    book = openpyxl.Workbook()
    fill(book, lines, merged=merged, sheet=sheet)
    return saved(book)


def fill(
    book: Workbook,
    lines: Iterable[Sequence[object]],
    *,
    merged: Iterable[str] = (),
    sheet: str = "Phụ lục",
) -> None:
    page = book.active
    page.title = sheet
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            if value not in (None, ""):
                page.cell(number, place, value)
    for area in merged:
        page.merge_cells(area)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ODS_MANIFEST = b"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""
ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Phụ lục">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods_cell(value: object) -> str:
    """``(text, rows)`` spans downwards; ``None`` is covered by a cell above."""
    if value is None:
        return "<table:covered-table-cell/>"
    if value == "":
        return "<table:table-cell/>"
    text, span = value if isinstance(value, tuple) else (value, 1)
    spans = f' table:number-rows-spanned="{span}" table:number-columns-spanned="1"'
    if isinstance(text, int | float):
        return (
            f'<table:table-cell{spans if span > 1 else ""} office:value-type="float" '
            f'office:value="{text}"><text:p>{text}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell{spans if span > 1 else ""} office:value-type="string">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_file(lines: Iterable[Sequence[object]]) -> bytes:
    rows = "".join(
        f"<table:table-row>{''.join(map(ods_cell, line)) or ods_cell('')}</table:table-row>"
        for line in lines
    )
    return zip_file(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": ODS_MANIFEST,
            "content.xml": ODS_CONTENT.format(rows=rows).encode(),
        }
    )


def zip_file(parts: dict[str, bytes], base: bytes | None = None) -> bytes:
    """An archive of ``parts``; with ``base``, that archive with the parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if base is not None:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in parts:
                        archive.writestr(name, old.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)

"""A file into a `Document`. No database, no clock."""

from __future__ import annotations

from dataclasses import replace

from scoring.rating_import.document import Document, PassedLine
from scoring.rating_import.errors import FileRefused, thousands
from scoring.rating_import.layout.footers import counted
from scoring.rating_import.layout.headings import meaning
from scoring.rating_import.layout.tables import LineKind, SheetReader, Table
from scoring.rating_import.reading import Workbook, read
from scoring.rating_import.reading.grid import Grid
from scoring.rating_import.row_values import RowMaker, TitleHints
from scoring.rating_import.values.decisions import Decision, find_decision

NO_HEADER = (
    "Không tìm thấy dòng tên cột. Bảng cần một dòng có ít nhất cột “Tên sản phẩm” và một trong "
    "các cột “Chủ thể”, “Hạng sao”, “Điểm”, “Xã, phường”, “Số quyết định”."
)
LEGACY_FONT = " Chữ trong tệp có vẻ dùng bảng mã cũ (TCVN3, VNI): chuyển sang Unicode rồi tải lại."
LEGACY_LETTERS = frozenset("µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ª«¬­¦")


def parse(content: bytes, filename: str, *, decision: Decision | None = None) -> Document:
    """Read ``content`` and gather every row and every error.

    ``decision`` is what the officer typed for the whole file; it speaks where the file is silent.
    Raises `FileRefused` when there is no list of results in it.
    """
    book = read(content)
    document = Document(filename)
    readers = [(grid, SheetReader(grid).read()) for grid in book.grids]
    _note_sheets(document, book, readers)
    _note_formulas(document, book.grids)
    if not any(reader.tables for _grid, reader in readers):
        raise FileRefused(NO_HEADER + _legacy_hint(book.grids))
    document.title = _titles(readers)
    document.decision = _decision_of_file(document, decision)
    is_many = len(book.grids) > 1
    for grid, reader in readers:
        _keep_lines(document, grid, reader)
        for table in reader.tables:
            document.unknown_columns += table.header.unknown
            _make_rows(document, grid, table, is_many=is_many)
    if not document.rows:
        raise FileRefused(
            "Bảng có dòng tên cột nhưng không có dòng sản phẩm nào. Kiểm tra lại tệp rồi tải lại."
        )
    _check_totals(document)
    return document


def _note_sheets(
    document: Document, book: Workbook, readers: list[tuple[Grid, SheetReader]]
) -> None:
    document.warnings += [f"Trang tính ẩn “{name}” không được đọc." for name in book.hidden]
    document.warnings += [
        f"Trang tính “{grid.name}” không có bảng sản phẩm nên không được đọc."
        for grid, reader in readers
        if len(readers) > 1 and not reader.tables and reader.lines
    ]


def _note_formulas(document: Document, grids: list[Grid]) -> None:
    formulas = sum(grid.formulas for grid in grids)
    if formulas:
        document.warnings.append(
            f"Tệp có {thousands(formulas)} ô là công thức; cổng không tính lại mà đọc kết quả đã "
            "lưu trong tệp."
        )


def _legacy_hint(grids: list[Grid]) -> str:
    text = "".join(
        value for grid in grids for row in grid.rows[:50] for value in row if isinstance(value, str)
    )
    strange = sum(char in LEGACY_LETTERS for char in text)
    return LEGACY_FONT if strange > max(5, len(text) * 0.03) else ""


def _titles(readers: list[tuple[Grid, SheetReader]]) -> list[str]:
    """Lines above the first table of each sheet, and lines of sheets without a table."""
    lines: list[str] = []
    for _grid, reader in readers:
        if reader.tables:
            lines += reader.tables[0].title
        else:
            lines += [" ".join(line.texts) for line in reader.lines]
    return lines


def _decision_of_file(document: Document, typed: Decision | None) -> Decision:
    found, others = find_decision(document.title)
    if others and not typed:
        document.warnings.append(
            f"Tiêu đề nhắc nhiều quyết định ({', '.join(others)}) nên không rõ quyết định nào công "
            "nhận. Ghi số quyết định ở từng dòng hoặc nhập quyết định cho cả tệp."
        )
    if typed:
        return Decision(
            typed.number or found.number, typed.on or found.on, typed.issuer or found.issuer
        )
    return found


def _make_rows(document: Document, grid: Grid, table: Table, *, is_many: bool) -> None:
    decision, _others = find_decision(table.title)
    hints = _hints(table.title)
    if not decision.number:
        decision = replace(document.decision, on=decision.on or document.decision.on)
    maker = RowMaker(grid, table, hints, decision, prefix=f"{grid.name}!" if is_many else "")
    document.rows += [maker.make(row) for row in table.rows]


def _hints(title: list[str]) -> TitleHints:
    """What a title says of all rows: only where every line that speaks agrees."""
    said = [meaning(line) for line in title]
    stars = {line["stars"] for line in said if "stars" in line}
    forms = {line["form"] for line in said if "form" in line}
    return TitleHints(
        stars=stars.pop() if len(stars) == 1 else None,  # type: ignore[arg-type]
        form=forms.pop() if len(forms) == 1 else None,  # type: ignore[arg-type]
    )


def _keep_lines(document: Document, grid: Grid, reader: SheetReader) -> None:
    document.passed += [
        PassedLine(grid.name, line.row + 1, line.kind, " · ".join(line.texts))
        for line in reader.lines
    ]


def _check_totals(document: Document) -> None:
    """A total that counts something else than the rows there are deserves a look."""
    totals = [line for line in document.passed if line.kind == LineKind.TOTAL]
    if len(totals) != 1:
        return
    number = counted([totals[0].text])
    if number is not None and number != len(document.rows):
        document.warnings.append(
            f"Dòng {totals[0].line} ghi tổng {number}, tệp có {len(document.rows)} dòng sản phẩm."
        )

"""Bytes of any file into grids of cells, or a refusal in words."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.rating_import import limits
from scoring.rating_import.errors import FileRefused, thousands
from scoring.rating_import.reading.archives import check_parts, open_archive
from scoring.rating_import.reading.delimited import read_delimited
from scoring.rating_import.reading.encodings import decode
from scoring.rating_import.reading.grid import Grid
from scoring.rating_import.reading.kinds import FileKind, kind_of
from scoring.rating_import.reading.ods_merges import merged_areas
from scoring.rating_import.reading.workbooks import read_workbook


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file and the names of those it hides."""

    kind: FileKind
    grids: list[Grid]
    hidden: list[str]


def read(content: bytes) -> Workbook:
    """The cells of ``content``; raises `FileRefused` for anything that is no list of rows."""
    if len(content) > limits.MAX_FILE_BYTES:
        raise FileRefused(
            f"Tệp nặng {len(content) >> 20} MB; nhiều nhất được {limits.MAX_FILE_BYTES >> 20} MB. "
            "Xóa hình ảnh hoặc chia tệp thành nhiều phần rồi tải lại."
        )
    kind = kind_of(content)
    if kind == FileKind.TEXT:
        return Workbook(kind, [read_delimited(decode(content))], [])
    archive = None if kind == FileKind.XLS else open_archive(content)
    if archive is not None:
        check_parts(archive)
    grids, hidden = read_workbook(content)
    if archive is not None and kind == FileKind.ODS:
        areas = merged_areas(archive)
        for grid in grids:
            grid.merged = areas.get(grid.name, [])
    _refuse_too_many(grids)
    return Workbook(kind, grids, hidden)


def _refuse_too_many(grids: list[Grid]) -> None:
    rows = sum(len(grid.rows) for grid in grids)
    if rows > limits.MAX_ROWS:
        raise FileRefused(
            f"Các trang tính có tất cả {thousands(rows)} dòng; nhiều nhất được "
            f"{thousands(limits.MAX_ROWS)}. Chia tệp theo năm hoặc theo đợt rồi tải từng phần."
        )

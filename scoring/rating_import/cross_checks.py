"""What can be told of rows only together, or only with the calendar."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from scoring.rating_import.document import ParsedRow
from scoring.rating_import.layout.columns import Column
from scoring.rating_import.values.dates import show
from scoring.rating_import.values.decisions import number_key
from scoring.rating_import.values.producers import producer_key

Area = frozenset[int] | None


def check_dates(rows: Sequence[ParsedRow], today: dt.date) -> None:
    """A decision of a day to come is a slip of the pen."""
    for row in rows:
        day = row.decided_on
        if day and day > today:
            row.error(f"ngày {show(day)} ở sau hôm nay; cần xem lại.", Column.DECIDED_ON)
        elif not day and row.year and row.year > today.year:
            row.error(f"năm {row.year} ở sau hôm nay; cần xem lại.", Column.YEAR)
        if day and row.term and row.term.until and row.term.until <= day:
            row.error("cần ngày hết hạn ở sau ngày quyết định.", Column.TERM)


def check_decisions(rows: Sequence[ParsedRow]) -> None:
    """One decision has one day: rows that differ from most are wrong, in a tie all may be."""
    days: dict[tuple[str, int], Counter[dt.date]] = defaultdict(Counter)
    for row in rows:
        if row.decision.number and row.decided_on:
            days[_year_key(row, row.decided_on)][row.decided_on] += 1
    for row in rows:
        day = row.decided_on
        if not row.decision.number or not day:
            continue
        counted = days[_year_key(row, day)]
        if len(counted) == 1:
            continue
        (common, most), (_, second) = counted.most_common(2)
        if most == second or day != common:
            others = ", ".join(show(other) for other in counted if other != day)
            row.error(
                f"quyết định {row.decision.number} ở dòng khác ghi ngày {others}; "
                "cần sửa cho khớp.",
                Column.DECIDED_ON,
            )


def check_namesakes(rows: Sequence[ParsedRow], areas: Sequence[Area]) -> None:
    """A row that does not say where is nobody's when the file has its producer in several places.

    ``areas`` are what tells namesakes apart, row by row; none where a row says no place.
    """
    known: dict[str, list[frozenset[int]]] = defaultdict(list)
    for row, area in zip(rows, areas, strict=True):
        if area is not None:
            _join(known[producer_key(row.producer)], area)
    for row, area in zip(rows, areas, strict=True):
        is_named_otherwise = row.tax_code or row.code
        if area is None and not is_named_otherwise and len(known[producer_key(row.producer)]) > 1:
            row.error(
                "tệp có chủ thể tên này ở nhiều nơi; cần ghi xã, phường của dòng này.",
                Column.PRODUCER,
            )


def _join(areas: list[frozenset[int]], area: frozenset[int]) -> None:
    """Add an area; those it overlaps become one with it."""
    apart = [other for other in areas if other.isdisjoint(area)]
    areas[:] = [*apart, area.union(*(other for other in areas if other not in apart))]


def _year_key(row: ParsedRow, day: dt.date) -> tuple[str, int]:
    return number_key(row.decision.number), day.year


def check_repeats(rows: Sequence[ParsedRow]) -> None:
    """Rows of one product and one decision: the second is too much; if they differ, both are."""
    for same in _by_decision(rows):
        if len(same) == 1:
            continue
        told = {(row.stars, row.score, row.decided_on) for row in same}
        if len(told) > 1:
            lines = ", ".join(str(row.line) for row in same)
            for row in same:
                row.error(
                    f"dòng {lines} cùng sản phẩm, cùng quyết định nhưng ghi khác nhau; "
                    "cần giữ một dòng đúng.",
                    Column.PRODUCT,
                )
        else:
            for row in same[1:]:
                row.error(f"trùng dòng {same[0].line}; cần xóa bớt.", Column.PRODUCT)


def _by_decision(rows: Sequence[ParsedRow]) -> Iterable[list[ParsedRow]]:
    """Rows of one number and year; without a year, with the first that has the number."""
    if len(rows) == 1:
        return [list(rows)]
    years: dict[str, int] = {}
    for row in rows:
        key = number_key(row.decision.number)
        if row.year and row.year < years.get(key, dt.MAXYEAR):
            years[key] = row.year
    groups: dict[tuple[str, int | None], list[ParsedRow]] = defaultdict(list)
    for row in rows:
        key = number_key(row.decision.number)
        groups[key, row.year or years.get(key)].append(row)
    return groups.values()

"""Tables of an editor's text dressed for the page: rows become blocks where the window is narrow.

Takes markup that `ocop_portal.shared.rich_text` has made safe. A table with a row of headings is
given the name of its column at each cell; one without can be scrolled by hand and by keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _


@dataclass(slots=True)
class _Table:
    """What is known of one table before it is written."""

    labels: list[str] = field(default_factory=list)
    rows: int = 0
    is_plain: bool = True
    """No cell spans others, and no table stands within."""
    has_head: bool = False

    @property
    def is_stacked(self) -> bool:
        return self.is_plain and bool(self.labels)


def dressed(html: str) -> str:
    """``html`` with its tables in their boxes; anything else is left as it is."""
    if "<table" not in html:
        return html
    reader = _Reader()
    reader.feed(html)
    reader.close()
    writer = _Writer(reader.tables)
    writer.feed(html)
    writer.close()
    return "".join(writer.out)


class _Reader(HTMLParser):
    """Finds the headings of each table: its first row, if that holds nothing but headings."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._is_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            for outer in self._open:
                outer.is_plain = False
            table = _Table(is_plain=not self._open)
            self.tables.append(table)
            self._open.append(table)
        if not self._open:
            return
        table = self._open[-1]
        if tag == "thead":
            table.has_head = True
        elif tag == "tr":
            table.rows += 1
        elif tag in ("th", "td"):
            table.is_plain &= not {"colspan", "rowspan"} & dict(attrs).keys()
            self._is_heading = table.rows == 1 and tag == "th"
            if self._is_heading:
                table.labels.append("")
            elif table.rows == 1:
                table.is_plain = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self._open:
            self._open.pop()
        if tag in ("th", "td"):
            self._is_heading = False

    def handle_data(self, data: str) -> None:
        if self._is_heading and self._open:
            self._open[-1].labels[-1] += data


class _Writer(HTMLParser):
    """Repeats the markup, with the boxes, heads and names added."""

    def __init__(self, tables: list[_Table]) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._coming = iter(tables)
        self._open: list[_Table] = []
        self._row = self._cell = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        if tag == "table":
            self._open.append(next(self._coming))
            self._row = 0
            self.out.append(self._box())
            return
        table = self._open[-1] if self._open else None
        if table is not None and table.is_stacked:
            raw = self._in_table(table, tag, raw)
        self.out.append(raw)

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        if tag == "table":
            self._open.pop()
            self.out.append("</div>")
        elif tag == "tr" and self._row == 1 and self._open and self._makes_head():
            self.out.append("</thead><tbody>")

    def handle_data(self, data: str) -> None:
        self.out.append(data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def _box(self) -> str:
        if self._open[-1].is_stacked:
            return '<div class="table-box"><table class="table table--stack">'
        name = escape(_("Bảng"))
        return (
            f'<div class="table-box" role="region" aria-label="{name}" tabindex="0">'
            '<table class="table">'
        )

    def _makes_head(self) -> bool:
        """Whether the row of headings stands in the body and is to become the head."""
        table = self._open[-1]
        return table.is_stacked and not table.has_head

    def _in_table(self, table: _Table, tag: str, raw: str) -> str:
        if tag == "tbody" and self._row == 0 and self._makes_head():
            return "<thead>"
        if tag == "tr":
            self._row, self._cell = self._row + 1, 0
        if tag in ("th", "td"):
            place, self._cell = self._cell, self._cell + 1
            if self._row == 1:
                return raw if "scope=" in raw else f'{raw[:-1]} scope="col">'
            if tag == "td" and place < len(table.labels):
                label = " ".join(table.labels[place].split())
                return f'{raw[:-1]} data-label="{escape(label)}">'
        return raw

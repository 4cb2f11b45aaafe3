"""The part of Markdown the guides use, as HTML: headings, paragraphs, lists, tables, pictures.

Everything is escaped first; what is not known stays text. Links and pictures are resolved by the
caller, who knows the addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Resolve = Callable[[str], str]
"""From what stands in the brackets of a link to an address."""
Draw = Callable[[str, str], str]
"""From the words and the file of a picture to its element."""

HEADING = re.compile(r"(#{1,3}) (.+)")
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
ITEM = re.compile(r"(?:\d+\.|-) (.+)")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
STRONG = re.compile(r"\*\*(.+?)\*\*")
CODE = re.compile(r"`([^`]+)`")


def title_of(text: str) -> str:
    """The heading of the first level."""
    return text.partition("\n")[0].removeprefix("# ").strip()


def as_html(text: str, *, resolve: Resolve, draw: Draw) -> SafeString:
    """The body of a guide without its first heading, as HTML."""
    blocks = (block.strip() for block in text.partition("\n")[2].split("\n\n"))
    drawn = (_block(block, resolve, draw) for block in blocks if block)
    return mark_safe("\n".join(drawn))


def _block(block: str, resolve: Resolve, draw: Draw) -> str:
    lines = block.splitlines()
    if heading := HEADING.fullmatch(block):
        level = len(heading[1])
        return f"<h{level}>{_inline(heading[2], resolve)}</h{level}>"
    if picture := PICTURE.fullmatch(block):
        return draw(picture[1], picture[2])
    if lines[0].startswith("|"):
        return _table(lines, resolve)
    if ITEM.match(lines[0]):
        name = "ol" if lines[0][0].isdigit() else "ul"
        items = "".join(f"<li>{_inline(item, resolve)}</li>" for item in _items(lines))
        return f"<{name}>{items}</{name}>"
    return f"<p>{_inline(' '.join(lines), resolve)}</p>"


def _items(lines: list[str]) -> Iterator[str]:
    """Each item whole: a line that begins none belongs to the one before."""
    item = ""
    for line in lines:
        if begun := ITEM.fullmatch(line):
            if item:
                yield item
            item = begun[1]
        else:
            item = f"{item} {line.strip()}"
    yield item


def _table(lines: list[str], resolve: Resolve) -> str:
    head, _rule, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    names = "".join(f'<th scope="col">{_inline(name, resolve)}</th>' for name in head)
    body = "".join(f"<tr>{_cells(head, row, resolve)}</tr>" for row in rows)
    return (
        '<div class="table-box"><table class="table table--stack">'
        f"<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(head: list[str], row: list[str], resolve: Resolve) -> str:
    pairs = zip(head, row, strict=True)
    cells = (
        f'<td data-label="{escape(name)}"><span>{_inline(cell, resolve)}</span></td>'
        for name, cell in pairs
    )
    return "".join(cells)


def _inline(text: str, resolve: Resolve) -> str:
    said = str(escape(text))
    said = CODE.sub(r"<code>\1</code>", said)
    said = STRONG.sub(r"<strong>\1</strong>", said)
    return LINK.sub(lambda found: f'<a href="{escape(resolve(found[2]))}">{found[1]}</a>', said)

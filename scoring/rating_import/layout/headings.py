"""Lines that head a group of rows, and what they say of the rows below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ocop_portal.shared.text import clean, fold
from scoring.rating_import.values.awards import AwardForm, find_form
from scoring.rating_import.values.decisions import Decision, find_decision
from scoring.rating_import.values.stars import find_stars, is_potential

ENUMERATION = re.compile(
    r"^\s*(?:(?P<letter>[A-H])|(?P<roman>[IVX]{1,6})|(?P<digits>\d{1,2}(?:\.\d{1,2})*)"
    r"|(?P<small>[a-h]))\s*(?:[.):–-]|$)\s*"
)
COUNT = re.compile(r"[\s(:,–-]*\d+\s*(?:sản phẩm|san pham|sp)\b.*$", re.IGNORECASE)
DISTRICT = re.compile(r"^(?:huyện|thành phố|thị xã|tp\.?|tx\.?)\s+[^\W\d_].{1,60}$", re.IGNORECASE)
COMMUNE = re.compile(r"^(?:xã|phường|thị trấn|đặc khu|tt\.?)\s+[^\W\d_].{1,60}$", re.IGNORECASE)
GROUP = re.compile(
    r"^(?:(?:phan )?nhom|nganh(?: hang)?|linh vuc|bo san pham)\b"
    r"|^(?:nhom |nganh )?(?:thuc pham|do uong|duoc lieu|thao duoc|thu cong my nghe|vai va may mac"
    r"|luu niem|sinh vat canh|dich vu du lich|du lich)\b"
)
TITLED = re.compile(
    r"^(?:cac |danh sach |danh muc |ket qua )*(?:san pham|hang|hang sao|dat|ocop|[1-5] sao"
    r"|(?:mot|hai|ba|bon|nam) sao|cong nhan|cap lai|cap doi|nang hang|danh gia|phu luc|phan)\b"
)
DEEPEST = 9


@dataclass(frozen=True, slots=True)
class Context:
    """What title and headings say of a row, each with the line that says it."""

    stars: int | None = None
    potential: bool = False
    form: AwardForm | None = None
    district: str = ""
    commune: str = ""
    group: str = ""
    decision: Decision | None = None
    lines: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Level:
    depth: int
    said: dict[str, object]
    line: int


class Headings:
    """The headings in force while rows are read from top to bottom."""

    def __init__(self) -> None:
        self._levels: list[_Level] = []
        self._context: Context | None = Context()

    def enter(self, text: str, enumeration: str, line: int) -> None:
        """A heading on ``line`` begins; deeper headings, and those of its own depth, end.

        One whose depth is not known by number or letter ends only those that say the same kind
        of thing.
        """
        said = meaning(text)
        depth = depth_of(enumeration or text)
        kept = []
        for level in self._levels:
            if depth != DEEPEST and level.depth >= depth:
                continue
            if depth == DEEPEST and said.keys() & level.said.keys() and level.depth == DEEPEST:
                continue
            kept.append(level)
        self._levels = [*kept, _Level(depth, said, line)]
        self._context = None

    def restart(self) -> None:
        """A new table begins: nothing said above holds."""
        self._levels = []
        self._context = None

    def context(self) -> Context:
        """What holds for the next row; a later heading goes before an earlier one."""
        if self._context is None:
            said: dict[str, object] = {}
            lines: dict[str, int] = {}
            for level in self._levels:
                said |= level.said
                lines |= dict.fromkeys(level.said, level.line)
            self._context = Context(**said, lines=lines)  # type: ignore[arg-type]
        return self._context


def depth_of(text: str) -> int:
    """How deep a heading stands by its number: A, then I, then 1, then a or 1.1."""
    found = ENUMERATION.match(text)
    if found is None:
        return DEEPEST
    if found["roman"]:
        return 1
    if found["letter"]:
        return 0
    if found["digits"]:
        return 2 + found["digits"].count(".")
    return 4


def bare_heading(text: str) -> str:
    """A heading without its number and its count of products."""
    return COUNT.sub("", ENUMERATION.sub("", clean(text), count=1)).strip(" :.-–")


def is_heading(text: str) -> bool:
    """Whether a lone text is worded like a heading."""
    bare = bare_heading(text)
    folded = fold(bare)
    return bool(
        GROUP.search(folded)
        or TITLED.search(folded)
        or DISTRICT.match(bare)
        or COMMUNE.match(bare)
        or find_stars(folded)
    )


def meaning(text: str) -> dict[str, object]:
    """What a heading or a title line says: only what it says without doubt."""
    bare = bare_heading(text)
    folded = fold(bare)
    said: dict[str, object] = {}
    stars = find_stars(folded)
    if len(stars) == 1 and is_potential(folded):
        said["potential"] = True
    elif len(stars) == 1:
        said["stars"] = stars.pop()
        said["potential"] = False
    if form := find_form(bare):
        said["form"] = form
    if DISTRICT.match(bare):
        said["district"] = bare
        said["commune"] = ""
    elif COMMUNE.match(bare):
        said["commune"] = bare
    elif GROUP.search(folded) and not stars:
        said["group"] = re.sub(r"^(?:phân )?nhóm\s*:?\s*", "", bare, flags=re.IGNORECASE)
    decision, _others = find_decision([text])
    if decision.number:
        said["decision"] = decision
    return said

"""The legal form inside a producer's name, and the name without it."""

from __future__ import annotations

import re
from functools import lru_cache

from ocop_portal.shared.text import bare_key, fold
from producers.enums import ProducerKind
from scoring.rating_import.errors import BadValue
from scoring.rating_import.reading.grid import CellValue, cell_text

EXPECTED = "một trong: HTX, Tổ hợp tác, Công ty, Hộ kinh doanh"
FORMS: tuple[tuple[ProducerKind, str], ...] = (
    (ProducerKind.COOPERATIVE, r"lien hiep (?:htx|hop tac xa)|hop tac xa|htx"),
    (ProducerKind.COOPERATIVE_GROUP, r"to hop tac|tht|to lien ket|nhom ho|to san xuat"),
    (
        ProducerKind.COMPANY,
        r"(?:tong |chi nhanh )?cong ty|c\.? ?ty|chi nhanh|doanh nghiep(?: tu nhan)?|dntn|dn"
        r"|tap doan|xi nghiep|nha may",
    ),
    (
        ProducerKind.HOUSEHOLD,
        r"ho (?:san xuat(?: kinh doanh)?|kinh doanh(?: ca the)?|ca the|gia dinh|kd|ong|ba)|ho kd"
        r"|hkd|ho|co so(?: san xuat(?: kinh doanh)?| kinh doanh)?|ca nhan|nha hang|ong|ba"
        r"|homestay|cua hang",
    ),
    (ProducerKind.OTHER, r"trang trai|hiep hoi|hoi|trung tam|lang nghe|khu du lich|ban quan ly"),
)
STARTS = [(kind, re.compile(rf"(?:{form})\b\.?")) for kind, form in FORMS]
CODES = {kind.value: kind for kind in ProducerKind}
ABBREVIATIONS = (
    (r"hop tac xa", "htx"),
    (r"to hop tac", "tht"),
    (r"cong t[iy]|c ?t[iy]", "cty"),
    (r"co phan", "cp"),
    (r"trach nhiem huu han", "tnhh"),
    (r"mot thanh vien|1 thanh vien|1tv", "mtv"),
    (r"thuong mai", "tm"),
    (r"dich vu", "dv"),
    (r"san xuat", "sx"),
    (r"kinh doanh", "kd"),
    (r"nong nghiep", "nn"),
    (r"nong lam nghiep", "nln"),
    (r"xuat nhap khau", "xnk"),
    (r"dau tu", "dt"),
)
SHORTER = [(re.compile(rf"\b(?:{long})\b"), short) for long, short in ABBREVIATIONS]
NOT_WORD = re.compile(r"[^a-z0-9]+")
FORM_WORDS = re.compile(r"^(?:htx|tht|ho|kd|hkd|co so|cty|cp|tnhh|mtv|tm|dv|sx|nn|va|\s)+\b")
ADDRESS_START = re.compile(
    r"\s*[,;–(\-]\s*(?=(?:thôn|xóm|bản|tổ|khu|ấp|xã|phường|thị trấn|tt\.?|tx\.?|p\.|số nhà|số|đ/c|"
    r"địa chỉ|huyện|thành phố|tp\.?)\s)",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def kind_in_name(name: str) -> ProducerKind | None:
    """The legal form a name begins with: ``HTX Tài Hoan``, ``Cơ sở Hoàng Thị Điển``."""
    text = fold(name).strip(" .\"'“”")
    for kind, start in STARTS:
        if start.match(text):
            return kind
    return None


def parse_kind(value: CellValue) -> ProducerKind | None:
    """The legal form of a cell of its own; raises `BadValue` for an unknown one."""
    text = fold(cell_text(value))
    if not text or text in {"-", "–", "—"}:
        return None
    if text in CODES:
        return CODES[text]
    kind = kind_in_name(text)
    if kind is None and text.startswith(("khac", "loai hinh khac")):
        kind = ProducerKind.OTHER
    if kind is None:
        raise BadValue(EXPECTED)
    return kind


@lru_cache(maxsize=65536)
def producer_key(name: str) -> str:
    """One key for the ways one name is written: form and common words shortened, no accents.

    ``Hợp tác xã Nông nghiệp Tân Thành`` and ``HTX nông nghiệp Tân Thành`` agree.
    """
    text = NOT_WORD.sub(" ", bare_key(name)).strip()
    for long, short in SHORTER:
        text = long.sub(short, text)
    return text


@lru_cache(maxsize=65536)
def core_key(name: str) -> str:
    """`producer_key` without the legal form, for finding names that are nearly the same."""
    key = producer_key(name)
    core = FORM_WORDS.sub("", key)
    return core.strip() or key


def split_address(name: str) -> tuple[str, str]:
    """A producer's name and the address written behind it in the same cell."""
    found = ADDRESS_START.search(name)
    if found is None or found.start() == 0:
        return name, ""
    return name[: found.start()].strip(), name[found.end() :].strip(" ()")

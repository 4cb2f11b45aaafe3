"""Lines below the rows: totals, signatures, notes."""

from __future__ import annotations

import re

from ocop_portal.shared.text import fold

TOTAL = re.compile(
    r"^(?:tong(?: cong| so| the)?\b|cong(?=$|\s*[:(\d])|toan tinh\b"
    r"|danh sach (?:nay )?(?:gom|co)\b)"
)
FOOT = re.compile(
    r"^(?:noi nhan|tm\.? |kt\.? |tuq\.? |q\. ?chu tich|chu tich\b|pho chu tich\b|giam doc\b"
    r"|nguoi lap|lap bieu|thu truong|uy ban nhan dan\b|ubnd (?:tinh|huyen)\b"
    r"|ghi chu ?:|\*+ ?ghi chu|\(?da ky|xac nhan cua|\(?ky,? |luu ?:|luu vt|nhu tren|- ?nhu tren"
    r"|[^,]{2,40}, ?ngay\b.*\bthang\b.*\bnam\b)"
)
ANY_NUMBER = re.compile(r"\d+")


def is_total(text: str) -> bool:
    """A line that counts the rows above: ``Tổng cộng: 36 sản phẩm``."""
    return bool(TOTAL.match(fold(text).lstrip("(- ")))


def counted(texts: list[str]) -> int | None:
    """The only whole number of a total line, if there is exactly one."""
    numbers = {int(number) for text in texts for number in ANY_NUMBER.findall(text)}
    return numbers.pop() if len(numbers) == 1 else None


def is_foot(text: str) -> bool:
    """A line of those who sign, receive or remark."""
    return bool(FOOT.match(fold(text).strip(' "“”*-')))

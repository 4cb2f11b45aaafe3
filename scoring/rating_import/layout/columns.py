"""The columns a list may have, and the words officers put above them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from ocop_portal.shared.text import clean, fold


class Column(StrEnum):
    """What a column tells; the value is its name in JSON."""

    NUMBER = "stt"
    CODE = "ma_san_pham"
    PRODUCT = "ten_san_pham"
    PRODUCER = "chu_the"
    KIND = "loai_chu_the"
    TAX_CODE = "ma_so_thue"
    COMMUNE = "xa"
    DISTRICT = "huyen"
    PROVINCE = "tinh"
    ADDRESS = "dia_chi"
    VILLAGE = "thon"
    FORM = "hinh_thuc"
    SCORE = "diem"
    STARS = "hang_sao"
    DECISION = "so_quyet_dinh"
    DECIDED_ON = "ngay_quyet_dinh"
    YEAR = "nam_cong_nhan"
    TERM = "hieu_luc"
    GROUP = "nhom"
    STATUS = "ket_luan"
    NOTE = "ghi_chu"
    PASSED_OVER = "bo_qua"


LABELS = {
    Column.NUMBER: "STT",
    Column.CODE: "mã sản phẩm",
    Column.PRODUCT: "tên sản phẩm",
    Column.PRODUCER: "chủ thể",
    Column.KIND: "loại hình chủ thể",
    Column.TAX_CODE: "mã số thuế",
    Column.COMMUNE: "xã, phường",
    Column.DISTRICT: "huyện",
    Column.PROVINCE: "tỉnh",
    Column.ADDRESS: "địa chỉ",
    Column.VILLAGE: "thôn",
    Column.FORM: "hình thức công nhận",
    Column.SCORE: "điểm",
    Column.STARS: "hạng sao",
    Column.DECISION: "số quyết định",
    Column.DECIDED_ON: "ngày quyết định",
    Column.YEAR: "năm công nhận",
    Column.TERM: "thời hạn",
    Column.GROUP: "nhóm",
    Column.STATUS: "kết luận",
    Column.NOTE: "ghi chú",
    Column.PASSED_OVER: "không dùng",
}

# Without accents, words parted by single blanks; of two columns that claim the same meaning the
# one whose words stand further left wins.
SYNONYMS: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("stt", "tt", "so tt", "so thu tu", "no", "thu tu"),
    Column.CODE: ("ma san pham", "ma sp", "ma ocop", "ma so san pham", "ma san pham ocop"),
    Column.PRODUCT: (
        "ten san pham", "ten san pham ocop", "ten san pham dich vu", "ten sp", "san pham ten",
        "ten san pham duoc cong nhan", "ten san pham dat sao", "ten goi san pham", "ten hang hoa",
        "san pham", "san pham ocop", "san pham dich vu", "danh muc san pham", "ten", "name",
        "product", "product name",
    ),
    Column.PRODUCER: (
        "chu the", "ten chu the", "chu the ten", "chu the san xuat", "ten chu the san xuat",
        "chu the ocop", "ten chu the ocop", "ten chu the tham gia", "chu the tham gia",
        "don vi san xuat", "ten don vi san xuat", "co so san xuat", "ten co so san xuat",
        "chu the san xuat kinh doanh", "ten co so", "ten don vi", "don vi", "to chuc ca nhan",
        "ten to chuc ca nhan", "to chuc", "don vi chu the", "chu san pham", "chu so huu",
        "nha san xuat", "doanh nghiep", "ten doanh nghiep", "hop tac xa", "producer",
        "ten va dia chi chu the", "chu the va dia chi", "ten dia chi chu the", "chu the dia chi",
    ),
    Column.KIND: (
        "loai chu the", "loai hinh chu the", "chu the loai hinh", "loai hinh", "loai hinh to chuc",
        "hinh thuc to chuc", "loai hinh kinh te", "loai hinh san xuat", "producer type",
    ),
    Column.TAX_CODE: ("ma so thue", "mst", "ma so doanh nghiep", "ma so htx", "tax code"),
    Column.COMMUNE: (
        "xa", "xa phuong", "xa phuong thi tran", "xa thi tran", "phuong xa", "ten xa", "cap xa",
        "xa tt", "dia ban xa", "dia chi xa", "dia chi xa phuong", "dia chi xa phuong thi tran",
        "ubnd xa", "don vi xa", "xa phuong dac khu", "commune",
    ),
    Column.DISTRICT: (
        "huyen", "huyen thanh pho", "huyen tp", "dia chi huyen", "dia chi huyen thanh pho",
        "quan huyen", "huyen thi xa thanh pho", "cap huyen", "ten huyen", "district",
    ),
    Column.PROVINCE: ("tinh", "tinh thanh pho", "dia chi tinh", "ten tinh", "province"),
    Column.ADDRESS: (
        "dia chi", "dia chi san xuat", "dia chi chu the", "chu the dia chi", "dia chi co so",
        "dia chi noi san xuat", "noi san xuat", "dia diem san xuat", "dia diem", "dia ban",
        "dia phuong", "noi o", "thon xa", "thon xa huyen", "xa huyen", "address",
    ),
    Column.VILLAGE: ("thon", "thon ban", "xom", "thon to", "thon xom", "dia chi thon"),
    Column.FORM: (
        "hinh thuc", "hinh thuc cong nhan", "hinh thuc danh gia", "loai cong nhan",
        "loai ho so", "noi dung cong nhan", "noi dung danh gia", "form",
    ),
    Column.SCORE: (
        "tong diem trung binh", "diem trung binh", "tong diem", "diem tong", "diem tb",
        "diem binh quan", "so diem", "diem", "diem so", "diem danh gia", "diem cham",
        "diem hoi dong", "diem cua hoi dong", "ket qua diem", "tong so diem", "diem dat",
        "diem dat duoc", "ket qua cham diem", "score", "points",
    ),
    Column.STARS: (
        "hang sao", "sao", "so sao", "xep hang", "phan hang", "hang", "xep hang sao",
        "phan hang sao", "ket qua xep hang", "ket qua phan hang", "hang san pham", "hang dat",
        "dat hang", "hang ocop", "cap sao", "cap hang", "dat sao", "hang sao ocop",
        "hang sao dat duoc", "ket qua danh gia phan hang", "ket qua danh gia", "ket qua", "stars",
    ),
    Column.DECISION: (
        "so quyet dinh", "quyet dinh so", "so qd", "quyet dinh so ky hieu", "quyet dinh cong nhan",
        "so quyet dinh cong nhan", "quyet dinh", "quyet dinh phe duyet", "qd", "qd cong nhan",
        "so ngay quyet dinh", "quyet dinh so ngay", "can cu", "decision", "decision number",
    ),
    Column.DECIDED_ON: (
        "ngay quyet dinh", "quyet dinh ngay", "ngay qd", "ngay ky", "ngay ky quyet dinh",
        "ngay ban hanh", "ngay cong nhan", "quyet dinh ngay ky", "quyet dinh ngay thang",
        "quyet dinh ngay ban hanh", "ngay thang nam", "ngay thang", "ngay cap",
        "thoi gian cong nhan", "ngay", "decided on",
    ),
    Column.YEAR: ("nam cong nhan", "nam danh gia", "nam", "recognition year", "year"),
    Column.TERM: (
        "hieu luc thang", "thoi han", "thoi han thang", "hieu luc", "so thang hieu luc",
        "thoi gian hieu luc", "ngay het han", "co gia tri den", "het hieu luc", "han den",
    ),
    Column.GROUP: (
        "nhom san pham", "phan nhom", "nhom", "nganh hang", "nganh", "nhom nganh",
        "nhom nganh hang", "bo san pham", "linh vuc", "group",
    ),
    Column.STATUS: ("ket luan", "trang thai", "tinh trang", "status"),
    Column.NOTE: ("ghi chu", "note"),
    Column.PASSED_OVER: (
        "ket qua nhap", "ly do", "so luong", "dien thoai", "so dien thoai", "lien he", "id",
        "nguoi dai dien", "group basis", "source", "source quality",
        "commune code", "commune 2025", "commune 2025 code",
    ),
}  # fmt: skip

EXACT = {
    words: (column, rank)
    for column, synonyms in SYNONYMS.items()
    for rank, words in enumerate(synonyms)
}
# Of these columns only what was decided counts, not what was hoped for or held before.
DECIDED = frozenset({Column.STARS, Column.SCORE, Column.DECIDED_ON, Column.DECISION})
UNDECIDED = re.compile(
    r"\b(?:tiem nang|de nghi|de xuat|du kien|dang ky|tu cham|tu danh gia|cap huyen|phan [abc]"
    r"|lan truoc|truoc day|diem ban)\b|\bcu$"
)
LOOSE: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.CODE, r"^ma (?:so )?(?:san pham|sp)\b"),
        (Column.TAX_CODE, r"^(?:ma so thue|mst)\b"),
        (Column.PRODUCT, r"^ten (?:cac )?(?:san pham|sp)\b|^ten .*\bsan pham$|^san pham\b"),
        (Column.KIND, r"^loai hinh\b|^hinh thuc to chuc\b"),
        (
            Column.PRODUCER,
            r"\bchu the\b|^(?:ten )?(?:don vi|co so|to chuc|htx|hop tac xa|doanh nghiep"
            r"|nha san xuat|ho kinh doanh|ho san xuat|chu ho|chu co so)\b",
        ),
        (Column.DECIDED_ON, r"^ngay\b.*\b(?:quyet dinh|qd|ky|cong nhan|ban hanh|cap)\b"),
        (Column.DECISION, r"^(?:so )?(?:quyet dinh|qd)\b|^so\b.*\b(?:quyet dinh|qd)\b"),
        (Column.YEAR, r"^nam\b.*\b(?:cong nhan|danh gia|dat)\b"),
        (Column.TERM, r"\b(?:hieu luc|thoi han|het han)\b"),
        (Column.SCORE, r"^(?:tong )?(?:so )?diem\b"),
        (
            Column.STARS,
            r"\b(?:hang sao|xep hang|phan hang|so sao|hang ocop)\b|^dat hang\b|^hang dat\b"
            r"|^xep loai\b",
        ),
        (Column.FORM, r"^hinh thuc\b|\b(?:cap lai|nang hang)\b"),
        (Column.ADDRESS, r"\bdia chi\b|^noi san xuat\b"),
        (Column.COMMUNE, r"^xa (?:phuong|thi tran|tt)\b"),
        (Column.DISTRICT, r"^huyen (?:thanh pho|tp|thi xa|quan)\b"),
        (Column.GROUP, r"^(?:phan )?nhom\b|^nganh\b"),
        (Column.NOTE, r"^ghi chu\b"),
    )
)
LOOSE_RANK = 100
STAR_MARK = re.compile(r"(?:hang )?([1-5]) sao")
BRACKETS = re.compile(r"\([^()]*\)")
NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def words_of(label: str) -> str:
    """A label as plain words: ``Tên sản phẩm*`` and ``ten_san_pham`` agree."""
    return NOT_WORD.sub(" ", fold(clean(label)[:200])).strip()


@lru_cache(maxsize=4096)
def column_for(label: str, above: str = "") -> tuple[Column, int] | None:
    """The column a label means, and how surely (smaller is surer); ``above`` is its upper label."""
    words = words_of(label)
    whole = f"{words_of(above)} {words}".strip() if above else words
    found = _meaning(label, above, words, whole)
    if found is not None and found[0] in DECIDED and UNDECIDED.search(whole):
        return Column.PASSED_OVER, LOOSE_RANK
    return found


def _meaning(label: str, above: str, words: str, whole: str) -> tuple[Column, int] | None:
    bare = NOT_WORD.sub(" ", fold(BRACKETS.sub(" ", clean(label)[:200]))).strip()
    reverse = f"{words} {words_of(above)}".strip()
    for candidate in (whole, reverse, words, bare):
        if candidate in EXACT and not (candidate == "ten" and above and "san pham" not in whole):
            return EXACT[candidate]
    for column, pattern in LOOSE:
        if len(words) <= 80 and (pattern.search(words) or pattern.search(whole)):
            return column, LOOSE_RANK
    return None


def star_mark(label: str) -> int | None:
    """Stars of a column that is ticked rather than filled: ``4 sao`` with an ``x`` below."""
    found = STAR_MARK.fullmatch(words_of(label))
    return int(found[1]) if found else None

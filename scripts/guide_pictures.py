"""Take the pictures of docs/huong-dan/ from the demonstration round, numbered where a step points.

    make run                                     # in another window: the portal with its round
    .venv/bin/python scripts/guide_pictures.py [--base http://127.0.0.1:8000] [--only thu-ky]

Needs the development environment (playwright, Pillow) and a Chromium: ``$CHROMIUM`` or on PATH.
Nothing is changed in the portal; the pictures may be taken again whenever its pages change.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs/huong-dan/anh"
PASSWORD = json.loads((ROOT / "fixtures/demo/accounts.json").read_text("utf-8"))["password"]
PHONE, DESK = 360, 1280
COLOURS = 128  # of a picture's palette
HEAVIEST = 120_000  # bytes

PRODUCERS = ("chu-the", "chu-the-2")
SESSION = "/quan-tri/scoring/session/"
DOSSIERS = "/quan-tri/scoring/dossier/?q="

DRAW = """([size, spots]) => {
  for (const [number, left, top] of spots) {
    const dot = document.createElement("span");
    dot.textContent = number;
    Object.assign(dot.style, {
      position: "absolute", left: `${left}px`, top: `${top}px`, zIndex: 9999,
      width: `${size}px`, height: `${size}px`, borderRadius: "50%", background: "#A11F17",
      color: "#FFFFFF", font: `600 ${size * 0.56}px/${size}px system-ui`, textAlign: "center",
      boxShadow: "0 0 0 3px #FFFFFF",
    });
    document.body.append(dot);
  }
}"""
"""Draws the numbers by the object model: the pages' policy forbids style attributes."""


BOXES = ".btn, button, select, input, textarea, label, div, .object-tools a"
"""What is drawn with a border, on whose corner a number covers nothing."""


class Shot(NamedTuple):
    """One picture: who looks, the way there (an address, then links), what is pointed at.

    ``top`` is what the picture begins with, the top of the page when empty; ``height`` in pixels.
    """

    name: str
    who: str
    way: tuple[str, ...]
    marks: tuple[str, ...]
    width: int = DESK
    height: int = 720
    top: str = ""


def button(words: str) -> str:
    """A button or link that says so."""
    return f"main :is(a, button):has-text('{words}')"


def heading(words: str) -> str:
    """A heading of the second level."""
    return f"h2:has-text('{words}')"


SHOTS = (
    Shot(
        "chu-the-1-danh-sach",
        "chu-the",
        ("/ho-so/",),
        (button("Lập hồ sơ mới"), button("Chấm thử trước"), ".dossier-list .dossier-state"),
    ),
    Shot(
        "chu-the-2-cac-phan",
        "chu-the",
        ("/ho-so/", "Tinh bột sắn dây Bản Mẫu"),
        (".tasks a", ".tasks .tag:has-text('còn thiếu')", button("Điền tiếp"), "#trao-doi h2"),
        height=1010,
    ),
    Shot(
        "chu-the-3-tu-cham",
        "chu-the",
        ("/ho-so/", "Tinh bột sắn dây Bản Mẫu", "Tự đánh giá theo tiêu chí"),
        ("#ba-phan", "main .crit__opts label:has(input:checked)", "#tong"),
        height=860,
    ),
    Shot(
        "chu-the-4-minh-chung",
        "chu-the",
        ("/ho-so/", "Tinh bột sắn dây Bản Mẫu", "Minh chứng"),
        (button("Thêm minh chứng"), ".proof-kind .dossier-list a", ".dossier-list__fixed a"),
        width=PHONE,
        height=980,
    ),
    Shot(
        "chu-the-5-phieu-so",
        "chu-the",
        ("/ho-so/", "Gạo nếp Bản Mẫu", "Giấy tiếp nhận"),
        (".receipt__number", "text=Cơ quan xử lý", button("Tải bản in")),
        width=PHONE,
        height=1080,
    ),
    Shot(
        "chu-the-6-bo-sung",
        "chu-the",
        ("/ho-so/", "Chè ướp hoa Bản Mẫu"),
        (".notice--warn .asked li", button("Kiểm tra và nộp"), "#trao-doi h2"),
        width=PHONE,
        height=1500,
    ),
    Shot(
        "cap-xa-1-viec",
        "can-bo-xa",
        ("/quan-tri/",),
        (
            ".office-task--urgent a",
            "a:has-text('Hồ sơ chờ xã tiếp nhận')",
            "nav a:has-text('Hồ sơ')",
        ),
    ),
    Shot(
        "cap-xa-2-tiep-nhan",
        "can-bo-xa",
        (f"{DOSSIERS}Gạo nếp Bản Mẫu", "Gạo nếp Bản Mẫu"),
        (button("Tiếp nhận"), button("Trả lại"), button("Từ chối"), heading("Thời hạn")),
    ),
    Shot(
        "cap-xa-3-thanh-phan",
        "can-bo-xa",
        (f"{DOSSIERS}Bánh khảo", "Bánh khảo Suối Mẫu", "Kiểm tra thành phần hồ sơ"),
        ("main select", "main input[type=text]"),
        height=720,
    ),
    Shot(
        "cap-xa-4-mau-03",
        "can-bo-xa",
        (f"{DOSSIERS}Bánh khảo", "Bánh khảo Suối Mẫu", "Báo cáo đánh giá của UBND"),
        ("main textarea", "main select"),
        height=860,
    ),
    Shot(
        "cap-xa-5-yeu-cau",
        "can-bo-xa",
        (f"{DOSSIERS}Bánh khảo", "Bánh khảo Suối Mẫu", "Yêu cầu bổ sung"),
        ("main select", "main .dos-item textarea"),
        width=PHONE,
        height=1000,
    ),
    Shot(
        "thu-ky-1-chuan-bi",
        "thu-ky",
        (SESSION, "Minh họa: phiên đánh giá bổ sung"),
        (button("Mời họp"), heading("Hồ sơ chờ hội đồng"), button("Đưa vào phiên")),
        height=860,
    ),
    Shot(
        "thu-ky-2-bang-diem",
        "thu-ky",
        (SESSION, "Minh họa: phiên đánh giá đợt 2"),
        (
            "main tbody a",
            "main thead th:nth-child(2)",
            "main select",
            button("Giấy tờ"),
            button("Kết luận cả phiên"),
        ),
        height=1100,
    ),
    Shot(
        "thu-ky-3-ho-so",
        "thu-ky",
        (SESSION, "Minh họa: phiên đánh giá đợt 2", "Miến dong Bản Mẫu"),
        (button("Kết luận"), button("Ghi thảo luận"), heading("Tình hình chấm")),
        height=860,
    ),
    Shot(
        "thu-ky-4-giay-to",
        "thu-ky",
        (SESSION, "Minh họa: phiên đánh giá đợt 1", "Giấy tờ"),
        ("main tbody a", "main button[type=submit]"),
        height=760,
    ),
    Shot(
        "thu-ky-5-quyet-dinh",
        "thu-ky",
        ("/quan-tri/scoring/decision/", "dự thảo"),
        (button("In dự thảo"), button("Thêm hồ sơ"), button("Đưa ra")),
    ),
    Shot(
        "thanh-vien-1-phien",
        "uy-vien-1",
        (SESSION, "Minh họa: phiên đánh giá đợt 2"),
        ("main tbody tr:nth-child(5) a", "main tbody tr:nth-child(3) a", "main tbody tr a"),
        height=820,
    ),
    Shot(
        "thanh-vien-2-khai",
        "uy-vien-1",
        (SESSION, "Minh họa: phiên đánh giá đợt 2", "Rượu men lá Suối Mẫu"),
        ("main fieldset legend", button("Ghi lời khai")),
        width=PHONE,
        height=1000,
    ),
    Shot(
        "thanh-vien-3-phieu",
        "uy-vien-2",
        (SESSION, "Minh họa: phiên đánh giá đợt 2", "Chè Shan Bản Mẫu", "Chấm tiếp phiếu của bạn"),
        ("main .crit__opts label:has(input:checked)", "#tong", "main [data-saved]"),
        height=900,
    ),
    Shot(
        "thanh-vien-4-dien-thoai",
        "uy-vien-2",
        (SESSION, "Minh họa: phiên đánh giá đợt 2", "Chè Shan Bản Mẫu", "Chấm tiếp phiếu của bạn"),
        (".tally-bar",),
        width=PHONE,
        height=900,
    ),
)


def main() -> None:
    """Take every picture, or those whose name begins with ``--only``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with opened_browser() as browser:
        pages: dict[tuple[str, int], Page] = {}
        for shot in SHOTS:
            if not shot.name.startswith(asked.only):
                continue
            key = shot.who, shot.width
            if key not in pages:
                pages[key] = signed_in(browser, asked.base, *key)
            path = take(pages[key], shot)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A headless Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def signed_in(browser: Browser, base: str, who: str, width: int) -> Page:
    """A window of that width in which the demonstration account is signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        base_url=base,
        locale="vi-VN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/tai-khoan/dang-nhap/" if who in PRODUCERS else "/quan-tri/dang-nhap/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("load")
    return page


def take(page: Page, shot: Shot) -> Path:
    """Go the way, draw the numbers, keep the picture."""
    address, *links = shot.way
    page.goto(address)
    for words in links:
        page.locator(button(words)).first.click()
        page.wait_for_load_state("load")
    size = 24 if shot.width == PHONE else 30
    marked = ((number, page.locator(mark).first) for number, mark in _numbered(shot))
    page.evaluate(DRAW, [size, [[number, *_corner(what, size)] for number, what in marked]])
    place = page.locator(shot.top).first.bounding_box() if shot.top else None
    top = place["y"] - 16 if place else 0
    whole = page.evaluate("document.documentElement.scrollHeight")
    path = FOLDER / f"{shot.name}.png"
    picture = page.screenshot(
        full_page=True,
        clip={"x": 0, "y": top, "width": shot.width, "height": min(shot.height, whole - top)},
    )
    path.write_bytes(compressed(picture))
    return path


def _numbered(shot: Shot) -> Iterator[tuple[int, str]]:
    return enumerate(shot.marks, start=1)


def _corner(what: Locator, size: int) -> tuple[float, float]:
    """Where the number goes: left of words, on the upper left corner of a box."""
    box = what.bounding_box(timeout=5000)
    if box is None:
        raise LookupError(f"{what} is not to be seen")
    top = box["y"] + what.page.evaluate("window.scrollY")
    if what.evaluate("(one, boxes) => one.matches(boxes)", BOXES):
        return max(box["x"] - size * 0.6, 2), max(top - size * 0.6, 2)
    before = box["x"] - size - 6
    return before if before >= 0 else box["x"] + box["width"] - size, max(top - 2, 2)


def compressed(png: bytes) -> bytes:
    """The picture with a palette; raises ``ValueError`` where it is still too heavy."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    if out.tell() > HEAVIEST:
        raise ValueError(f"picture of {out.tell()} bytes: take less of the page")
    return out.getvalue()


if __name__ == "__main__":
    main()

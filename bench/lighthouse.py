"""Lighthouse on a phone, where Node and Chromium are: five pages, four categories."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.load import get
from bench.result import Result
from bench.server import Served, serving

PACKAGE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95  # of 100
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 240  # for one page, fetching the package included


def missing() -> str:
    """What this machine lacks, in words; empty where nothing is."""
    if not shutil.which("npx"):
        return "máy không có npx (Node.js từ 18)"
    return "" if _browser() else "máy không có Chromium, Chrome (hoặc đặt CHROMIUM)"


def measure(directory: Path) -> Iterator[Result]:
    """The lowest category of each page; what Lighthouse finds wanting stands in the note."""
    if lack := missing():
        print(f"Bỏ qua Lighthouse: {lack}.")
        return
    with serving("bench_real", directory / "server.log", BENCH_PAGES="kept") as server:
        for name, path in _pages(server).items():
            try:
                scores, wanting = _judge(server, path, directory)
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                print(f"Bỏ qua Lighthouse: không chạy được {PACKAGE} ({error}).")
                return
            said = " ".join(f"{each[:4]} {score:.0f}" for each, score in scores.items())
            note = f"{said}{'; ' if wanting else ''}{', '.join(wanting)}"
            yield Result(f"Lighthouse, {name}", min(scores.values()), LEAST, note=note)


def _pages(server: Served) -> dict[str, str]:
    """Name and address of the five pages; the last two as their lists name them."""
    article = _first(server, "/tin-tuc/", r'href="(/tin-tuc/(?!muc/)[\w-]+/)"')
    kind = _first(server, "/tu-danh-gia/", r'href="(/tu-danh-gia/[\w-]+/\d+/)"')
    return {
        "trang chủ": "/",
        "danh mục": "/san-pham/",
        "sản phẩm": "/san-pham/mien-dong-tai-hoan/",
        "bài viết": article,
        "tự đánh giá": kind,
    }


def _first(server: Served, path: str, pattern: str) -> str:
    found = re.search(pattern, get(server.port, path).decode())
    if found is None:
        raise RuntimeError(f"{path} names no page like {pattern}")
    return found[1]


def _judge(server: Served, path: str, directory: Path) -> tuple[dict[str, float], list[str]]:
    """Scores of 0 to 100 by category, and the names of audits that count and fail."""
    get(server.port, path)
    report = directory / "lighthouse.json"
    command = [
        *("npx", "--yes", PACKAGE, f"http://127.0.0.1:{server.port}{path}", "--quiet"),
        *("--output=json", f"--output-path={report}", f"--only-categories={','.join(CATEGORIES)}"),
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    environment = os.environ | {"CHROME_PATH": _browser()}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr else "no report")
    said = json.loads(report.read_text(encoding="utf-8"))
    scores = {name: (said["categories"][name]["score"] or 0) * 100 for name in CATEGORIES}
    return scores, sorted(_wanting(said))


def _wanting(said: dict) -> Iterator[str]:
    for category in said["categories"].values():
        for each in category["auditRefs"]:
            score = said["audits"][each["id"]]["score"]
            if each["weight"] and score is not None and score < 0.9:
                yield each["id"]


def _browser() -> str:
    named = os.environ.get("CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, BROWSERS)), "")

"""The project's own files, as the consistency tests read them."""

import subprocess
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = (
    *("communes", "producers", "accounts", "products"),
    *("scoring", "markets", "news", "feedback", "alerts"),
)


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name.decode() for name in listing.stdout.split(b"\0") if name)
    return tuple(path for path in paths if path.is_file())


def python_files(*, tests: bool) -> list[Path]:
    """Our modules without migrations, with or without the tests."""
    return [
        path
        for path in project_files()
        if path.suffix == ".py"
        and "migrations" not in path.parts
        and (tests or path.relative_to(ROOT).parts[0] != "tests")
    ]


def templates() -> list[Path]:
    """Every template of ours."""
    return [path for path in project_files() if path.is_relative_to(ROOT / "templates")]


def text_of(paths: list[Path]) -> str:
    """The files' text, one after the other."""
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)

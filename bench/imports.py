"""Import of 20,000 rows, against COPY plus one set-based upsert of the same rows."""

from collections.abc import Iterator
from pathlib import Path

from bench.__main__ import Result


def measure(directory: Path) -> Iterator[Result]:
    """Yield the measures of the import."""
    yield from ()

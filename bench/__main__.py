"""``python -m bench [--quick] [--keep]``: prints each measure with its bound."""

from __future__ import annotations

import argparse
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var" / "bench"
BIG, SMALL = 20_000, 200


@dataclass(frozen=True)
class Result:
    """One line of the table; ``at_least`` says on which side of the bound to be."""

    name: str
    value: float
    bound: float
    at_least: bool = True
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side of its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def line(self) -> str:
        """The line as printed."""
        side = "≥" if self.at_least else "≤"
        verdict = "đạt" if self.holds else "CHƯA ĐẠT"
        value = f"{self.value:.3f}" if not self.unit else f"{self.value:,.1f} {self.unit}"
        return f"{self.name:<46} {value:>12}   {side} {self.bound:g} {self.unit:<4} {verdict}"


def main() -> None:
    """Generate the registers, measure, print; falling short is said, not raised."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="đo mỗi mục 2 giây thay vì 6")
    parser.add_argument("--keep", action="store_true", help="dùng lại cơ sở dữ liệu lần trước")
    options = parser.parse_args()
    seconds = 2.0 if options.quick else 6.0
    if not options.keep:
        shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import imports, prepare, web

    prepare.databases({"bench": BIG, "bench_small": SMALL}, VAR)
    results = [*web.measure(seconds, VAR), *imports.measure(VAR)]
    print("\n".join(result.line() for result in results))
    short = [result.name for result in results if not result.holds]
    print(f"\nChưa đạt: {', '.join(short)}" if short else "\nTất cả đều đạt.")


if __name__ == "__main__":
    main()

"""``python -m bench [--quick] [--keep] [--only WORDS] [--pages]``: each measure with its bound."""

from __future__ import annotations

import argparse
import os
import shutil
import time
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var" / "bench"
BIG, SMALL = 20_000, 200


def main() -> None:
    """Generate the registers, measure, print; falling short is said, not raised."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="đo mỗi mục một lượt thay vì ba")
    parser.add_argument("--keep", action="store_true", help="dùng lại cơ sở dữ liệu lần trước")
    parser.add_argument("--only", default="", help="chỉ đo các trang có chữ này trong tên")
    parser.add_argument(
        "--pages", action="store_true", help="chỉ cân trang và chạy Lighthouse, không đo tốc độ"
    )
    options = parser.parse_args()
    started = time.monotonic()
    if not options.keep:
        shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from bench import deciding, imports, lighthouse, prepare, web, weight

    prepare.databases({"bench": BIG, "bench_small": SMALL}, VAR)
    short = []
    measures = []
    if not options.pages:
        measures.append(web.measure(web.Plan(1 if options.quick else 3, VAR, options.only)))
        if options.only in deciding.NAME:
            measures.append(deciding.measure())
    if not options.only:
        prepare.real_register("bench_real")
        if not options.pages:
            measures.append(imports.measure(VAR))
        measures += [weight.measure(VAR), lighthouse.measure(VAR)]
    for result in (result for part in measures for result in part):
        print(result.line(), flush=True)
        short += [] if result.holds else [result.name]
    print(f"\nChưa đạt: {', '.join(short)}." if short else "\nTất cả đều đạt.")
    print(f"Đo trong {time.monotonic() - started:.0f} giây.")


if __name__ == "__main__":
    main()

"""Import of 20,000 rows, against COPY plus one set-based upsert of the same rows."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.result import Result

ROWS = 20_000
MOST_TIMES = 10
MOST_MEGABYTES = 500
HEADER = (
    "STT;Tên sản phẩm;Chủ thể;Xã, phường;Hình thức;Điểm;Hạng sao;Số quyết định;Ngày quyết định"
).split(";")

# Each runs in a process of its own, so that time and memory are of the import alone.
IMPORT = """
import django, json, resource, sys, time; django.setup()
from pathlib import Path
from django.utils import timezone
from scoring.rating_import.services import import_at_once
content = Path(sys.argv[1]).read_bytes()
started = time.perf_counter()
_, plan = import_at_once(
    content=content, filename="do-thu.csv", by=None, today=timezone.localdate(), decision=None
)
seconds = time.perf_counter() - started
from products.models import Certification
print(json.dumps({
    "seconds": seconds,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
    "written": Certification.objects.count(),
}))
"""
COPY = """
import csv, django, json, sys, time; django.setup()
from django.db import connection, transaction
from producers.models import Producer
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.reader(file, delimiter=";"))[1:]
started = time.perf_counter()
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("CREATE TEMP TABLE staging (stt int, name text, producer text, commune text, "
        "form text, score text, stars text, decision text, decided text) ON COMMIT DROP")
    with cursor.copy("COPY staging FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    producer = Producer.objects.create(name="Đo", slug="do-thu", kind="htx").pk
    cursor.execute("INSERT INTO products_product (register_code, name, slug, group_basis, "
        "producer_id, village, standing, summary, description, story, raw_material_area, "
        "local_labour, food_safety, is_published, source_url, source_quality, source_note, "
        "sort_key, created_at, updated_at) SELECT 'DO-' || stt, name, 'do-' || stt, 'decided', "
        "%s, '', 'recognised', '', '', '', '', '', '', true, '', '', '', '', now(), now() "
        "FROM staging ON CONFLICT (register_code) DO UPDATE SET name = EXCLUDED.name", [producer])
print(json.dumps({"seconds": time.perf_counter() - started, "written": cursor.rowcount}))
"""


def measure(directory: Path) -> Iterator[Result]:
    """Yield the measures of the import. Raises ``RuntimeError`` when rows were not written."""
    path = directory / "do-thu.csv"
    path.write_text(_file(ROWS), encoding="utf-8")
    copied = _run(COPY, "bench_copy", path)
    imported = _run(IMPORT, "bench_import", path)
    if imported["written"] != ROWS:
        raise RuntimeError(f"{imported['written']} of {ROWS} rows were imported")
    times = imported["seconds"] / copied["seconds"]
    print(f"COPY + upsert {copied['seconds']:.2f} s, nhập {imported['seconds']:.2f} s")
    yield Result(f"nhập {ROWS:,} dòng, so với COPY", times, MOST_TIMES, False, "lần")
    yield Result("bộ nhớ khi nhập", imported["megabytes"], MOST_MEGABYTES, False, "MB")


def _run(program: str, database: str, path: Path) -> dict[str, float]:
    """Run in a fresh database that knows communes and groups but no product."""
    from bench.prepare import fresh

    environment = os.environ | {"BENCH_DATABASE": database}
    with fresh(database):
        answer = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if answer.returncode:
        raise RuntimeError(answer.stderr[-2000:])
    return json.loads(answer.stdout)


def _file(count: int) -> str:
    """A rating list as an office would send it, over communes in force today."""
    from bench.register import FAMILIES, GIVEN, GOODS, SCORES, TRAITS
    from communes.models import Commune

    dice = random.Random(11)
    units: dict[str, list[Commune]] = {}
    for commune in Commune.objects.select_related("province").order_by("pk"):
        units.setdefault(commune.full_name, []).append(commune)
    places = [same[0] for same in units.values() if len(same) == 1]
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for number in range(1, count + 1):
        commune = dice.choice(places)
        stars = dice.choices((3, 4), (75, 25))[0]
        score = f"{dice.randrange(*SCORES[stars]) / 100:.2f}".replace(".", ",")
        person = f"{dice.choice(FAMILIES)} {dice.choice(GIVEN)} {dice.choice(GIVEN)} {number // 3}"
        writer.writerow(
            [
                number,
                f"{dice.choice(GOODS)} {dice.choice(TRAITS)} {person}",
                f"HTX {person}",
                commune.full_name,
                "Công nhận mới",
                score,
                f"{stars} sao",
                "1234/QĐ-UBND",
                "15/06/2026",
            ]
        )
    return sheet.getvalue()

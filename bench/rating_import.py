"""The import of a large list against the least a database could do with the same rows."""

from __future__ import annotations

import datetime as dt
import io
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from csv import writer
from dataclasses import dataclass

from django.db import connection, transaction

from products.models import Certification, Product
from scoring.rating_import.services import import_at_once

HEADER = ("STT", "Tên sản phẩm", "Chủ thể", "Xã", "Tỉnh", "Điểm", "Hạng sao", "Số quyết định",
          "Ngày quyết định", "Hình thức")  # fmt: skip
NUMBER = "9999/QĐ-UBND"


@dataclass(frozen=True)
class ImportFigures:
    """Seconds of both ways, and the memory the import took."""

    rows: int
    floor_seconds: float
    import_seconds: float
    peak_megabytes: float
    verdicts: dict[str, int]

    @property
    def ratio(self) -> float:
        """How many times the floor the import costs."""
        return self.import_seconds / self.floor_seconds


def measure_import(today: dt.date) -> ImportFigures:
    """Import a further award for every product of the register; everything is rolled back.

    The floor is a COPY of the same rows into a staging table and one upsert from it that leaves
    the certifications as the import does: the old ones ended, the new ones there. Constraints and
    audit triggers are at work in both.
    """
    rows = _rows(today)
    content = _file(rows)
    with _rolled_back():
        started = time.perf_counter()
        _floor(rows, today)
        floor = time.perf_counter() - started
    before = _memory()
    with _rolled_back():
        started = time.perf_counter()
        _made, plan = import_at_once(content=content, filename="do.csv", by=None, today=today)
        seconds = time.perf_counter() - started
    return ImportFigures(len(rows), floor, seconds, max(before, _memory()), plan.counts)


def _rows(today: dt.date) -> list[tuple[object, ...]]:
    products = Product.objects.select_related("producer", "commune__province").order_by("pk")
    return [
        (
            number, product.name, product.producer.name, product.commune.full_name,
            product.commune.province.full_name, "75,5", "4 sao", NUMBER, f"{today:%d/%m/%Y}",
            "Cấp lại", product.pk,
        )
        for number, product in enumerate(products, start=1)
        if product.commune is not None
    ]  # fmt: skip


def _file(rows: list[tuple[object, ...]]) -> bytes:
    out = io.StringIO()
    lines = writer(out)
    lines.writerow(HEADER)
    lines.writerows(row[:-1] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _floor(rows: list[tuple[object, ...]], day: dt.date) -> None:
    table = connection.ops.quote_name(Certification._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE floor (stt int, name text, producer text, commune text, "
            "province text, score text, stars text, number text, decided date, form text, "
            "product int) ON COMMIT DROP"
        )
        with cursor.copy("COPY floor FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row[:8], day, *row[9:]))
        cursor.execute(
            f"WITH ended AS (UPDATE {table} old SET valid_during = "
            "daterange(lower(old.valid_during), floor.decided), end_reason = 'superseded', "
            "ended_on = floor.decided FROM floor WHERE old.product_id = floor.product AND "
            "old.valid_during @> floor.decided RETURNING 1), done AS (SELECT count(*) FROM ended) "
            f"INSERT INTO {table} (product_id, stars, score, decision_number, decision_on, "
            "valid_during, expires_on, issuing_body, level, extension_act, end_reason, end_act, "
            "end_note, source_url, source_note, created_at, updated_at) SELECT product, "
            "left(stars, 1)::int, replace(score, ',', '.')::numeric, number, decided, "
            "daterange(decided, (decided + interval '36 months')::date), "
            "decided + interval '36 months', '', '', '', '', '', '', '', '', now(), now() "
            "FROM done, floor ON CONFLICT (id) DO UPDATE SET score = EXCLUDED.score"
        )


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _memory() -> float:
    """Most megabytes this process and the one that opens workbooks have held."""
    kilobytes = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return kilobytes / 1024

"""``manage.py import_ratings``: a file of rating results into the register."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from scoring.rating_import.errors import FileRefused
from scoring.rating_import.limits import MAX_FILE_BYTES
from scoring.rating_import.parsing import parse
from scoring.rating_import.plan import Plan, make_plan
from scoring.rating_import.report import as_json, as_lines, refusals
from scoring.rating_import.services import import_at_once
from scoring.rating_import.values.decisions import Decision, normalise_number
from scoring.rating_import.writing import RegisterBusy

FILE_REFUSED = 2
ROWS_REFUSED = 1


class Command(BaseCommand):
    """Say what importing a file would do; with ``--commit``, do it."""

    help = (
        "Nhập kết quả đánh giá, phân hạng từ tệp CSV, XLSX, XLS, ODS. Không có --commit thì chỉ "
        "nói sẽ làm gì. Kết thúc với mã 1 khi có dòng không nhận, mã 2 khi không đọc được tệp."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say which file, and whether to write."""
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument("--commit", action="store_true", help="ghi vào sổ")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--decision", default="", help="số quyết định, khi tệp không ghi")
        parser.add_argument(
            "--decided-on",
            type=dt.date.fromisoformat,
            metavar="NĂM-THÁNG-NGÀY",
            help="ngày quyết định, khi tệp không ghi",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, plan, apply when told to, tell."""
        try:
            import_id, plan = self._run(options)
        except (FileRefused, RegisterBusy, OSError) as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            raise CommandError(str(error), returncode=FILE_REFUSED) from None
        if options["json"]:
            told = as_json(plan, is_committed=options["commit"], import_id=import_id)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(as_lines(plan, is_committed=options["commit"])))
        if refused := refusals(plan):
            raise CommandError(refused, returncode=ROWS_REFUSED)

    def _run(self, options: dict[str, Any]) -> tuple[int | None, Plan]:
        path: Path = options["file"]
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
        number = normalise_number(options["decision"]) or options["decision"]
        decision = Decision(number, options["decided_on"]) or None
        today = timezone.localdate()
        if not options["commit"]:
            document = parse(content, path.name, decision=decision)
            return None, make_plan(document, today=today)
        rating_import, plan = import_at_once(
            content=content, filename=path.name, by=None, today=today, decision=decision
        )
        return rating_import.pk, plan

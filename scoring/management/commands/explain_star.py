"""``manage.py explain_star``: which star a sheet of answers gives, and why."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from scoring.answers import AnswersUnreadable, read_sheets
from scoring.criteria.definitions import SetDefinition
from scoring.criteria.library import CriteriaUnknown, find_set
from scoring.criteria.storage import stored_set
from scoring.explanation import as_data, as_lines, warnings_of
from scoring.rules import AnswersRefused, SetNotUsable, assess

WHY_NOT: dict[type[OSError], str] = {
    FileNotFoundError: "không có tệp này",
    IsADirectoryError: "đây là thư mục",
    PermissionError: "không được quyền đọc",
}


class Command(BaseCommand):
    """Explain a star from a file of answers; nothing is written."""

    help = "Giải thích hạng sao từ một tệp điểm: tổng điểm, mức tối thiểu, điều còn thiếu."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--decision", required=True, help="26/2026, 148 hoặc 1048.")
        parser.add_argument("--set", required=True, type=int, help="Số của bộ tiêu chí.")
        parser.add_argument("--answers", required=True, help="Tệp JSON: answers hoặc assessors.")
        parser.add_argument("--json", action="store_true", help="In JSON thay cho câu chữ.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = _explain(options)
        except SetNotUsable as error:
            raise CommandError(f"Bộ tiêu chí chưa dùng để chấm điểm được: {error}") from error
        except AnswersRefused as error:
            raise CommandError("\n".join(error.problems)) from error
        except (CriteriaUnknown, AnswersUnreadable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(lines)


def _explain(options: dict[str, Any]) -> str:
    criteria = _criteria(options["decision"], options["set"])
    sheets = read_sheets(_text(options["answers"]), criteria)
    assessment = assess(criteria, sheets)
    warnings = warnings_of(criteria, sheets)
    if options["json"]:
        return json.dumps(as_data(criteria, assessment, warnings), ensure_ascii=False, indent=2)
    return "\n".join(as_lines(criteria, assessment, warnings))


def _criteria(decision: str, number: int) -> SetDefinition:
    """The set as kept, else (or where no database answers) as the documents have it."""
    try:
        stored = stored_set(decision, number)
    except DatabaseError:
        stored = None
    return stored or find_set(settings.BASE_DIR / "fixtures/criteria", decision, number)


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as error:
        why = WHY_NOT.get(type(error), "lỗi của ổ đĩa hay mạng")
        raise AnswersUnreadable(f"Không đọc được tệp điểm {name}: {why}.") from error
    except UnicodeDecodeError as error:
        raise AnswersUnreadable(f"Tệp điểm {name} không phải văn bản UTF-8.") from error

"""Read a file of answers: one assessor or several, the cases declared, the gates found tripped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from scoring.criteria.definitions import CriterionDefinition, SetDefinition
from scoring.criteria.enums import CriterionKind
from scoring.rules import Answer, Sheet

ENVELOPE = frozenset({"answers", "assessors", "cases", "gates"})


class AnswersUnreadable(ValueError):
    """The file is not JSON of the shape that ``scoring/README.md`` tells."""


def read_sheets(text: str, criteria: SetDefinition) -> list[Sheet]:
    """Return one sheet per assessor from the text of an answers file.

    Whether the answers fit the set is for ``rules.assess`` to say. Raises ``AnswersUnreadable``.
    """
    document = _object(_parse(text), "Tệp điểm")
    if ("answers" in document) == ("assessors" in document):
        raise AnswersUnreadable(
            "Tệp điểm cần đúng một khóa: “answers” (một người) hoặc “assessors” (nhiều người)."
        )
    unknown = sorted(document.keys() - ENVELOPE)
    if unknown:
        raise AnswersUnreadable(f"Tệp điểm có khóa lạ: {', '.join(unknown)}.")
    return [_sheet(each, document, criteria) for each in _assessors(document)]


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_each_key_once,
        )
    except json.JSONDecodeError as error:
        raise AnswersUnreadable(
            f"Tệp điểm không phải JSON đúng: dòng {error.lineno}, cột {error.colno}."
        ) from error
    except (RecursionError, InvalidOperation) as error:
        raise AnswersUnreadable("Tệp điểm lồng quá sâu hoặc có số quá lớn.") from error


def _no_constant(name: str) -> Any:
    raise AnswersUnreadable(f"Tệp điểm có giá trị {name}, không phải là số điểm.")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AnswersUnreadable(f"Khóa “{twice}” ghi hai lần trong tệp điểm.")
    return found


def _assessors(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each assessor as an envelope; a bare object of answers is one too."""
    if "answers" in document:
        yield {"answers": document["answers"]}
        return
    if not isinstance(document["assessors"], list):
        raise AnswersUnreadable("“assessors” phải là danh sách các phiếu.")
    for number, row in enumerate(document["assessors"], start=1):
        sheet = _object(row, f"Phiếu {number}")
        yield sheet if "answers" in sheet else {"answers": sheet}


def _sheet(row: Mapping[str, Any], document: Mapping[str, Any], criteria: SetDefinition) -> Sheet:
    cases = _cases(document, criteria) | _cases(row, criteria)
    answers = _object(row["answers"], "“answers”")
    return Sheet(
        answers={
            code: _answer(code, value, cases.get(code, ""), criteria.answerable.get(code))
            for code, value in answers.items()
        },
        gates=_gates(document) | _gates(row),
    )


def _answer(code: str, value: Any, case: str, criterion: CriterionDefinition | None) -> Answer:
    if isinstance(value, dict):
        case, value = value.get("case", case), value.get("points")
    if isinstance(value, bool) and criterion and criterion.kind == CriterionKind.FLAG:
        value = criterion.max_points if value else Decimal(0)
    if not isinstance(value, Decimal) or not isinstance(case, str):
        raise AnswersUnreadable(f"Tiêu chí {code}: cần một số điểm, tệp ghi {_written(value)}.")
    return Answer(value, case)


def _cases(row: Mapping[str, Any], criteria: SetDefinition) -> dict[str, str]:
    """Return the case per criterion; one word declares it for every criterion that has cases."""
    declared = row.get("cases", {})
    if isinstance(declared, str):
        with_cases = (each for each in criteria.answerable.values() if each.cases)
        return {each.code: declared for each in with_cases}
    return _object(declared, "“cases”")


def _gates(row: Mapping[str, Any]) -> frozenset[str]:
    gates = row.get("gates", [])
    if not isinstance(gates, list) or not all(isinstance(code, str) for code in gates):
        raise AnswersUnreadable('“gates” phải là danh sách mã điều kiện loại, ví dụ ["2.1"].')
    return frozenset(gates)


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise AnswersUnreadable(f"{name} phải là một đối tượng JSON {{…}}.")
    return value


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)

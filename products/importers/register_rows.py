"""The gathered register as plain rows: what the files say, before any database is asked.

``products.csv`` is the list as it was gathered; four small files beside it hold what people
settled by hand (see ``fixtures/register/README.md``).
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ocop_portal.shared.text import clean
from producers.enums import ProducerKind
from products.enums import AwardLevel, GroupBasis, SourceQuality, Standing
from products.rules import term_end

STANDINGS = {
    "công nhận": Standing.RECOGNISED,
    "đánh giá cấp huyện": Standing.EVALUATED,
    "đăng ký": Standing.REGISTERED,
    "sản phẩm OCOP": Standing.NAMED,
    "sản phẩm CNNT tiêu biểu": Standing.OTHER_AWARD,
}
KINDS = {
    "HTX": ProducerKind.COOPERATIVE,
    "Tổ hợp tác": ProducerKind.COOPERATIVE_GROUP,
    "Công ty": ProducerKind.COMPANY,
    "Hộ kinh doanh": ProducerKind.HOUSEHOLD,
}
QUALITIES = {
    "cao": SourceQuality.HIGH,
    "trung bình": SourceQuality.MEDIUM,
    "thấp": SourceQuality.LOW,
    "": SourceQuality.LOW,
}
BASES = {
    "suy luận": GroupBasis.INFERRED,
    "nguồn": GroupBasis.SOURCE,
    "": GroupBasis.SOURCE,
}
DECISION = re.compile(
    r"(?P<number>\S+)(?: ngày (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}))?"
    r"(?: \((?P<note>[^()]*)\))?"
)


class RegisterError(ValueError):
    """Lines that cannot be loaded; ``lines`` says where and why, in Vietnamese."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Award:
    """One recognition as far as it is known; what is not known is empty."""

    stars: int
    score: Decimal | None = None
    decision_number: str = ""
    decision_on: dt.date | None = None
    recognised_year: int | None = None
    issuing_body: str = ""
    level: str = ""
    expires_on: dt.date | None = None
    superseded_on: dt.date | None = None
    note: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class ProducerKey:
    """What tells producers apart in the register: namesakes live in different districts."""

    name: str
    district: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One product."""

    line: int
    code: str
    name: str
    producer: ProducerKey
    producer_as_written: str
    producer_kind: ProducerKind
    commune_code: str
    village: str
    group: str
    subgroup: str
    group_basis: GroupBasis
    standing: Standing
    awards: tuple[Award, ...]
    note: str
    source_url: str
    quality: SourceQuality

    @property
    def trusted_source_url(self) -> str:
        """The page, for rows that keep no word on its quality beside it."""
        return "" if self.quality == SourceQuality.LOW else self.source_url


@dataclass(slots=True)
class Register:
    """All files together."""

    division_on: dt.date
    group_decision: str
    rows: list[RegisterRow]
    aliases: dict[ProducerKey, dict[str, str]]
    """Other names of a producer and why they are held to be the same."""


@dataclass(slots=True)
class _Curated:
    """What people settled by hand, keyed as the gathered rows are."""

    untrusted_hosts: tuple[str, ...]
    producers: dict[ProducerKey, ProducerKey]
    particulars: dict[str, dict[str, str]]
    decisions: dict[str, dict[str, str]]
    awards: dict[str, list[Award]] = field(default_factory=lambda: defaultdict(list))


def read_register(directory: Path) -> Register:
    """Read the files of ``directory``. Raises `RegisterError` naming every bad line."""
    meta = json.loads((directory / "register.json").read_text(encoding="utf-8"))
    names = _table(directory / "producer_names.csv")
    curated = _Curated(
        untrusted_hosts=tuple(meta["untrusted_hosts"]),
        producers={
            ProducerKey(row["name"], row["district"]): ProducerKey(row["producer"], row["district"])
            for row in names
        },
        particulars={row["register_code"]: row for row in _table(directory / "particulars.csv")},
        decisions={row["number"]: row for row in _table(directory / "decisions.csv")},
    )
    for row in _table(directory / "certifications.csv"):
        curated.awards[row["register_code"]].append(_curated_award(row, curated))
    return Register(
        division_on=dt.date.fromisoformat(meta["division_on"]),
        group_decision=meta["group_decision"],
        rows=_read_products(directory / "products.csv", curated),
        aliases=_aliases(names),
    )


def parse_decision(text: str) -> tuple[str, dt.date | None, str]:
    """Number, day and remark of ``2890/QĐ-BNN-VPĐP ngày 30/6/2021`` or ``2166/QĐ-UBND (đợt 1)``.

    Raises ``ValueError`` when the text is no such thing.
    """
    if not text:
        return "", None, ""
    match = DECISION.fullmatch(text)
    if match is None:
        raise ValueError(f"không đọc được số quyết định “{text}”")
    day = None
    if match["day"]:
        day = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    return match["number"], day, match["note"] or ""


def _read_products(path: Path, curated: _Curated) -> list[RegisterRow]:
    rows: list[RegisterRow] = []
    errors: list[str] = []
    for line, raw in enumerate(_table(path), start=2):
        try:
            rows.append(_product_row(line, raw, curated))
        except (KeyError, ValueError) as error:
            errors.append(f"{path.name}, dòng {line}: {_reason(error)}")
    errors += _repeated_codes(path.name, rows)
    if errors:
        raise RegisterError(errors)
    return rows


def _product_row(line: int, raw: dict[str, str], curated: _Curated) -> RegisterRow:
    written = ProducerKey(raw["producer"], raw["district"])
    extra = curated.particulars.get(raw["id"], {})
    standing = STANDINGS[raw["status"]]
    quality = _quality(raw, curated.untrusted_hosts)
    return RegisterRow(
        line=line,
        code=raw["id"],
        name=raw["name"],
        producer=curated.producers.get(written, written),
        producer_as_written=raw["producer"],
        producer_kind=KINDS[raw["producer_type"]],
        commune_code=raw["commune_code"],
        village=extra.get("village", ""),
        group=raw["group"],
        subgroup=extra.get("subgroup", ""),
        group_basis=BASES[raw["group_basis"]],
        standing=standing,
        awards=_awards(raw, curated, quality) if standing == Standing.RECOGNISED else (),
        note=_note(raw, standing),
        source_url=raw["source"],
        quality=quality,
    )


def _note(raw: dict[str, str], standing: Standing) -> str:
    """What the source says beside; the year, too, where no award keeps it."""
    year = raw["recognition_year"] if standing != Standing.RECOGNISED else ""
    return "; ".join(filter(None, (f"năm {year}" if year else "", raw["note"])))


def _awards(raw: dict[str, str], curated: _Curated, quality: SourceQuality) -> tuple[Award, ...]:
    """The curated recognitions of a product, else the one its own row tells of."""
    if raw["id"] in curated.awards:
        return tuple(curated.awards[raw["id"]])
    number, day, remark = parse_decision(raw["decision"])
    known = curated.decisions.get(number, {})
    stars = int(raw["stars"])
    return (
        Award(
            stars=stars,
            decision_number=number,
            decision_on=day,
            recognised_year=None if day else _optional(int, raw["recognition_year"]),
            issuing_body=known.get("issuing_body", ""),
            level=known.get("level", AwardLevel.NATIONAL if stars == 5 else ""),
            expires_on=term_end(day) if day else None,
            note=known.get("note") or remark,
            source_url="" if quality == SourceQuality.LOW else raw["source"],
        ),
    )


def _curated_award(row: dict[str, str], curated: _Curated) -> Award:
    known = curated.decisions.get(row["decision_number"], {})
    day = _optional(dt.date.fromisoformat, row["decision_on"])
    printed_end = _optional(dt.date.fromisoformat, row["expires_on"])
    return Award(
        stars=int(row["stars"]),
        score=_optional(Decimal, row["score"]),
        decision_number=row["decision_number"],
        decision_on=day,
        recognised_year=_optional(int, row["recognised_year"]),
        issuing_body=row["issuing_body"] or known.get("issuing_body", ""),
        level=row["level"] or known.get("level", ""),
        expires_on=printed_end or (term_end(day) if day else None),
        superseded_on=_optional(dt.date.fromisoformat, row["superseded_on"]),
        note=row["note"],
        source_url=row["source_url"],
    )


def _quality(raw: dict[str, str], untrusted_hosts: tuple[str, ...]) -> SourceQuality:
    host = urlsplit(raw["source"]).hostname or ""
    if any(host == bad or host.endswith(f".{bad}") for bad in untrusted_hosts):
        return SourceQuality.LOW
    return QUALITIES[raw["source_quality"]]


def _aliases(names: list[dict[str, str]]) -> dict[ProducerKey, dict[str, str]]:
    aliases: dict[ProducerKey, dict[str, str]] = defaultdict(dict)
    for row in names:
        aliases[ProducerKey(row["producer"], row["district"])][row["name"]] = row["reason"]
    return dict(aliases)


def _repeated_codes(file_name: str, rows: list[RegisterRow]) -> list[str]:
    seen: dict[str, int] = {}
    errors = []
    for row in rows:
        if row.code in seen:
            errors.append(
                f"{file_name}, dòng {row.line}: mã {row.code} đã có ở dòng {seen[row.code]}"
            )
        seen.setdefault(row.code, row.line)
    return errors


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: clean(value or "") for name, value in row.items()}
            for row in csv.DictReader(file)
        ]


def _optional(convert: Callable[[str], Any], text: str) -> Any:
    return convert(text) if text else None


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"giá trị “{error.args[0]}” không có trong danh mục"
    return str(error)

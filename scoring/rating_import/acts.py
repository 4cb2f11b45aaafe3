"""What is to be written, as plain data: made by the plan, carried out by the writing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from scoring.rating_import.history import Award
from scoring.rating_import.register import KnownProduct
from scoring.rating_import.values.dates import show


@dataclass(slots=True)
class Ending:
    """An award that ends earlier than printed, because another takes its place."""

    award: Award
    on: dt.date
    by: Award
    until: dt.date
    """The end it had."""

    def as_json(self) -> dict[str, str]:
        """The change as the preview shows it."""
        return _change(
            f"Chứng nhận {self.award.in_words()}",
            f"có hiệu lực đến trước {show(self.until)}",
            f"được thay thế từ {show(self.on)}",
        )


@dataclass(frozen=True, slots=True)
class Closing:
    """A concluded dossier that gets its decision from the row, and ends."""

    dossier: int
    receipt: str
    outcome: str
    """Who concluded what, in words."""
    number: str
    on: dt.date
    stars: int
    group_id: int | None = None
    scoring: dict[str, Any] = field(default_factory=dict)
    """What the public sees of the scoring; nothing where the file tells other points."""

    @property
    def in_words(self) -> str:
        """The decision."""
        return f"Quyết định {self.number} ngày {show(self.on)}"

    def as_json(self) -> dict[str, str]:
        """The change as the preview shows it."""
        return _change(
            f"Khớp hồ sơ {self.receipt}",
            self.outcome,
            f"công nhận {self.stars} sao, {self.number} ngày {show(self.on)}",
        )


@dataclass(slots=True)
class Act:
    """Everything one row writes."""

    product: KnownProduct
    award: Award | None = None
    """A certification to make."""
    group_id: int | None = None
    """Sub-group under the decision that governs the award."""
    note: str = ""
    endings: list[Ending] = field(default_factory=list)
    award_updates: dict[str, Any] = field(default_factory=dict)
    """New values of the certification ``updated``, by name of field."""
    updated: Award | None = None
    product_updates: dict[str, Any] = field(default_factory=dict)
    closing: Closing | None = None
    """The dossier whose outcome the row is."""

    @property
    def writes(self) -> bool:
        """Whether anything changes in the register."""
        in_register = self.award or self.endings or self.award_updates or self.product_updates
        return bool(in_register or self.closing)

    def changes(self) -> list[dict[str, str]]:
        """Before and after, as the preview shows them."""
        found = []
        if self.product.pk is None:
            found.append(_change("Sản phẩm", "", self.product.in_words))
        if self.award is not None:
            found.append(_change("Chứng nhận", "", f"{self.award.in_words()}{_term(self.award)}"))
        found += [ending.as_json() for ending in self.endings]
        if self.updated is not None:
            names = [LABELS[name] for name in self.award_updates if name in LABELS]
            found.append(
                _change(
                    f"Bổ sung, sửa {', '.join(names)}",
                    "",
                    f"{self.updated.in_words()}{_term(self.updated)}",
                )
            )
        if self.closing is not None:
            found.append(self.closing.as_json())
        if "commune_id" in self.product_updates:
            found.append(_change("Nơi làm", "", "theo tệp"))
        return found


LABELS = {
    "stars": "hạng sao",
    "score": "điểm",
    "decision_number": "số quyết định",
    "decision_on": "ngày quyết định",
    "expires_on": "thời hạn",
}


def _change(label: str, register: str, file: str) -> dict[str, str]:
    return {"label": label, "register": register, "file": file}


def _term(award: Award) -> str:
    if award.start is None or award.end is None:
        return ""
    return f", có hiệu lực từ {show(award.start)} đến trước {show(award.end)}"

"""The commune a row means on the day of its decision, and whether two places may be one."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from communes.enums import CommuneKind
from communes.lineage import Lineage
from communes.models import Commune, District
from communes.resolution import Gazetteer, Why
from ocop_portal.shared.text import fold
from scoring.rating_import.document import ParsedRow
from scoring.rating_import.values.dates import show

MOST_CANDIDATES = 4
DISTRICT = re.compile(r"(?:huyen|h|thanh pho|tp|thi xa|tx|quan|q)\b")
PROVINCE = re.compile(r"(?:tinh|t|thanh pho|tp)\b")
REMARKABLE = frozenset(
    {Why.SLIP, Why.ACCENTS, Why.FORMER_NAME, Why.PART, Why.KIND, Why.DISTRICT, Why.PROVINCE,
     Why.VILLAGE, Why.CODE, Why.LATER_UNIT}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A commune, or only a district; ``error`` says why there is none."""

    commune_id: int | None = None
    district_id: int | None = None
    error: str = ""
    warning: str = ""


class PlaceBook:
    """Places of one file: every distinct wording is resolved once for each day."""

    def __init__(self) -> None:
        self._gazetteer = Gazetteer.current()
        self._lineage = Lineage.current()
        self._units: dict[int, tuple[str, int | None]] = {}
        last_days: set[dt.date] = set()
        for pk, kind, name, district_id, end in Commune.objects.values_list(
            "pk", "kind", "name", "district_id", "valid_to"
        ):
            self._units[pk] = (f"{CommuneKind(kind).label} {name}", district_id)
            if end is not None:
                last_days.add(end - dt.timedelta(days=1))
        self._last_days = sorted(last_days, reverse=True)
        self._districts: dict[int, str] = {}
        self._district_ends: dict[int, dt.date | None] = {}
        for pk, name, end in District.objects.values_list("pk", "name", "valid_to"):
            self._districts[pk], self._district_ends[pk] = name, end
        self._found: dict[tuple[str, str, str, dt.date | None, dt.date], FoundPlace] = {}
        self._areas: dict[int, frozenset[int]] = {}

    def find(self, row: ParsedRow, today: dt.date) -> FoundPlace:
        """The place of a row on the day of its decision; while that is not known, on a day it may
        have been: the last one first, then those on which units were still there.
        """
        if not row.place and not row.district:
            return FoundPlace()
        first, last = _days_of(row, today)
        key = (row.place, row.district, row.province, first, last)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(
        self, place: str, district: str, province: str, first: dt.date | None, last: dt.date
    ) -> FoundPlace:
        found = self._resolve(place, district, province, last)
        if first == last or not found.error:
            return found
        for day in self._last_days:
            if day < last and (first is None or day >= first):
                earlier = self._resolve(place, district, province, day)
                if not earlier.error:
                    name = earlier.warning or f"hiểu là {self.name_of(earlier.commune_id)}."
                    why = f"Chưa rõ ngày quyết định nên lấy đơn vị có đến hết {show(day)}."
                    return replace(earlier, warning=f"{name} {why}")
        return found

    def _resolve(self, place: str, district: str, province: str, on: dt.date) -> FoundPlace:
        if not place:
            return self._only_district(district, on)
        words = (
            place,
            _announced(district, DISTRICT, "huyện"),
            _announced(province, PROVINCE, "tỉnh"),
        )
        found = self._gazetteer.resolve(", ".join(filter(None, words)), on)
        if found.commune is not None:
            overlooked = [
                reason.text for reason in found.candidates[0].reasons if reason.why in REMARKABLE
            ]
            name = self.name_of(found.commune.pk)
            warning = f"hiểu là {name}. {' '.join(overlooked)}" if overlooked else ""
            return FoundPlace(found.commune.pk, found.commune.district_id, warning=warning)
        if any(reason.why is Why.NOT_A_COMMUNE for reason in found.reasons):
            return self._only_district(district or place, on)
        candidates = " ".join(f"{candidate}" for candidate in found.candidates[:MOST_CANDIDATES])
        reasons = " ".join(reason.text for reason in found.reasons)
        return FoundPlace(
            error=f"cần một xã, phường có vào ngày {show(on)}. {reasons} {candidates}".strip()
        )

    def _only_district(self, text: str, on: dt.date) -> FoundPlace:
        """A former district without a commune; a text that names none says nothing."""
        wanted = fold(text)
        found = [
            pk
            for pk, name in self._districts.items()
            if fold(name) in wanted or fold(name).partition(" ")[2] == wanted
        ]
        if len(found) != 1:
            return FoundPlace(warning="không rõ xã, phường nào; nơi làm để trống.")
        (district_id,) = found
        end = self._district_ends[district_id]
        if end is not None and end <= on:
            name = self._districts[district_id]
            return FoundPlace(error=f"{name} không còn từ {show(end)}; cần ghi xã, phường.")
        return FoundPlace(district_id=district_id, warning="chưa ghi xã, phường; chỉ ghi huyện.")

    # --- comparing

    def is_same_place(self, one: int, other: int) -> bool:
        """Whether one unit is the other, or came out of it."""
        return one == other or self._lineage.are_related(one, other)

    def may_be_near(
        self, place: FoundPlace, commune_id: int | None, district_id: int | None
    ) -> bool:
        """Whether a place may lie where a commune or a district is; unknown places may."""
        if place.commune_id and commune_id and self.is_same_place(place.commune_id, commune_id):
            return True
        mine = self._area(place.commune_id, place.district_id)
        theirs = self._area(commune_id, district_id)
        if mine and theirs:
            return bool(mine & theirs)
        return not (place.commune_id and commune_id)

    def area_of(self, place: FoundPlace) -> frozenset[int] | None:
        """What tells namesakes apart: the former districts of a place, or else its unit."""
        area = self._area(place.commune_id, place.district_id)
        return area or (frozenset({-place.commune_id}) if place.commune_id else None)

    def _area(self, commune_id: int | None, district_id: int | None) -> frozenset[int]:
        """Former districts a place lies in."""
        if commune_id is None:
            return frozenset({district_id} if district_id else ())
        if commune_id not in self._areas:
            family = self._lineage.family(commune_id)
            self._areas[commune_id] = frozenset(
                found for unit in family if (found := self._units[unit][1])
            )
        return self._areas[commune_id]

    def lineage(self, commune_id: int | None) -> tuple[int, ...]:
        """The unit, what it came from and what it went into."""
        if commune_id is None:
            return ()
        later = self._lineage.after.get(commune_id, ())
        return (*self._lineage.family(commune_id), *later)

    # --- names

    def name_of(self, commune_id: int | None) -> str:
        """``Xã Côn Minh, Huyện Na Rì``; empty without a unit."""
        if commune_id is None:
            return ""
        name, district_id = self._units[commune_id]
        district = self.district_name(district_id)
        return f"{name}, {district}" if district else name

    def district_name(self, district_id: int | None) -> str:
        """Name of a former district; empty without one."""
        return self._districts.get(district_id, "") if district_id else ""


def _announced(text: str, known: re.Pattern[str], word: str) -> str:
    """A name from a column of its own, with the word for its level where the cell leaves it out."""
    return text if not text or known.match(fold(text)) else f"{word} {text}"


def _days_of(row: ParsedRow, today: dt.date) -> tuple[dt.date | None, dt.date]:
    """First and last day the decision may be of; a day to come is a slip of the pen, no day."""
    if row.decided_on and row.decided_on <= today:
        return row.decided_on, row.decided_on
    if row.year and row.year <= today.year:
        return dt.date(row.year, 1, 1), min(dt.date(row.year, 12, 31), today)
    return None, today

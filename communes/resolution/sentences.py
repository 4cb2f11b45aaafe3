"""The reasons in words, for an officer who reads a list of rejected rows."""

from __future__ import annotations

import datetime as dt

from communes.enums import KIND_WORDS, CommuneKind, NameShare
from communes.models import Commune
from communes.resolution.outcome import Reason, Why
from communes.resolution.weighing import ACCENTS_DIFFER, Weighed
from communes.resolution.wording import Level

SHARE_WORDS = {NameShare.MOST.value: "Phần lớn", NameShare.PART.value: "Một phần"}


def show(day: dt.date) -> str:
    """A day as officers write it."""
    return day.strftime("%d/%m/%Y")


def _until(day: dt.date) -> str:
    """The last day before ``day``."""
    return show(day - dt.timedelta(days=1))


def reasons_for(
    reading: Weighed, commune: Commune, heirs: list[Commune], on: dt.date
) -> tuple[Reason, ...]:
    """All that speaks against the reading on the day ``on``, or was overlooked."""
    said = [
        *_about_the_name(reading, commune),
        *_about_the_level(reading),
        *_about_the_day(reading, heirs, on),
        *_about_the_rest(reading, commune),
    ]
    return tuple(Reason(why, text) for why, text in said)


def _about_the_name(reading: Weighed, commune: Commune) -> list[tuple[Why, str]]:
    name, typed = reading.match.name, reading.mention.typed
    said = []
    if reading.match.slip:
        said.append((Why.SLIP, f"Ghi “{typed}”, gần giống “{name.shown}”."))
    elif reading.closeness == ACCENTS_DIFFER:
        said.append((Why.ACCENTS, f"Ghi “{typed}”, khác dấu với “{name.shown}”."))
    if name.rank == 1:
        said.append((Why.OTHER_SPELLING, f"“{name.shown}” là cách viết khác của “{commune.name}”."))
    elif name.rank == 2:
        until = f" đến hết {_until(name.until)}" if name.until else ""
        said.append((Why.FORMER_NAME, f"“{name.shown}” là tên cũ{until}, nhập vào đơn vị này."))
    elif name.rank == 3:
        said.append((Why.SHORT, f"“{typed}” được hiểu là “{name.shown}”."))
    if name.share in SHARE_WORDS:
        said.append((Why.PART, f"{SHARE_WORDS[name.share]} “{name.shown}” thuộc đơn vị này."))
    return said


def _about_the_level(reading: Weighed) -> list[tuple[Why, str]]:
    keyword = reading.mention.keyword
    if keyword is None:
        return []
    if Level.COMMUNE not in keyword.levels:
        why = Why.VILLAGE if Level.VILLAGE in keyword.levels else Why.LEVEL
        return [(why, f"Ghi “{reading.mention.typed}” là {keyword.levels[0]}.")]
    if reading.wrong_kind:
        typed = KIND_WORDS[CommuneKind(keyword.kind)]
        real = KIND_WORDS[CommuneKind(reading.match.name.kind or reading.place.kind)]
        return [(Why.KIND, f"Ghi là {typed}, đơn vị này là {real}.")]
    return []


def _about_the_day(reading: Weighed, heirs: list[Commune], on: dt.date) -> list[tuple[Why, str]]:
    if reading.in_force:
        return []
    place, there = reading.place, ", ".join(heir.full_name for heir in heirs)
    if place.is_ended(on) and place.valid_to is not None:
        now = f"; nơi này sau đó thuộc {there}" if there else ""
        return [(Why.ENDED, f"Không còn từ {show(place.valid_to)}{now}.")]
    assert place.valid_from is not None  # noqa: S101 - else it would be in force
    then = f"; nơi này khi đó là {there}" if there else ""
    return [(Why.NOT_YET, f"Chỉ có từ {show(place.valid_from)}{then}.")]


def _about_the_rest(reading: Weighed, commune: Commune) -> list[tuple[Why, str]]:
    said = []
    for other in reading.strangers:
        if other.of(Level.PROVINCE) and not other.of(Level.DISTRICT):
            said.append(
                (
                    Why.PROVINCE,
                    f"Không thuộc “{other.typed}” mà thuộc {commune.province.full_name}.",
                )
            )
        else:
            home = commune.district.name if commune.district else commune.province.full_name
            said.append((Why.DISTRICT, f"Không thuộc “{other.typed}” mà thuộc {home}."))
    return said


def not_found(text: str) -> Reason:
    """No unit of any time has such a name."""
    return Reason(Why.NOT_FOUND, f"Không có xã, phường nào tên như “{text}”.")


def not_a_commune(typed: str, shown: str, ended: dt.date | None) -> Reason:
    """Only a district or a province was named."""
    until = f" (đến hết {_until(ended)})" if ended else ""
    return Reason(
        Why.NOT_A_COMMUNE,
        f"“{typed}” là {shown}{until}, không phải xã, phường; cần ghi thêm xã, phường.",
    )


def several(count: int) -> Reason:
    """More than one unit fits."""
    return Reason(Why.SEVERAL, f"Có {count} đơn vị phù hợp, cần chọn một.")


def named_later(commune: Commune, heir: Commune) -> Reason:
    """The text names a unit of the past and the one it went into."""
    return Reason(Why.LATER_UNIT, f"{commune.full_name} nay thuộc {heir.full_name}.")


def also_higher(typed: str, shown: str) -> Reason:
    """A bare name that a district or province bears as well."""
    return Reason(Why.ALSO_HIGHER, f"“{typed}” cũng là {shown}.")


def unknown_part(typed: str) -> Reason:
    """A commune was announced whose name is not known."""
    return Reason(Why.UNKNOWN_PART, f"Không có xã, phường nào tên “{typed}”.")


def other_code(code: str, shown: str) -> Reason:
    """Code and name stand for different units."""
    return Reason(Why.CODE, f"Mã {code} là {shown}, khác với tên đã ghi.")

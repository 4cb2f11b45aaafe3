"""The files of a folder and the columns of each: one table of headers for every kind of row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models

from communes.enums import KIND_WORDS, NameKind, NameShare, SuccessionKind
from communes.importers import reading as r
from communes.importers.reading import Column
from communes.models import (
    Commune,
    CommuneBoundary,
    CommuneName,
    CommuneSuccession,
    District,
    Province,
)

# Since this day every commune-level unit of the nation is as Resolution 202/2025/QH15 and the
# resolutions of the National Assembly's Standing Committee of 16 June 2025 made it.
NATION_FROM = dt.date(2025, 7, 1)

KINDS = {word: kind.value for kind, word in KIND_WORDS.items()}
NAME_KINDS = {"cách viết khác": NameKind.SPELLING.value, "tên cũ": NameKind.FORMER.value}
SHARES = {
    "": "",
    "toàn bộ": NameShare.WHOLE.value,
    "phần lớn": NameShare.MOST.value,
    "một phần": NameShare.PART.value,
}
SUCCESSIONS = {
    "nhập toàn bộ": SuccessionKind.MERGED.value,
    "nhập một phần": SuccessionKind.SPLIT.value,
    "giữ nguyên": SuccessionKind.KEPT.value,
    "đổi tên": SuccessionKind.RENAMED.value,
    "đổi loại đơn vị": SuccessionKind.KIND_CHANGED.value,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row: where it comes from, where it goes, what tells one from another."""

    name: str
    label: str
    file: str
    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def compared(self) -> tuple[Column, ...]:
        """The columns whose difference makes a row changed."""
        return tuple(column for column in self.columns if column.compared)


def _plain(read: object, *fields: str) -> tuple[Column, ...]:
    return tuple(Column(field, read, (field,)) for field in fields)  # type: ignore[arg-type]


def _commune(field: str, headers: tuple[str, str]) -> Column:
    paths = (f"{field}__code", f"{field}__valid_from")
    return Column(field, r.commune_key, headers, paths, link="communes")


_PROVINCE = Column("province", r.unit_code, ("province_code",), ("province__code",), "provinces")
_DISTRICT = Column(
    "district", r.optional_code, ("district_code",), ("district__code",), "districts"
)

PROVINCES = Kind(
    name="provinces",
    label="tỉnh, thành phố",
    file="provinces.csv",
    model=Province,
    key=("code",),
    columns=(
        *_plain(r.unit_code, "code"),
        *_plain(r.required, "name", "full_name"),
        *_plain(r.text, "name_en"),
        *_plain(r.day, "valid_from", "valid_to"),
        Column("is_served", r.flag, ("served",)),
    ),
)
OUTLINES = Column("outline", r.text, ())

DISTRICTS = Kind(
    name="districts",
    label="huyện cũ",
    file="districts.csv",
    model=District,
    key=("code",),
    columns=(
        *_plain(r.unit_code, "code"),
        *_plain(r.required, "name"),
        _PROVINCE,
        *_plain(r.day, "valid_from", "valid_to"),
    ),
)

COMMUNES = Kind(
    name="communes",
    label="xã, phường",
    file="communes.csv",
    model=Commune,
    key=("code", "valid_from"),
    columns=(
        *_plain(r.commune_code, "code"),
        *_plain(r.required, "name"),
        *_plain(r.one_of(KINDS), "kind"),
        _PROVINCE,
        _DISTRICT,
        *_plain(r.day, "valid_from", "valid_to"),
        *_plain(r.number, "area_km2", "latitude", "longitude"),
        *_plain(r.text, "note"),
    ),
)

NATION = Kind(
    name="communes",
    label="xã, phường",
    file="communes-vietnam-2026.csv",
    model=Commune,
    key=("code", "valid_from"),
    columns=(
        Column("code", r.commune_code, ("ward_code",)),
        # A spelling already in the register stands: the nation's list writes Nam Hoà, Nam Hòa.
        Column("name", r.required, ("ward_name",), compared=False),
        Column("kind", r.one_of(KINDS), ("ward_type",)),
        _PROVINCE,
        Column("valid_from", lambda: NATION_FROM, ()),
    ),
)

NAMES = Kind(
    name="names",
    label="tên khác",
    file="names.csv",
    model=CommuneName,
    key=("commune", "name", "kind"),
    columns=(
        _commune("commune", ("commune_code", "commune_from")),
        *_plain(r.required, "name"),
        *_plain(r.one_of(NAME_KINDS), "kind"),
        *_plain(r.one_of({"": "", **KINDS}), "unit_kind"),
        *_plain(r.old_code, "code"),
        *_plain(r.one_of(SHARES), "share"),
        *_plain(r.day, "valid_to"),
        *_plain(r.text, "source"),
    ),
)

SUCCESSION = Kind(
    name="successions",
    label="biến động địa giới",
    file="successions.csv",
    model=CommuneSuccession,
    key=("predecessor", "successor", "effective_on"),
    columns=(
        _commune("predecessor", ("predecessor_code", "predecessor_from")),
        _commune("successor", ("successor_code", "successor_from")),
        *_plain(r.one_of(SUCCESSIONS), "kind"),
        *_plain(r.known_day, "effective_on"),
        *_plain(r.required, "legal_act"),
        *_plain(r.text, "note"),
    ),
)

BOUNDARIES = Kind(
    name="boundaries",
    label="ranh giới",
    file="boundaries-*.geojson",
    model=CommuneBoundary,
    key=("commune",),
    columns=(
        _commune("commune", ("code", "valid_from")),
        Column("geometry", r.text, (), compared=False),
        *_plain(r.text, "checksum", "source"),
    ),
)

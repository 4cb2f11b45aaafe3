"""Communes as a table, and the cell that names a commune in the tables of others."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone

from communes.models import Commune, District, Province
from communes.resolution import resolve
from ocop_portal.shared.slugs import free_slug
from ocop_portal.shared.table_resource import TableResource, column
from ocop_portal.shared.table_widgets import DayWidget, NativeWidget, typed
from ocop_portal.shared.text import fold

CODED = re.compile(r"^(\d{5})\b\s*(.*)$")


class CommuneWidget(NativeWidget):
    """A unit by its code and name: ``01957 Xã Sĩ Bình, Huyện Bạch Thông``.

    A code that several units bore in turn is told apart by the name beside it. Without a code the
    text is resolved as of today, and a former unit is taken when it is the only one meant.
    """

    def render(self, value: Commune | None, obj: Any = None, **_kwargs: Any) -> str | None:
        """Write code, kind, name and former district."""
        if value is None:
            return None
        return f"{value.code} {_named_in_full(value)}"

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Commune | None:
        """Return the unit; ValueError names the candidates."""
        text = typed(value)
        if not text:
            return None
        coded = CODED.match(text)
        if coded:
            return _by_code(coded[1], coded[2])
        found = resolve(text, timezone.localdate())
        if found.commune is not None:
            return found.commune
        if len(found.candidates) == 1:
            return found.candidates[0].commune
        raise ValueError(f"Không rõ “{text}” là đơn vị nào. {found.explain()}")


def _by_code(code: str, name: str) -> Commune:
    """The unit that bore the code: as we write it, else by its name, else by that of today."""
    lives = list(Commune.objects.filter(code=code).select_related("district"))
    if not lives:
        raise ValueError(f"Không có đơn vị nào mang mã {code}.")
    exactly = [unit for unit in lives if fold(_named_in_full(unit)) == fold(name)]
    named = [unit for unit in lives if fold(unit.name) in fold(name)] if name else lives
    present = [unit for unit in named if name and unit.valid_to is None and "," not in name]
    for found in (exactly, named, present):
        if len(found) == 1:
            return found[0]
    known = "; ".join(f"{_named_in_full(unit)} (từ {_since(unit)})" for unit in lives)
    raise ValueError(f"Mã {code} từng thuộc: {known}. Ghi một tên như vậy sau mã.")


def _named_in_full(unit: Commune) -> str:
    """Kind, name and former district."""
    return f"{unit.full_name}, {unit.district.name}" if unit.district else unit.full_name


def _since(unit: Commune) -> str:
    return f"{unit.valid_from:%d/%m/%Y}" if unit.valid_from else "trước đây"


class NamedWidget(NativeWidget):
    """A row of a short list, by the name in one column; accents and case do not matter."""

    def __init__(self, rows: Any, name: str) -> None:
        super().__init__()
        self.rows = rows
        self.name = name

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str | None:
        """Write the name."""
        return None if value is None else getattr(value, self.name)

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """Return the row; ValueError when none or several bear the name."""
        text = typed(value)
        if not text:
            return None
        found = [each for each in self.rows.all() if fold(getattr(each, self.name)) == fold(text)]
        if len(found) == 1:
            return found[0]
        said = "Không có trong danh mục." if not found else "Có hơn một dòng mang tên này."
        raise ValueError(f"“{text}”: {said}")


def district_column() -> Any:
    """The former district of a row, by its name."""
    return column("district", "Huyện (trước 7/2025)", NamedWidget(District.objects, "name"))


class CommuneTable(TableResource):
    """Units in time. A row is found by its code and first day."""

    province = column("province", "Tỉnh", NamedWidget(Province.objects, "full_name"))
    district = district_column()

    class Meta(TableResource.Meta):
        model = Commune
        fields = (
            "code",
            "kind",
            "name",
            "province",
            "district",
            "valid_from",
            "valid_to",
            "area_km2",
            "latitude",
            "longitude",
            "note",
        )

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Commune | None:
        """Return the unit that bears the code from that day on."""
        code = typed(row.get(self.fields["code"].column_name)).zfill(5)
        start = DayWidget().clean(row.get(self.fields["valid_from"].column_name))
        return self.known().filter(code=code, valid_from=start).first()

    def before_import_row(self, row: dict[str, Any], **_kwargs: Any) -> None:
        """Give back the zeros a spreadsheet takes from a code."""
        title = self.fields["code"].column_name
        if row.get(title) not in (None, ""):
            row[title] = typed(row[title]).zfill(5)

    def complete(self, instance: Commune) -> None:
        """Give a new unit its address."""
        if not instance.slug:
            texts = (instance.full_name, instance.code)
            instance.slug = free_slug(Commune.objects.all(), *texts)

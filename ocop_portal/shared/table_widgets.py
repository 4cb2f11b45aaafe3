"""One cell of a table: from a value of the register to what is written, and back."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models
from import_export.widgets import Widget

from ocop_portal.shared.tables import cell_text, unmarked
from ocop_portal.shared.text import clean, fold

DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
YES, NO = {"co", "yes", "x", "1", "dung", "true"}, {"khong", "no", "0", "sai", "false"}


def typed(value: Any) -> str:
    """What a person sees in the cell, on one line; a whole number without its decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unmarked(clean(cell_text(value)))


class NativeWidget(Widget):
    """Hands out the value itself; how it is written is the file's affair."""

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        """Return the value."""
        return value


class TextWidget(NativeWidget):
    """Text; several lines stay several."""

    def __init__(self, *, is_long: bool = False, is_null: bool = False) -> None:
        super().__init__()
        self.is_long = is_long
        self.is_null = is_null

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> str | None:
        """Return the text, cleaned; empty or nothing as the column wants."""
        if self.is_long and isinstance(value, str):
            text = unmarked("\n".join(clean(line) for line in value.strip().splitlines()))
        else:
            text = typed(value)
        return None if self.is_null and not text else text


class DayWidget(NativeWidget):
    """A day: a date of the spreadsheet, 25/06/2027 or 2027-06-25."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> dt.date | None:
        """Return the day; ValueError says what is expected."""
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        text = typed(value)
        if not text:
            return None
        try:
            if found := DAY.match(text):
                day, month, year = map(int, found.groups())
                return dt.date(year, month, day)
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"Có “{text}”. Cần ngày dạng 25/06/2027.") from None


class YesNoWidget(NativeWidget):
    """Có or không."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> bool | None:
        """Return the answer; None where the cell is empty."""
        if value is None or isinstance(value, bool):
            return value
        text = fold(typed(value))
        if not text:
            return None
        if text in YES or text in NO:
            return text in YES
        raise ValueError(f"Có “{typed(value)}”. Cần “có” hoặc “không”.")


class NumberWidget(NativeWidget):
    """A number; the decimal mark may be a comma."""

    def __init__(self, *, is_whole: bool = False) -> None:
        super().__init__()
        self.is_whole = is_whole

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Decimal | int | None:
        """Return the number; ValueError says what is expected."""
        text = typed(value)
        if not text:
            return None
        try:
            number = Decimal(text.replace(" ", "").replace(",", "."))
        except InvalidOperation:
            raise ValueError(f"Có “{text}”. Cần một số, ví dụ 12,5.") from None
        if self.is_whole and number != int(number):
            raise ValueError(f"Có “{text}”. Cần số nguyên.")
        return int(number) if self.is_whole else number


class ChoiceWidget(NativeWidget):
    """One of a closed list, written by its Vietnamese name; accents and case do not matter."""

    def __init__(self, column: models.Field) -> None:
        super().__init__()
        self.labels = {value: str(label) for value, label in column.flatchoices}
        self.values = {fold(str(label)): value for value, label in column.flatchoices}
        self.values |= {fold(str(value)): value for value in self.labels}

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        """Return the name."""
        return self.labels.get(value, value)

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
        """Return the value whose name was typed; empty stays empty."""
        text = typed(value)
        if not text:
            return ""
        if fold(text) not in self.values:
            known = ", ".join(self.labels.values())
            raise ValueError(f"Có “{text}”. Cần một trong: {known}.")
        return self.values[fold(text)]


class NameWidget(NativeWidget):
    """What a row referred to is called; for writing only."""

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> Any:
        """Return the name, or nothing."""
        return None if value is None else str(value)


def widget_for(column: models.Field) -> Widget:
    """Return the widget of a model's column."""
    if isinstance(column, models.ForeignKey):
        return NameWidget()
    if column.choices:
        return ChoiceWidget(column)
    if isinstance(column, models.BooleanField):
        return YesNoWidget()
    if isinstance(column, models.DateField):
        return DayWidget()
    if isinstance(column, models.DecimalField | models.FloatField):
        return NumberWidget()
    if isinstance(column, models.IntegerField):
        return NumberWidget(is_whole=True)
    if isinstance(column, models.CharField | models.TextField):
        return TextWidget(is_long=isinstance(column, models.TextField), is_null=column.null)
    return NativeWidget()

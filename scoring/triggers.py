"""What the database refuses, whoever asks: changing or deleting what was handed in or decided."""

from __future__ import annotations

from typing import Any

import pgtrigger


class NeverChanged(pgtrigger.Trigger):
    """Refuse to delete a row, or to change more of it than the columns in ``free``.

    DESIGN 3.6: what was decided is corrected by a further record.
    """

    name = "never_changed"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, free: tuple[str, ...] = (), **options: Any) -> None:
        self.free = free
        super().__init__(**options)

    def get_func(self, model: Any) -> str:
        """Return the body: compare both rows without the columns that may change."""
        free = ", ".join(f"'{column}'" for column in self.free)
        what = model._meta.verbose_name
        return f"""
            IF TG_OP = 'UPDATE'
                AND to_jsonb(NEW) - ARRAY[{free}]::text[]
                  = to_jsonb(OLD) - ARRAY[{free}]::text[]
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'Không sửa, không xóa được: {what}.';
        """


class LockedRow(NeverChanged):
    """The same from the moment ``column`` is set."""

    name = "locked_row"

    def __init__(self, column: str, free: tuple[str, ...] = (), **options: Any) -> None:
        self.condition = pgtrigger.Q(**{f"old__{column}__isnull": False})
        super().__init__(free, **options)


class LockedPart(pgtrigger.Trigger):
    """Refuse any change to a part once its whole (``table``, by ``key``) has ``column`` set."""

    name = "locked_part"
    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, table: str, key: str, column: str, **options: Any) -> None:
        self.table, self.key, self.column = table, key, column
        super().__init__(**options)

    def get_func(self, model: Any) -> str:
        """Return the body: look at the whole the row leaves and the one it joins."""
        what = model._meta.verbose_name
        return f"""
            IF (TG_OP <> 'INSERT' AND EXISTS (
                    SELECT 1 FROM {self.table}
                    WHERE id = OLD.{self.key} AND {self.column} IS NOT NULL))
                OR (TG_OP <> 'DELETE' AND EXISTS (
                    SELECT 1 FROM {self.table}
                    WHERE id = NEW.{self.key} AND {self.column} IS NOT NULL))
            THEN
                RAISE EXCEPTION 'Đã khóa, không sửa được: {what}.';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        """  # noqa: S608

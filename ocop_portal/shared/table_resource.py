"""A model as a table: columns under their Vietnamese names, rows found by their own keys."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult

from ocop_portal.shared.audit import DERIVED
from ocop_portal.shared.history import FieldChange
from ocop_portal.shared.table_widgets import NativeWidget, typed, widget_for
from ocop_portal.shared.tables import TableRefused, cell_text
from ocop_portal.shared.text import fold

logger = logging.getLogger(__name__)


def column(attribute: str, title: str, widget: NativeWidget | None = None) -> Field:
    """A column to be read and written."""
    return Field(attribute, title, widget or NativeWidget())


def shown(attribute: str, title: str, widget: NativeWidget | None = None) -> Field:
    """A column that is written and never read."""
    return Field(attribute, title, widget or NativeWidget(), readonly=True)


class DemoWidget(NativeWidget):
    """Says that a row is a demonstration's, and nothing of a real one."""

    def render(self, value: Any, obj: Any = None, **_kwargs: Any) -> str:
        """The mark, or nothing."""
        return "minh họa" if value else ""


def demo_column(attribute: str) -> Field:
    """The mark of rows of a demonstration, which must not be taken for the register's."""
    return shown(attribute, "Minh họa", DemoWidget())


class Difference:
    """What a row of the file changes, column by column."""

    def __init__(self, resource: TableResource, instance: models.Model, new: bool) -> None:
        self.before = {} if new else resource.said(instance)
        self.after = self.before

    def compare_with(self, resource: TableResource, instance: models.Model | None) -> None:
        """Take the row as it is after the file was read."""
        self.after = resource.said(instance) if instance is not None else {}

    def as_html(self) -> list[FieldChange]:
        """Return the changes; they are drawn by the template."""
        return [
            FieldChange(title, self.before.get(title, ""), after)
            for title, after in self.after.items()
            if after != self.before.get(title, "")
        ]


class KeyLoader(BaseInstanceLoader):
    """Finds all rows the file names in one query for each key."""

    def __init__(self, resource: TableResource, dataset: tablib.Dataset | None = None) -> None:
        super().__init__(resource, dataset)
        self.found: dict[str, dict[Any, models.Model]] = {}
        for name in resource.keys:
            field = resource.fields[name]
            if dataset is not None and field.column_name in dataset.headers:
                wanted = {typed(value) for value in dataset[field.column_name]} - {""}
                rows = resource.known().filter(**{f"{name}__in": wanted})
                self.found[name] = {getattr(row, name): row for row in rows}

    def get_instance(self, row: dict[str, Any]) -> models.Model | None:
        """Return the row whose first given key is this one; None for a new row."""
        for name, rows in self.found.items():
            if key := typed(row.get(self.resource.fields[name].column_name)):
                if key in rows:
                    return rows[key]
                if name in self.resource.given_keys:
                    title = self.resource.fields[name].column_name
                    raise ValidationError({name: f"Không có dòng nào có {title} “{key}”."})
        return None


class TableResource(ModelResource):
    """A table of a model. Nothing is written unless every row can be.

    ``keys`` are the columns that find a row, the surest first; ``given_keys`` are those the portal
    gives itself, which a new row cannot bring; ``loads`` are relations the cells look at beyond
    the columns' own.
    """

    keys: Sequence[str] = ()
    given_keys: Sequence[str] = ()
    loads: Sequence[str] = ()

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True
        instance_loader_class = KeyLoader

    @classmethod
    def field_from_django_field(
        cls, field_name: str, django_field: models.Field, readonly: bool
    ) -> Field:
        """Name the column as the form does."""
        return Field(
            field_name,
            capfirst(str(django_field.verbose_name)),
            widget_for(django_field),
            default=django_field.default,
            readonly=readonly or isinstance(django_field, models.ForeignKey),
        )

    @classmethod
    def get_diff_class(cls) -> type[Difference]:
        """Changes as data, not as HTML with styles of its own."""
        return Difference

    def known(self) -> QuerySet:
        """Rows of the register with what their columns show."""
        return self.filter_export(self.get_queryset())

    def filter_export(self, queryset: QuerySet, **_kwargs: Any) -> QuerySet:
        """Load with each row the rows its columns name, and nothing more."""
        related = set(self.loads) | {
            path
            for field in self.fields.values()
            if (path := _relation(self._meta.model, field.attribute))
        }
        rows = queryset.prefetch_related(None)
        return rows.select_related(*sorted(related)) if related else rows.select_related(None)

    def iter_queryset(self, queryset: QuerySet) -> Iterator[models.Model]:
        """Read the rows in one pass, what belongs to them by the thousand."""
        yield from queryset.iterator(chunk_size=1_000)

    def export(self, queryset: QuerySet | None = None, **_kwargs: Any) -> tablib.Dataset:
        """Write the rows of ``queryset``; how each column is got is found out once, not per row."""
        fields = self.get_export_fields()
        ways = [
            getattr(self, f"dehydrate_{self.get_field_name(field)}", field.export)
            for field in fields
        ]
        rows = self.filter_export(self.get_queryset() if queryset is None else queryset)
        cells = ([way(row) for way in ways] for row in self.iter_queryset(rows))
        return tablib.Dataset(*cells, headers=[str(field.column_name) for field in fields])

    def said(self, instance: models.Model) -> dict[str, str]:
        """The columns that can be read, in words."""
        return {
            field.column_name: cell_text(field.export(instance))
            for field in self.get_import_fields()
            if not field.readonly
        }

    def get_user_visible_fields(self) -> list[Field]:
        """Columns a file may bring."""
        return [field for field in self.get_import_fields() if not field.readonly]

    def get_import_id_fields(self) -> Sequence[str]:
        """No one column must be there: see `KeyLoader`."""
        return ()

    def before_import(self, dataset: tablib.Dataset, **kwargs: Any) -> None:
        """Match the header to the columns, whatever its accents and case."""
        self.lines = getattr(dataset, "lines", list(range(2, len(dataset) + 2)))
        known = {fold(field.column_name): field.column_name for field in self.fields.values()}
        headers = [known.get(fold(title), title) for title in dataset.headers]
        try:
            _refuse_headers(headers, known.values())
        except TableRefused:
            del dataset[:]  # its rows would only repeat the complaint
            raise
        dataset.headers = headers

    def complete(self, instance: Any) -> None:
        """Fill in what the portal gives a new row itself, before the row is checked."""

    def validate_instance(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Check the row as a form would, completed first."""
        self.complete(instance)
        super().validate_instance(instance, *args, **kwargs)

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> RowResult:
        """Read one row; remember where in the file it stands and what is wrong with it."""
        result = super().import_row(row, instance_loader, **kwargs)
        result.line = self.lines[kwargs["row_number"] - 1]
        result.said = list(self._complaints(result))
        return result

    def _complaints(self, result: RowResult) -> Iterator[tuple[str, str]]:
        """Column and message of each error of a row; the column is empty for the whole row."""
        if result.validation_error is not None:
            errors = getattr(result.validation_error, "message_dict", None)
            for name, messages in (errors or {"": result.validation_error.messages}).items():
                yield from ((self._title(name), message) for message in messages)
        for error in result.errors:
            logger.warning("import row failed", exc_info=error.error)
            yield "", "Không ghi được dòng này: trùng hoặc trái ràng buộc của sổ."

    def _title(self, name: str) -> str:
        field = self.fields.get(name)
        return field.column_name if field is not None else ""


def _refuse_headers(headers: list[str], known: Collection[str]) -> None:
    """Raise `TableRefused` for columns nobody knows, or the same one twice."""
    strange = [title or "(không tên)" for title in headers if title not in known]
    if strange:
        raise TableRefused(
            f"Không biết cột: {', '.join(strange)}. Xuất bảng ra tệp để lấy đúng tên cột."
        )
    if len(set(headers)) < len(headers):
        raise TableRefused("Có hai cột cùng tên. Xóa một cột rồi tải lại.")


def _relation(model: type[models.Model], attribute: str | None) -> str:
    """The relations along ``attribute``, joined; empty when it crosses none."""
    names: list[str] = []
    for name in (attribute or "").split("__"):
        field = model._meta.get_field(name) if name in _column_names(model) else None
        if not isinstance(field, models.ForeignKey):
            break
        names.append(name)
        model = field.related_model
    return "__".join(names)


def _column_names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


@lru_cache(maxsize=64)
def written_only(
    model: type[models.Model],
    exclude: frozenset[str] = frozenset(),
    also: frozenset[str] = frozenset(),
    demo_path: str = "",
) -> type:
    """A table of ``model`` to be written: every column but secrets and what others tell.

    ``also`` names columns nobody types, which are written all the same; ``demo_path`` leads to
    whether a row is a demonstration's, where the model itself does not say it.
    """
    names = [
        column.name
        for column in model._meta.concrete_fields
        if column.name not in DERIVED | exclude | {"id"}
        and (column.editable or column.name in also)
    ]
    marks = {"demo": demo_column(demo_path)} if demo_path else {}
    meta = type("Meta", (TableResource.Meta,), {"model": model, "fields": [*names, *marks]})
    return type(f"{model.__name__}Table", (TableResource,), {"Meta": meta, **marks})

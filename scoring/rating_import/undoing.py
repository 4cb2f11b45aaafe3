"""Taking a whole import back, while nothing later rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from ocop_portal.shared.bulk import update_rows
from producers.models import Producer
from products.models import Certification, Product
from scoring.enums import ImportStatus
from scoring.models import Dossier, RatingImport, RatingImportRow
from scoring.rating_import.closing import reasons_to_stay, reopen_dossiers
from scoring.rating_import.states import (
    AWARD_ATTRIBUTES,
    PRODUCT_ATTRIBUTES,
    State,
    as_values,
)
from scoring.rating_import.trail import WRITTEN_MODELS, moved_since
from scoring.rating_import.writing import lock_register

MOST_REASONS = 20


class UndoRefused(Exception):
    """Something later rests on the import; ``reasons`` say what."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(slots=True)
class _Traces:
    """All an import made and changed, gathered from its rows; states are those before it."""

    producers: set[int] = field(default_factory=set)
    products: set[int] = field(default_factory=set)
    certifications: set[int] = field(default_factory=set)
    awards_before: dict[int, State] = field(default_factory=dict)
    products_before: dict[int, State] = field(default_factory=dict)
    dossiers: dict[int, dict[str, Any]] = field(default_factory=dict)


def undo_import(*, rating_import: RatingImport, by: User | None, today: dt.date) -> None:
    """Bring the register back to what it was before, in one transaction.

    Raises `UndoRefused` with reasons when the import is not applied or something later rests on
    it: a certification ended, replaced or edited since, a product that has got anything more, a
    dossier that has gone on. Dossiers the import ended wait for a decision again.
    """
    with transaction.atomic():
        lock_register()
        held = RatingImport.objects.select_for_update(of=("self",)).get(pk=rating_import.pk)
        if reasons := reasons_against(held):
            raise UndoRefused(reasons)
        traces = _gather(held)
        with pghistory.context(rating_import_undone=held.pk, user=by.pk if by else None):
            reopen_dossiers(traces.dossiers, file_name=held.file_name, by=by, on=today)
            _take_back(traces)
            held.status = ImportStatus.UNDONE
            held.undone_by, held.undone_at = by, timezone.now()
            held.save()


def _gather(rating_import: RatingImport) -> _Traces:
    traces = _Traces()
    for written in rating_import.rows.exclude(written={}).values_list("written", flat=True):
        for name, found in (
            ("producer", traces.producers),
            ("product", traces.products),
            ("certification", traces.certifications),
        ):
            if name in written:
                found.add(written[name])
        if ended := written.get("dossier"):
            traces.dossiers[ended["dossier"]] = ended
        for name, states in (
            ("certifications_before", traces.awards_before),
            ("products_before", traces.products_before),
        ):
            states.update({int(pk): state for pk, state in written.get(name, {}).items()})
    return traces


def reasons_against(rating_import: RatingImport) -> list[str]:
    """Why the import cannot be undone now; nothing when it can."""
    if rating_import.status != ImportStatus.APPLIED:
        return [f"Lần nhập này {rating_import.get_status_display()}."]
    return _reasons(rating_import, _gather(rating_import))


def _reasons(rating_import: RatingImport, traces: _Traces) -> list[str]:
    found = reasons_to_stay(traces.dossiers)
    found += [reason for model in WRITTEN_MODELS for reason in _moved(model, rating_import)]
    for model, pks in (
        (Certification, traces.certifications),
        (Product, traces.products),
        (Producer, traces.producers),
    ):
        found += _leaning(model, pks, traces)
    return found[:MOST_REASONS]


def _moved(model: type[models.Model], rating_import: RatingImport) -> Iterable[str]:
    """Rows somebody has changed or removed since."""
    moved = moved_since(model, rating_import.trail)
    label = str(model._meta.verbose_name)
    rows = model._default_manager.filter(pk__in=moved)
    if model is Certification:
        rows = rows.select_related("product")
    there = list(rows[:MOST_REASONS])
    for row in there:
        whose = f" của “{row.product}”" if isinstance(row, Certification) else ""
        yield f"{label.capitalize()} “{row}”{whose} đã được sửa sau đó."
    if len(moved) > len(there) and (gone := len(moved) - rows.count()):
        yield f"{gone} {label} của lần nhập này không còn trong sổ."


def _leaning(model: type[models.Model], pks: set[int], traces: _Traces) -> Iterable[str]:
    """Rows of any table that point at what the import made and are not of its making."""
    own: dict[type[models.Model], set[int]] = {
        Certification: traces.certifications | traces.awards_before.keys(),
        Product: traces.products,
        Dossier: set(traces.dossiers),
    }
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other is RatingImportRow or not getattr(relation.field, "db_constraint", True):
            continue
        rows = other._base_manager.filter(**{f"{relation.field.name}__in": pks})
        for row in rows.exclude(pk__in=own.get(other, ()))[:MOST_REASONS]:
            what = str(other._meta.verbose_name).capitalize()
            yield f"{what} “{row}” dựa vào {model._meta.verbose_name} của lần nhập này."


def _take_back(traces: _Traces) -> None:
    lines = RatingImportRow.objects
    lines.filter(certification_id__in=traces.certifications).update(certification=None)
    lines.filter(product_id__in=traces.products).update(product=None)
    _remove(Certification, traces.certifications)
    _restore_awards(traces)
    update_rows(
        Product,
        PRODUCT_ATTRIBUTES,
        [(pk, *as_values(state)) for pk, state in traces.products_before.items()],
    )
    _remove(Product, traces.products)
    _remove(Producer, traces.producers)


def _restore_awards(traces: _Traces) -> None:
    """All terms are lifted first, so that none stands in another's way while they come back."""
    before = traces.awards_before
    update_rows(Certification, ["valid_during"], [(pk, None) for pk in before])
    update_rows(
        Certification,
        AWARD_ATTRIBUTES,
        [(pk, *as_values(state)) for pk, state in before.items()],
    )


def _remove(model: type[models.Model], pks: set[int]) -> None:
    """Delete without asking each row; what leans on them has been looked for."""
    rows = model._base_manager.filter(pk__in=pks)
    rows._raw_delete(rows.db)

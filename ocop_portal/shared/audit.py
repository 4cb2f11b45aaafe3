"""The audit trail: which changes of a model the database writes down by itself.

Triggers write one event per changed row whatever changed it: a form, a bulk update, COPY or a
person at the SQL prompt. Events can be added, never altered or removed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

ModelType = TypeVar("ModelType", bound=type[models.Model])

# Follow from other fields, or say nothing an event does not say itself.
DERIVED = frozenset({"created_at", "updated_at", "sort_key", "name_folded", "words"})


def audited(
    exclude: frozenset[str] = frozenset(), also: Sequence[pghistory.Tracker] = ()
) -> Callable[[ModelType], ModelType]:
    """Write down every insert, update and delete of the decorated model.

    ``exclude`` names fields never to be kept in the trail, such as a password; ``also`` are events
    of the model's own. Statement-level triggers: one insert of events per statement, so that
    loading thousands of rows stays quick.
    """

    def decorate(model: ModelType) -> ModelType:
        names = [field.name for field in model._meta.fields]
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            *also,
            exclude=[name for name in names if name in DERIVED | exclude],
            append_only=True,
            level=pgtrigger.Statement,
        )(model)

    return decorate

"""Two addresses for whoever watches the machine; they say nothing a visitor could misuse."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether pages can be served: 503 with the reason while they cannot."""
    try:
        unapplied = unapplied_migrations()
    except DatabaseError as error:
        logger.exception("Cơ sở dữ liệu không trả lời")
        return _unavailable({"database": type(error).__name__, "migrations": None})
    if unapplied:
        return _unavailable({"database": "ok", "migrations": unapplied})
    return JsonResponse({"status": "ok", "database": "ok", "migrations": []})


def unapplied_migrations() -> list[str]:
    """Names of the migrations the database lacks; raise ``DatabaseError`` when unreachable."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _unavailable(why: dict[str, object]) -> JsonResponse:
    return JsonResponse({"status": "unavailable", **why}, status=503)

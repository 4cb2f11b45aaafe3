"""A fingerprint of the whole territory: what is derived from it is kept under this."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import connection

from communes.models import (
    Commune,
    CommuneBoundary,
    CommuneName,
    CommuneSuccession,
    District,
    Province,
)
from ocop_portal.shared.versions import content_version

Thing = TypeVar("Thing")

WHOLE_ROWS = (Province, District, Commune, CommuneName, CommuneSuccession)
_KEPT: dict[Callable, tuple[str, object]] = {}


def territory_stamp(version: int | None = None) -> str:
    """The fingerprint of all units, names, successions and outlines; one short query as a rule.

    ``version`` is the content version if the caller knows it; then as a rule there is no query.
    It is worked out anew only when some public row has changed. A transaction may see what others
    do not see yet, so inside one it is always worked out, and never kept.
    """
    if connection.in_atomic_block:
        return _work_out()
    key = f"communes:stamp:{content_version() if version is None else version}"
    stamp = cache.get(key)
    if stamp is None:
        stamp = _work_out()
        cache.set(key, stamp, timeout=None)
    return stamp


def _work_out() -> str:
    parts = [_digest(model._meta.db_table, "t::text") for model in WHOLE_ROWS]
    outline = "concat_ws(',', t.id, t.commune_id, t.checksum)"
    parts.append(_digest(CommuneBoundary._meta.db_table, outline))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(concat_ws('|', {', '.join(parts)}))")
        return cursor.fetchone()[0]


def _digest(table: str, row: str) -> str:
    """Fingerprint of a whole table in SQL; both arguments are ours."""
    return f"(SELECT md5(string_agg({row}, E'\\n' ORDER BY t.id)) FROM {table} t)"  # noqa: S608


def kept(build: Callable[[], Thing], version: int | None = None) -> Thing:
    """Return what ``build`` makes of the territory, made once in this process for each stamp.

    ``version`` is the content version if the caller knows it.
    """
    stamp = territory_stamp(version)
    known = _KEPT.get(build)
    if known is None or known[0] != stamp:
        known = _KEPT[build] = (stamp, build())
    return known[1]  # type: ignore[return-value]

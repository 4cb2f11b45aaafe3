"""How often somebody may do one thing: counted in the database, so by all workers together.

``count_attempt("register", client_address(request), most=10, within=timedelta(hours=1), at=now)``
says whether this attempt is still within bounds. What is counted is kept as a keyed fingerprint:
neither addresses nor names lie in the table, and `forget_old_counts` clears it (a job of ``tick``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db import connection, models

KEPT = dt.timedelta(days=2)


class ThrottleCounter(models.Model):
    """How often one thing was tried by one somebody in one stretch of time. Not in the trail."""

    fingerprint = models.CharField("dấu", max_length=64)
    starts_at = models.DateTimeField("từ lúc")
    attempts = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        verbose_name = "số lần thử"
        verbose_name_plural = "số lần thử"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "starts_at"], name="throttle_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d/%m/%Y %H:%M} · {self.attempts}"


COUNT = """
INSERT INTO shared_throttlecounter (fingerprint, starts_at, attempts) VALUES (%s, %s, 1)
ON CONFLICT (fingerprint, starts_at) DO UPDATE SET attempts = shared_throttlecounter.attempts + 1
RETURNING attempts
"""


def count_attempt(act: str, who: str, *, most: int, within: dt.timedelta, at: dt.datetime) -> bool:
    """Count one attempt of ``who`` at ``act``; whether it is among the first ``most``.

    Attempts are counted in stretches of the length ``within``, laid side by side; concurrent
    attempts are each counted. ``within`` is at most `KEPT`.
    """
    if within > KEPT:
        raise ValueError(f"counts are forgotten after {KEPT}")
    seconds = int(within.total_seconds())
    start = int(at.timestamp()) // seconds * seconds
    starts_at = dt.datetime.fromtimestamp(start, tz=dt.UTC)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_fingerprint(f"{act}|{seconds}|{who}"), starts_at])
        return cursor.fetchone()[0] <= most


def forget_old_counts(now: dt.datetime) -> dict[str, int]:
    """Remove counts of long ago; returns how many rows."""
    count, _ = ThrottleCounter.objects.filter(starts_at__lt=now - KEPT).delete()
    return {"dòng đếm đã xóa": count}


def _fingerprint(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()

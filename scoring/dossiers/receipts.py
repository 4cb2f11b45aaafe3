"""The number a dossier is received under, in the form of the law."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Max

from communes.models import Commune
from scoring.models import Dossier


def next_number(commune: Commune, year: int) -> int:
    """The next running number of a commune in a year; callers queue for it until they commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s))", [f"dossier-number {commune.pk} {year}"]
        )
    taken = Dossier.objects.filter(commune=commune, year=year).aggregate(last=Max("number"))
    return (taken["last"] or 0) + 1


def receipt_number(commune: Commune, number: int, year: int) -> str:
    """Phiếu số in the form of Mẫu số 01: ``……/PĐK-(Mã tỉnh)-(Mã xã)-(Năm)``.

    26/2026/QĐ-TTg prints two blanks before the stroke and does not say what stands in them; here
    it is the commune's running number of the year.
    """
    return f"{number:02}/PĐK-{commune.province.code}-{commune.code}-{year}"


def year_of(day: dt.date) -> int:
    """The year a dossier handed in on ``day`` is numbered in."""
    return day.year

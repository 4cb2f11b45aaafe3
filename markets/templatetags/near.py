"""Distances in words."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()

METRES = 1000


@register.filter
def distance(km: float) -> str:
    """``350 m``, ``2,4 km``, ``37 km``: no finer than the places are known."""
    if km < 1:
        return f"{max(50, round(km * METRES / 50) * 50)} m"
    return f"{number_format(km, 1 if km < 10 else 0)} km"

"""A place written by a person, on a day, to exactly one unit or to candidates with reasons."""

from __future__ import annotations

import datetime as dt

from communes.resolution.gazetteer import Gazetteer
from communes.resolution.outcome import Candidate, Reason, Resolution, Why

__all__ = ["Candidate", "Gazetteer", "Reason", "Resolution", "Why", "resolve"]


def resolve(text: str, on: dt.date) -> Resolution:
    """Find the unit that ``text`` means on the day ``on``, among the served provinces' units."""
    return Gazetteer.current().resolve(text, on)

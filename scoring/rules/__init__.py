"""The arithmetic of a star: totals, band, minimums, gates, what is missing for each higher star.

Plain data in and out; no clock, no database. Points are ``Decimal``; means are exact fractions,
compared unrounded (Điều 3 of 26/2026/QĐ-TTg: "tổng điểm trung bình", bands half-open).
"""

from scoring.rules.assessing import RECOGNISED_STARS, SetNotUsable, assess
from scoring.rules.bands import band_of, points_to, rounded, shown
from scoring.rules.outcome import Assessment, Minimum, Score, Shortfall
from scoring.rules.sheets import Answer, AnswersRefused, Sheet, problems_of

__all__ = [
    "RECOGNISED_STARS",
    "Answer",
    "AnswersRefused",
    "Assessment",
    "Minimum",
    "Score",
    "SetNotUsable",
    "Sheet",
    "Shortfall",
    "assess",
    "band_of",
    "points_to",
    "problems_of",
    "rounded",
    "shown",
]

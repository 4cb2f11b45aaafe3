"""Rating: the criteria, the council's regulation, and what was imported of results."""

from scoring.models.criteria import (
    CriteriaPart,
    CriteriaSection,
    CriteriaSet,
    CriteriaVersion,
    Criterion,
    CriterionOption,
    EvidenceKind,
)
from scoring.models.rating_import import RatingImport, RatingImportRow
from scoring.models.regulation import Regulation

__all__ = [
    "CriteriaPart",
    "CriteriaSection",
    "CriteriaSet",
    "CriteriaVersion",
    "Criterion",
    "CriterionOption",
    "EvidenceKind",
    "RatingImport",
    "RatingImportRow",
    "Regulation",
]

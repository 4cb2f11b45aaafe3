"""Rating: the criteria, and what was imported of results."""

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
]

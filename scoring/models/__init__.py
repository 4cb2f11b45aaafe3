"""Rating: criteria, processes, the council's regulation, and what was imported of results."""

from scoring.models.criteria import (
    CriteriaPart,
    CriteriaSection,
    CriteriaSet,
    CriteriaVersion,
    Criterion,
    CriterionOption,
    EvidenceKind,
)
from scoring.models.process import (
    AssessmentProcess,
    ProcessRound,
    ProcessStep,
    PublicHoliday,
)
from scoring.models.rating_import import RatingImport, RatingImportRow
from scoring.models.regulation import Regulation

__all__ = [
    "AssessmentProcess",
    "CriteriaPart",
    "CriteriaSection",
    "CriteriaSet",
    "CriteriaVersion",
    "Criterion",
    "CriterionOption",
    "EvidenceKind",
    "ProcessRound",
    "ProcessStep",
    "PublicHoliday",
    "RatingImport",
    "RatingImportRow",
    "Regulation",
]

"""Rating: criteria, processes, the council's regulation, and what was imported of results."""

from scoring.models.council import (
    Conclusion,
    ConflictDeclaration,
    Council,
    CouncilMember,
    RoundOpened,
    Session,
    SessionItem,
    SessionMember,
    SessionPaper,
)
from scoring.models.criteria import (
    CriteriaPart,
    CriteriaSection,
    CriteriaSet,
    CriteriaVersion,
    Criterion,
    CriterionOption,
    EvidenceKind,
)
from scoring.models.decision import Decision, DecisionItem, MinistryReferral
from scoring.models.dossier import (
    ClockPause,
    Dossier,
    DossierAnswer,
    DossierClock,
    DossierMessage,
    DossierMove,
    DossierRevision,
    RequestedItem,
)
from scoring.models.evidence import Evidence, EvidenceFile
from scoring.models.process import (
    AssessmentProcess,
    ProcessRound,
    ProcessStep,
    PublicHoliday,
)
from scoring.models.rating_import import RatingImport, RatingImportRow
from scoring.models.regulation import Regulation
from scoring.models.review import (
    AdvisoryReport,
    Appeal,
    CommuneReport,
    ComponentCheck,
    FurtherTest,
    ProvinceReview,
)
from scoring.models.sheet import Score, Scoresheet

__all__ = [
    "AdvisoryReport",
    "Appeal",
    "AssessmentProcess",
    "ClockPause",
    "CommuneReport",
    "ComponentCheck",
    "Conclusion",
    "ConflictDeclaration",
    "Council",
    "CouncilMember",
    "CriteriaPart",
    "CriteriaSection",
    "CriteriaSet",
    "CriteriaVersion",
    "Criterion",
    "CriterionOption",
    "Decision",
    "DecisionItem",
    "Dossier",
    "DossierAnswer",
    "DossierClock",
    "DossierMessage",
    "DossierMove",
    "DossierRevision",
    "Evidence",
    "EvidenceFile",
    "EvidenceKind",
    "FurtherTest",
    "MinistryReferral",
    "ProcessRound",
    "ProcessStep",
    "ProvinceReview",
    "PublicHoliday",
    "RatingImport",
    "RatingImportRow",
    "Regulation",
    "RequestedItem",
    "RoundOpened",
    "Score",
    "Scoresheet",
    "Session",
    "SessionItem",
    "SessionMember",
    "SessionPaper",
]

"""Rating in the back office: dossiers, decisions, results, criteria, processes, regulations."""

from scoring.admin.appeal import AppealAdmin
from scoring.admin.council import CouncilAdmin
from scoring.admin.criteria_set import CriteriaSetAdmin
from scoring.admin.criteria_version import CriteriaVersionAdmin
from scoring.admin.decision import DecisionAdmin
from scoring.admin.dossier import DossierAdmin
from scoring.admin.process import AssessmentProcessAdmin, PublicHolidayAdmin
from scoring.admin.rating_import import RatingImportAdmin
from scoring.admin.referral import MinistryReferralAdmin
from scoring.admin.regulation import RegulationAdmin
from scoring.admin.session import SessionAdmin

__all__ = [
    "AppealAdmin",
    "AssessmentProcessAdmin",
    "CouncilAdmin",
    "CriteriaSetAdmin",
    "CriteriaVersionAdmin",
    "DecisionAdmin",
    "DossierAdmin",
    "MinistryReferralAdmin",
    "PublicHolidayAdmin",
    "RatingImportAdmin",
    "RegulationAdmin",
    "SessionAdmin",
]

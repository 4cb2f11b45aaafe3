"""Rating in the back office: dossiers, results, criteria, processes, holidays, regulations."""

from scoring.admin.criteria_set import CriteriaSetAdmin
from scoring.admin.criteria_version import CriteriaVersionAdmin
from scoring.admin.dossier import DossierAdmin
from scoring.admin.process import AssessmentProcessAdmin, PublicHolidayAdmin
from scoring.admin.rating_import import RatingImportAdmin
from scoring.admin.regulation import RegulationAdmin

__all__ = [
    "AssessmentProcessAdmin",
    "CriteriaSetAdmin",
    "CriteriaVersionAdmin",
    "DossierAdmin",
    "PublicHolidayAdmin",
    "RatingImportAdmin",
    "RegulationAdmin",
]

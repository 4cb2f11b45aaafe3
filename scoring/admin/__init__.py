"""Rating in the back office: dossiers, imported results, processes, holidays, regulations."""

from scoring.admin.dossier import DossierAdmin
from scoring.admin.process import AssessmentProcessAdmin, PublicHolidayAdmin
from scoring.admin.rating_import import RatingImportAdmin
from scoring.admin.regulation import RegulationAdmin

__all__ = [
    "AssessmentProcessAdmin",
    "DossierAdmin",
    "PublicHolidayAdmin",
    "RatingImportAdmin",
    "RegulationAdmin",
]

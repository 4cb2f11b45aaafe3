"""Rating in the back office: imported results, processes, holidays, the council's regulation."""

from scoring.admin.process import AssessmentProcessAdmin, PublicHolidayAdmin
from scoring.admin.rating_import import RatingImportAdmin
from scoring.admin.regulation import RegulationAdmin

__all__ = [
    "AssessmentProcessAdmin",
    "PublicHolidayAdmin",
    "RatingImportAdmin",
    "RegulationAdmin",
]

"""Rating in the back office: imported results, the council's regulation."""

from scoring.admin.rating_import import RatingImportAdmin
from scoring.admin.regulation import RegulationAdmin

__all__ = ["RatingImportAdmin", "RegulationAdmin"]

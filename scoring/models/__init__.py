"""Rating: what was imported of it so far."""

from scoring.models.rating_import import RatingImport, RatingImportRow

__all__ = ["RatingImport", "RatingImportRow"]

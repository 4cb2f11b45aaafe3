"""What the office publishes: legal documents."""

from news.models.documents import DocumentFile, DocumentRelation, LegalDocument

__all__ = ["DocumentFile", "DocumentRelation", "LegalDocument"]

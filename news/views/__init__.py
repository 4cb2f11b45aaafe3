"""Public pages of documents."""

from news.views.documents import DocumentDetailView, DocumentListView

__all__ = ["DocumentDetailView", "DocumentListView"]

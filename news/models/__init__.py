"""What the office publishes: articles, events, pages, legal documents."""

from news.models.articles import (
    Article,
    ArticleCommune,
    ArticleDocument,
    ArticleFile,
    ArticleImage,
    ArticleProducer,
    ArticleProduct,
    Section,
)
from news.models.documents import DocumentFile, DocumentRelation, LegalDocument
from news.models.events import Event, EventProduct
from news.models.pages import ABOUT, Page
from news.models.public_file import PublicFile
from news.models.publication import Publication

__all__ = [
    "ABOUT",
    "Article",
    "ArticleCommune",
    "ArticleDocument",
    "ArticleFile",
    "ArticleImage",
    "ArticleProducer",
    "ArticleProduct",
    "DocumentFile",
    "DocumentRelation",
    "Event",
    "EventProduct",
    "LegalDocument",
    "Page",
    "PublicFile",
    "Publication",
    "Section",
]

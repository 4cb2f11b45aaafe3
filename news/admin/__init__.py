"""What editors keep: articles, events, pages, legal documents."""

from news.admin import articles, documents, events, pages  # noqa: F401 - they register themselves

"""What is new, for the pages of others."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from news.models import Article, Event

ARTICLES, EVENTS = 3, 3


def latest_articles(at: dt.datetime) -> QuerySet[Article]:
    """The newest articles the public sees at the moment ``at``."""
    return Article.objects.public(at).newest_first().for_rows()[:ARTICLES]


def upcoming_events(at: dt.datetime, on: dt.date) -> QuerySet[Event]:
    """The next events not over before the day ``on`` nor cancelled, seen at the moment ``at``."""
    return Event.objects.public(at).coming(on)[:EVENTS]

"""Public pages of articles, events, documents and of the programme."""

from news.views.articles import ArticleDetailView, ArticleListView, SectionView
from news.views.calendars import event_calendar, event_points, events_calendar
from news.views.documents import DocumentDetailView, DocumentListView
from news.views.events import EventDetailView, EventListView
from news.views.feeds import ArticleAtom, ArticleRss
from news.views.moved import former_fair, former_fairs
from news.views.pages import AboutView, PageView

__all__ = [
    "AboutView",
    "ArticleAtom",
    "ArticleDetailView",
    "ArticleListView",
    "ArticleRss",
    "DocumentDetailView",
    "DocumentListView",
    "EventDetailView",
    "EventListView",
    "PageView",
    "SectionView",
    "event_calendar",
    "event_points",
    "events_calendar",
    "former_fair",
    "former_fairs",
]

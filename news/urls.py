"""Addresses of articles, events, documents and pages about the programme."""

from django.urls import path

from news import views

app_name = "news"

EVENTS, CALENDAR, POINTS = (
    {"page": f"news:{name}"} for name in ("events", "events_calendar", "event_points")
)
EVENT, EVENT_CALENDAR = ({"page": f"news:{name}"} for name in ("event", "event_calendar"))
FORMER = "thi-truong/hoi-cho/"

urlpatterns = [
    path("gioi-thieu/<slug:slug>/", views.PageView.as_view(), name="page"),
    path("tin-tuc/", views.ArticleListView.as_view(), name="articles"),
    path("tin-tuc/rss.xml", views.ArticleRss(), name="rss"),
    path("tin-tuc/atom.xml", views.ArticleAtom(), name="atom"),
    path("tin-tuc/muc/<slug:slug>/", views.SectionView.as_view(), name="section"),
    path("tin-tuc/muc/<slug:slug>/rss.xml", views.ArticleRss(), name="section_rss"),
    path("tin-tuc/muc/<slug:slug>/atom.xml", views.ArticleAtom(), name="section_atom"),
    path("tin-tuc/<slug:slug>/", views.ArticleDetailView.as_view(), name="article"),
    path("su-kien/", views.EventListView.as_view(), name="events"),
    path("su-kien/lich.ics", views.events_calendar, name="events_calendar"),
    path("su-kien/diem.geojson", views.event_points, name="event_points"),
    path("su-kien/<slug:slug>/", views.EventDetailView.as_view(), name="event"),
    path("su-kien/<slug:slug>/lich.ics", views.event_calendar, name="event_calendar"),
    path(FORMER, views.former_fairs, EVENTS, name="former_fairs"),
    path(f"{FORMER}lich.ics", views.former_fairs, CALENDAR, name="former_fairs_calendar"),
    path("ban-do/hoi-cho.geojson", views.former_fairs, POINTS, name="former_fair_points"),
    path(f"{FORMER}<slug:slug>/", views.former_fair, EVENT, name="former_fair"),
    path(
        f"{FORMER}<slug:slug>/lich.ics",
        views.former_fair,
        EVENT_CALENDAR,
        name="former_fair_calendar",
    ),
    path("van-ban/", views.DocumentListView.as_view(), name="documents"),
    path("van-ban/<slug:slug>/", views.DocumentDetailView.as_view(), name="document"),
]

"""Addresses of articles, events, documents and pages about the programme."""

from django.urls import path

from news import views

app_name = "news"

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
    path("van-ban/", views.DocumentListView.as_view(), name="documents"),
    path("van-ban/<slug:slug>/", views.DocumentDetailView.as_view(), name="document"),
]

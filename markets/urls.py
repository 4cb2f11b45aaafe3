"""Addresses of points of sale and fairs."""

from django.urls import path

from markets import feed_views, nearby_views, views

app_name = "markets"

urlpatterns = [
    path("gan-toi/", nearby_views.nearby, name="nearby"),
    path("thi-truong/", views.SalesPointListView.as_view(), name="list"),
    path("thi-truong/diem-ban/<int:pk>/", views.SalesPointView.as_view(), name="point"),
    path("thi-truong/nguon-cap/", feed_views.feeds, name="feeds"),
    path("thi-truong/nguon-cap/san-pham.<slug:form>", feed_views.feed, name="feed"),
    path("thi-truong/hoi-cho/", views.FairListView.as_view(), name="fairs"),
    path("thi-truong/hoi-cho/lich.ics", views.fairs_feed, name="fairs_feed"),
    path("thi-truong/hoi-cho/<slug:slug>/", views.FairView.as_view(), name="fair"),
    path("thi-truong/hoi-cho/<slug:slug>/lich.ics", views.fair_calendar, name="fair_calendar"),
]

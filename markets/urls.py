"""Addresses of points of sale."""

from django.urls import path

from markets import feed_views, nearby_views, views

app_name = "markets"

urlpatterns = [
    path("gan-toi/", nearby_views.nearby, name="nearby"),
    path("thi-truong/", views.SalesPointListView.as_view(), name="list"),
    path("thi-truong/diem-ban/<int:pk>/", views.SalesPointView.as_view(), name="point"),
    path("thi-truong/nguon-cap/", feed_views.feeds, name="feeds"),
    path("thi-truong/nguon-cap/san-pham.<slug:form>", feed_views.feed, name="feed"),
]

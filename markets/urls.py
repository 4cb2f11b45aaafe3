"""Addresses of points of sale."""

from django.urls import path

from markets import views

app_name = "markets"

urlpatterns = [
    path("thi-truong/", views.SalesPointListView.as_view(), name="list"),
]

"""Addresses of documents."""

from django.urls import path

from news import views

app_name = "news"

urlpatterns = [
    path("van-ban/", views.DocumentListView.as_view(), name="documents"),
    path("van-ban/<slug:slug>/", views.DocumentDetailView.as_view(), name="document"),
]

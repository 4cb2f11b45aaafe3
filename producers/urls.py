"""Addresses of the producers."""

from django.urls import path

from producers import views

app_name = "producers"

urlpatterns = [
    path("chu-the/", views.ProducerListView.as_view(), name="list"),
    path("chu-the/<slug:slug>/", views.ProducerDetailView.as_view(), name="detail"),
]

"""Addresses of following."""

from django.urls import path

from alerts import views

app_name = "alerts"

urlpatterns = [
    path("theo-doi/", views.follow, name="catalogue"),
    path("theo-doi/tin.xml", views.feed, name="catalogue_feed"),
    path("theo-doi/da-gui/", views.asked, name="asked"),
    path("theo-doi/xac-nhan/", views.confirm_follow, name="confirm"),
    path("theo-doi/cua-toi/", views.own, name="own"),
    path("theo-doi/<slug:what>/<slug:slug>/", views.follow, name="follow"),
    path("theo-doi/<slug:what>/<slug:slug>/tin.xml", views.feed, name="feed"),
]

"""Addresses of the whole portal."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from ocop_portal import views

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    *i18n_patterns(
        path("", views.HomeView.as_view(), name="home"),
        path("gioi-thieu/", views.AboutView.as_view(), name="about"),
        prefix_default_language=False,
    ),
]

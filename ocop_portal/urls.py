"""Addresses of the whole portal."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from news.views import AboutView
from ocop_portal import health, media, views
from ocop_portal.sitemaps import SITEMAPS

SITEMAP_INDEX = {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"}

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", sitemap_index, SITEMAP_INDEX, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("quan-tri/", admin.site.urls),
    path("ban-do/ranh-gioi-<slug:division>.geojson", views.map_boundaries, name="map_boundaries"),
    path("ban-do/ve-<slug:division>.svg", views.map_outlines, name="map_outlines"),
    path("ban-do/to-<slug:division>.svg", views.map_drawing, name="map_drawing"),
    path("ban-do/tinh.geojson", views.map_provinces, name="map_provinces"),
    path("ban-do/san-pham.geojson", views.map_points, {"layer": "san-pham"}, name="map_products"),
    path("ban-do/chu-the.geojson", views.map_points, {"layer": "chu-the"}, name="map_producers"),
    path("ban-do/diem-ban.geojson", views.map_points, {"layer": "diem-ban"}, name="map_sales"),
    *i18n_patterns(
        path("", views.HomeView.as_view(), name="home"),
        path("tim-kiem/", views.SearchView.as_view(), name="search"),
        path("tim-kiem/goi-y/", views.search_suggestions, name="search_suggestions"),
        path("tiep-can/", views.AccessView.as_view(), name="access"),
        path("huong-dan/", views.guide_list, name="guides"),
        path("huong-dan/<slug:slug>/", views.guide, name="guide"),
        path("gioi-thieu/", AboutView.as_view(), name="about"),
        path("", include("products.urls")),
        path("", include("producers.urls")),
        path("", include("accounts.urls")),
        path("", include("communes.urls")),
        path("", include("markets.urls")),
        path("", include("news.urls")),
        path("", include("feedback.urls")),
        path("", include("alerts.urls")),
        path("", include("scoring.urls")),
        path("ban-do/", views.map_page, name="map"),
        path("ban-do/danh-sach/", views.map_places, name="map_places"),
        path("ban-do/so-san-pham.json", views.map_counts, name="map_counts"),
        path("ban-do/<slug:layer>/<int:pk>/", views.map_card, name="map_card"),
        prefix_default_language=False,
    ),
]

if settings.SERVE_MEDIA:
    urlpatterns.insert(0, path("media/<path:path>", media.uploaded))

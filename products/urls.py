"""Addresses of the public register."""

from django.urls import path

from products import verification_views, views

app_name = "products"

urlpatterns = [
    path("san-pham/", views.ProductListView.as_view(), name="list"),
    path("san-pham/noi-lam/", views.PlaceListView.as_view(), name="places"),
    path("san-pham/<slug:slug>/", views.ProductDetailView.as_view(), name="detail"),
    path("xac-minh/", verification_views.ask, name="verify"),
    path("xac-minh/<path:code>/", verification_views.answer, name="verified"),
    path("x/<path:code>", verification_views.short_address, name="short"),
    path("nhom-san-pham/<slug:slug>/", views.GroupDetailView.as_view(), name="group"),
]

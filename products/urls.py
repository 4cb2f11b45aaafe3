"""Addresses of the public register."""

from django.urls import path

from products import views

app_name = "products"

urlpatterns = [
    path("san-pham/", views.ProductListView.as_view(), name="list"),
    path("san-pham/noi-lam/", views.PlaceListView.as_view(), name="places"),
    path("san-pham/<slug:slug>/", views.ProductDetailView.as_view(), name="detail"),
    path("nhom-san-pham/<slug:slug>/", views.GroupDetailView.as_view(), name="group"),
]

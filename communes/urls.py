"""Addresses of the units."""

from django.urls import path

from communes import views

app_name = "communes"

urlpatterns = [
    path("xa-phuong/", views.CommuneListView.as_view(), name="list"),
    path("xa-phuong/to-mau.svg", views.commune_drawing, name="drawing"),
    path("xa-phuong/<str:place>/", views.commune_page, name="detail"),
]

"""Addresses of the criteria."""

from django.urls import path

from scoring import views

app_name = "scoring"

urlpatterns = [
    path("bo-tieu-chi/", views.CriteriaListView.as_view(), name="criteria"),
    path(
        "bo-tieu-chi/<slug:version>/<int:number>/",
        views.CriteriaSetView.as_view(),
        name="criteria_set",
    ),
]

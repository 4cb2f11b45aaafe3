"""Addresses of the criteria, of the self-assessment and of a producer's dossiers."""

from django.urls import include, path

from scoring import views
from scoring.self_assessment import views as self_assessment

app_name = "scoring"

urlpatterns = [
    path("bo-tieu-chi/", views.CriteriaListView.as_view(), name="criteria"),
    path(
        "bo-tieu-chi/<slug:version>/<int:number>/",
        views.CriteriaSetView.as_view(),
        name="criteria_set",
    ),
    path(
        "bo-tieu-chi/<slug:version>/<int:number>/ban-<int:edition>/",
        views.CriteriaSetView.as_view(),
        name="criteria_edition",
    ),
    path(
        "bo-tieu-chi/<slug:version>/<int:number>/bo-tieu-chi.csv",
        views.criteria_table,
        name="criteria_table",
    ),
    path(
        "bo-tieu-chi/<slug:version>/<int:number>/so-voi/<slug:older>/<int:older_number>/",
        views.CriteriaComparisonView.as_view(),
        name="criteria_comparison",
    ),
    path("tu-danh-gia/", self_assessment.ChooseKindView.as_view(), name="self_assessments"),
    path(
        "tu-danh-gia/<slug:version>/<int:number>/",
        self_assessment.self_assessment,
        name="self_assessment",
    ),
    path(
        "tu-danh-gia/<slug:version>/<int:number>/bai-cham.pdf",
        self_assessment.self_assessment_paper,
        name="self_assessment_paper",
    ),
    path("", include("scoring.dossiers.own.urls")),
]

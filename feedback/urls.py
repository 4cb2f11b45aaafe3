"""Addresses of what people have to say."""

from django.urls import path

from feedback import views

app_name = "feedback"

urlpatterns = [
    path("phan-anh/", views.report, name="report"),
    path("phan-anh/tra-cuu/", views.find, name="find"),
    path("phan-anh/du-lieu-ca-nhan/", views.privacy, name="privacy"),
    path("phan-anh/<str:number>/", views.follow, name="follow"),
]

"""Addresses of the reports."""

from django.urls import path

from cvi.reports import views

app_name = "reports"

urlpatterns = [
    path("caseload/", views.caseload, name="caseload"),
    path("caseload/download/", views.caseload_download, name="caseload_download"),
    path("trail/", views.trail, name="trail"),
]

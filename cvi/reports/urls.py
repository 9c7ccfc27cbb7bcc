"""Addresses of the reports."""

from django.urls import path

from cvi.reports import views

app_name = "reports"

urlpatterns = [
    path("caseload/", views.caseload, name="caseload"),
    path("caseload/download/", views.caseload_download, name="caseload_download"),
    path("referrals/", views.connections, name="connections"),
    path("trail/", views.trail, name="trail"),
    path("unusual/", views.anomalies, name="anomalies"),
    path("people/<uuid:participant_id>/looks/", views.lookers, name="lookers"),
    path("people/<uuid:participant_id>/paper/", views.lookers_paper, name="lookers_paper"),
    path("disclosures/", views.disclosures_find, name="disclosures_find"),
    path("disclosures/<uuid:subject_id>/", views.disclosures, name="disclosures"),
    path(
        "disclosures/<uuid:subject_id>/download/",
        views.disclosures_download,
        name="disclosures_download",
    ),
]

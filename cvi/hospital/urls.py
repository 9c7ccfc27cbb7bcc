"""Addresses of hospital-based violence intervention."""

from django.urls import path

from cvi.hospital import views

app_name = "hospital"
urlpatterns = [
    path("intake/new/", views.intake_new, name="intake_new"),
    path("cases/<uuid:case_id>/intake/", views.intake_continue, name="intake_continue"),
    path("visits/<uuid:encounter_id>/visit/", views.intake_visit, name="intake_visit"),
    path("visits/<uuid:encounter_id>/safety/", views.intake_safety, name="intake_safety"),
    path("visits/<uuid:encounter_id>/injury/", views.intake_injury, name="intake_injury"),
    path("visits/<uuid:encounter_id>/needs/", views.intake_needs, name="intake_needs"),
    path("visits/<uuid:encounter_id>/about/", views.intake_about, name="intake_about"),
    path("visits/<uuid:encounter_id>/review/", views.intake_review, name="intake_review"),
]

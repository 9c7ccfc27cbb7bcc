"""Addresses of reentry."""

from django.urls import path

from cvi.reentry import views

app_name = "reentry"
urlpatterns = [
    path("cases/<uuid:case_id>/custody/new/", views.custody_new, name="custody_new"),
    path("custody/<uuid:episode_id>/", views.custody_change, name="custody_change"),
]

"""Addresses of the downloads."""

from django.urls import path

from cvi.papers import views

app_name = "papers"

urlpatterns = [
    path("", views.job_list, name="job_list"),
    path("<uuid:job_id>/", views.job, name="job"),
    path("<uuid:job_id>/download/", views.job_download, name="job_download"),
]

"""Addresses of the settings pages."""

from django.urls import path

from cvi.standards.views import models, rows

app_name = "standards"

urlpatterns = [
    path("", rows.settings, name="settings"),
    path("models/<uuid:standard_id>/", models.model, name="model"),
    path("models/<uuid:standard_id>/copy/", models.model_copy, name="model_copy"),
    path("<slug:slug>/", rows.standard_list, name="standard_list"),
    path("<slug:slug>/add/", rows.standard_add, name="standard_add"),
    path("<slug:slug>/<uuid:standard_id>/change/", rows.standard_change, name="standard_change"),
    path("<slug:slug>/<uuid:standard_id>/retire/", rows.standard_retire, name="standard_retire"),
]

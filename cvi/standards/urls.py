"""Addresses of the settings pages."""

from django.urls import path

from cvi.standards import views

app_name = "standards"

urlpatterns = [
    path("", views.settings, name="settings"),
    path("<slug:slug>/", views.standard_list, name="standard_list"),
    path("<slug:slug>/add/", views.standard_add, name="standard_add"),
    path("<slug:slug>/<uuid:standard_id>/change/", views.standard_change, name="standard_change"),
    path("<slug:slug>/<uuid:standard_id>/retire/", views.standard_retire, name="standard_retire"),
]

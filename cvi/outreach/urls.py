"""Addresses of street outreach."""

from django.urls import path

from cvi.outreach import views

app_name = "outreach"
urlpatterns = [
    path("contacts/new/", views.contact_pick, name="contact_pick"),
    path("cases/<uuid:case_id>/contacts/new/", views.contact_log, name="contact_log"),
    path("contacts/<uuid:contact_id>/undo/", views.contact_undo, name="contact_undo"),
]

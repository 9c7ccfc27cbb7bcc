"""Addresses of the desk."""

from django.urls import path

from cvi.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("welcome/", views.nothing_here, name="nothing_here"),
    path("today/", views.today, name="today"),
    path("people/", views.people, name="people"),
    path("people/new/", views.person_new, name="person_new"),
    path("people/<uuid:participant_id>/", views.participant, name="participant"),
    path("components/", views.gallery, name="gallery"),
]

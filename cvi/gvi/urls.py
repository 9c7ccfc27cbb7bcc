"""Addresses of group violence intervention."""

from django.urls import path

from cvi.gvi import views

app_name = "gvi"
urlpatterns = [
    path(
        "cases/<uuid:case_id>/notifications/new/", views.notification_new, name="notification_new"
    ),
    path(
        "notifications/<uuid:notification_id>/",
        views.notification_visit,
        name="notification_visit",
    ),
]

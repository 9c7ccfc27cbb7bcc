"""Addresses of alerts, shifts and settings."""

from django.urls import path

from cvi.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.alert_list, name="alert_list"),
    path("new/", views.alert_new, name="alert_new"),
    path("<uuid:alert_id>/", views.alert, name="alert"),
    path("<uuid:alert_id>/answer/", views.alert_answer, name="alert_answer"),
    path("<uuid:alert_id>/end/", views.alert_end, name="alert_end"),
    path("shifts/", views.shift_list, name="shift_list"),
    path("shifts/new/", views.shift_new, name="shift_new"),
    path("shifts/<uuid:shift_id>/end/", views.shift_end, name="shift_end"),
    path("times/", views.times, name="times"),
    path("settings/", views.notices, name="notices"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/new/", views.calendar_new, name="calendar_new"),
    path("calendar/end/", views.calendar_end, name="calendar_end"),
]

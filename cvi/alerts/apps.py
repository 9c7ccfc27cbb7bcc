"""Alerts as a Django app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "cvi.alerts"
    default_auto_field = "django.db.models.BigAutoField"

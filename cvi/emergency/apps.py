"""Emergency sight as a Django app."""

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    name = "cvi.emergency"
    default_auto_field = "django.db.models.BigAutoField"

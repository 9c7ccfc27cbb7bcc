"""The drop box as a Django app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "cvi.incidents"
    default_auto_field = "django.db.models.BigAutoField"

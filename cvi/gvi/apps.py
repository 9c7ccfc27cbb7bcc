"""Group violence intervention as a Django app."""

from django.apps import AppConfig


class GVIConfig(AppConfig):
    name = "cvi.gvi"
    default_auto_field = "django.db.models.BigAutoField"

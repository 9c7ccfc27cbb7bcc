"""Hospital-based violence intervention as a Django app."""

from django.apps import AppConfig


class HospitalConfig(AppConfig):
    name = "cvi.hospital"
    default_auto_field = "django.db.models.BigAutoField"

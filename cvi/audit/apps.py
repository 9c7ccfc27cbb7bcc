"""The trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cvi.audit"
    default_auto_field = "django.db.models.BigAutoField"

"""Reports as a Django app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "cvi.reports"
    default_auto_field = "django.db.models.BigAutoField"

"""Staffing as a Django app."""

from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "cvi.staffing"
    default_auto_field = "django.db.models.BigAutoField"

"""Reentry as a Django app."""

from django.apps import AppConfig


class ReentryConfig(AppConfig):
    name = "cvi.reentry"
    default_auto_field = "django.db.models.BigAutoField"

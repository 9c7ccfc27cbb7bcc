"""Cases as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cvi.cases"
    default_auto_field = "django.db.models.BigAutoField"

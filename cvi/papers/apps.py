"""Papers as a Django app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "cvi.papers"
    default_auto_field = "django.db.models.BigAutoField"

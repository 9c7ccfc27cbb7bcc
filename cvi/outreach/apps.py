"""Street outreach as a Django app."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "cvi.outreach"
    default_auto_field = "django.db.models.BigAutoField"

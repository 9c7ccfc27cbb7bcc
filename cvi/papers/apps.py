"""Papers as a Django app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "cvi.papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cvi.papers import checks  # noqa: F401  registered by import, as Django asks

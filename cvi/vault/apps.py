"""The vault as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "cvi.vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cvi.vault import checks  # noqa: F401  registered by import, as Django asks

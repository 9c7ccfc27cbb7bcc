"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cvi.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cvi.accounts import checks, receivers  # noqa: F401  registered by import

"""Standards as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StandardsConfig(AppConfig):
    name = "cvi.standards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cvi.standards import seeding

        post_migrate.connect(seeding.seed, sender=self, dispatch_uid="standards_seeds")

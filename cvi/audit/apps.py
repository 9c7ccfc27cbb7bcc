"""The trail as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "cvi.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cvi.audit import triggers

        post_migrate.connect(triggers.install, sender=self, dispatch_uid="audit_triggers")

"""Referrals as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReferralsConfig(AppConfig):
    name = "cvi.referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cvi.referrals import seeding

        post_migrate.connect(seeding.seed, sender=self, dispatch_uid="directory_seeds")

"""Referrals as a Django app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "cvi.referrals"
    default_auto_field = "django.db.models.BigAutoField"

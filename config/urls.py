"""Which address belongs to which app."""

from django.urls import URLResolver

urlpatterns: list[URLResolver] = []

"""Where the afternoon build answers."""

from django.urls import path

from tests.benchmarks.baseline.admin import site

urlpatterns = [path("admin/", site.urls)]

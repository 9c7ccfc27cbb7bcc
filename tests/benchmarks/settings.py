"""The program's settings with the afternoon build beside it, for `script/bench` alone."""

from config.settings import *  # noqa: F403

INSTALLED_APPS += ["django.contrib.admin", "tests.benchmarks.baseline"]  # noqa: F405

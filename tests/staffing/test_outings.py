"""Who is in the field: they say so, whoever leads them sees it, and who is late stands on top."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cvi.accounts.models import Team, User
from cvi.staffing import services
from cvi.staffing.errors import AlreadyOut, NotOut
from cvi.staffing.models import Outing
from cvi.staffing.services import Way
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.django_db
START, BACK, LONGER, MINE, TEAM, TODAY = (
    reverse(f"staffing:{name}")
    for name in ("outing_start", "outing_end", "outing_longer", "mine", "team")
), None, None, None, None, None

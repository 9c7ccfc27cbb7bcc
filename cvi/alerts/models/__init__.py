"""Shifts, alerts with their messages, and how each person wants to be written to."""

from cvi.alerts.models.alerts import Alert as Alert
from cvi.alerts.models.alerts import Delivery as Delivery
from cvi.alerts.models.notices import Digest as Digest
from cvi.alerts.models.notices import FeedAddress as FeedAddress
from cvi.alerts.models.notices import NoticeSettings as NoticeSettings
from cvi.alerts.models.notices import WorkPhone as WorkPhone
from cvi.alerts.models.sending import CLAIM_LASTS as CLAIM_LASTS
from cvi.alerts.models.sending import Sending as Sending
from cvi.alerts.models.shifts import AlertTimes as AlertTimes
from cvi.alerts.models.shifts import Shift as Shift

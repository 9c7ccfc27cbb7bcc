"""What the worker does for the trail: link it, write its end down elsewhere, make it room."""

import json
import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cvi.audit import chain, keys, triggers

SECONDS_BETWEEN = 2

logger = logging.getLogger("cvi.audit.anchors")


@db_task()  # type: ignore[untyped-decorator]
def link_trail() -> None:
    """Chain what is pending."""
    while chain.link():
        pass


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def plan_linking() -> None:
    """Plan the links of the coming minute."""
    for seconds in range(0, 60, SECONDS_BETWEEN):
        link_trail.schedule(delay=seconds)


@db_periodic_task(crontab(minute="0"))  # type: ignore[untyped-decorator]
def log_anchor() -> None:
    """Write the end of the chain to the log as one line of JSON, to be kept off this machine."""
    logger.info(json.dumps(chain.anchor().as_json()))


@db_periodic_task(crontab(minute="0"))  # type: ignore[untyped-decorator]
def note_master_key() -> None:
    """Leave a line when another master key is in use than the trail knows."""
    keys.note_master_key()


@db_periodic_task(crontab(hour="3", minute="10"))  # type: ignore[untyped-decorator]
def make_room() -> None:
    """Make the tables of the coming months, with their triggers."""
    triggers.install()

"""What the worker does for the trail: link it every two seconds."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cvi.audit import chain

SECONDS_BETWEEN = 2


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

"""What the worker does for referrals: end what ran out."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cvi.accounts.system import system_user
from cvi.referrals import services


@db_periodic_task(crontab(hour="0", minute="20"))  # type: ignore[untyped-decorator]
def expire_referrals() -> None:
    """Close what nobody answered or may be shared no more, and delete drafts left lying."""
    services.expire_run_out(by=system_user())
    services.drop_old_drafts(by=system_user())

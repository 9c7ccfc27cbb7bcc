"""What the worker does: compare people with other agencies', and clear up unowned files."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from cvi.accounts.system import system_user
from cvi.cases import documents, reviews, services
from cvi.cases.models import Participant


@db_task()  # type: ignore[untyped-decorator]
def compare_elsewhere(*, participant_id: str) -> None:
    """Compare someone who was written down, or changed, with the people of other agencies."""
    people = Participant.objects.select_related("agency")
    participant = people.filter(pk=UUID(participant_id)).first()
    if participant:
        reviews.compare_elsewhere(participant=participant, by=system_user())


def plan_comparison(participant: Participant) -> None:
    """Have someone compared once this request is committed; neither bytes nor time can tell."""
    transaction.on_commit(
        lambda: compare_elsewhere(participant_id=str(participant.pk)), robust=True
    )


@db_periodic_task(crontab(hour="3", minute="20"))  # type: ignore[untyped-decorator]
def drop_unowned_files() -> None:
    """Delete the files of forms that were never saved."""
    documents.drop_unowned(now=timezone.now())


@db_periodic_task(crontab(hour="3", minute="40"))  # type: ignore[untyped-decorator]
def purge_eligibility_answers() -> None:
    """Destroy the answers about eligibility whose time is over."""
    services.purge_answers(by=system_user())

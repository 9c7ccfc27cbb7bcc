"""The worker compares people with other agencies'; neither bytes nor time can tell that it did."""

from uuid import UUID

from django.db import transaction
from huey.contrib.djhuey import db_task

from cvi.accounts.system import system_user
from cvi.cases import reviews
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

"""What a participant's page shows of referrals: sent, begun, and the one by which they came."""

from dataclasses import dataclass

from django.urls import reverse

from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.access import allows
from cvi.cases.models import Case
from cvi.referrals.models import Referral, ReferralDraft

SHOWN = 8


@dataclass(frozen=True)
class Sent:
    """A referral that was sent, and its page for those who may open it."""

    referral: Referral
    url: str


@dataclass(frozen=True)
class Came:
    """The referral by which someone came, and where its sender is told how it goes on."""

    referral: Referral
    url: str


@dataclass(frozen=True)
class Referrals:
    """All that hangs on some cases of one participant."""

    sent: list[Sent]
    drafts: list[ReferralDraft]
    came: list[Came]

    @property
    def is_any(self) -> bool:
        """Whether there is something to show."""
        return bool(self.sent or self.drafts or self.came)


def referrals(cases: list[Case], *, reader: User) -> Referrals:
    """Return the latest referrals of cases that the reader was let in to. Three queries."""
    ours = {case.pk: case for case in cases}
    mine = Referral.objects.visible_to(reader).filter(case__in=cases)
    sent = mine.select_related("to_team__agency").order_by("closed_at", "-pk")
    drafts = ReferralDraft.objects.visible_to(reader).filter(case__in=cases)
    return Referrals(
        sent=[Sent(row, _url(row, ours[row.case_id], reader)) for row in sent[:SHOWN]],
        drafts=[
            row
            for row in drafts.select_related("to_team__agency").order_by("saved_at")
            if allows(reader, Permission.SEND_REFERRAL, ours[row.case_id])
        ],
        came=list(came_by(cases, reader=reader)),
    )


def came_by(cases: list[Case], *, reader: User) -> list[Came]:
    """Return the open referrals by which someone came, whose sender waits for word. One query."""
    ours = {case.pk: case for case in cases if case.closed_on is None}
    rows = Referral.objects.of_receiver().filter(receiving_case__in=ours)
    rows = rows.select_related("consent", "case__team__agency").order_by("pk")
    return [
        Came(row, reverse("referrals:case_report", args=[row.receiving_case_id]))
        for row in rows
        if row.is_shared_today
        and row.receiving_case_id
        and allows(reader, Permission.CHANGE_CASE, ours[row.receiving_case_id])
    ]


def _url(row: Referral, case: Case, reader: User) -> str:
    may = allows(reader, Permission.SEND_REFERRAL, case)
    return reverse("referrals:sent", args=[row.pk]) if may else ""

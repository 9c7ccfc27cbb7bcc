"""Hand-offs in the demo: with consent, to another agency; accepted, declined, or waiting."""

import datetime as dt
from itertools import cycle

from cvi.accounts.models import Program, User
from cvi.accounts.system import system_user
from cvi.cases import services as cases
from cvi.cases.models import Case, Consent
from cvi.cases.services import Release
from cvi.records.demo.casework import signer_for
from cvi.records.demo.city import City, Home
from cvi.records.demo.story import Story
from cvi.referrals import services as referrals
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff, Step
from cvi.referrals.values import DeclineReason, IneligibleReason, StopReason, Urgency

REASONS = (DeclineReason.NO_ROOM, DeclineReason.NOT_OUR_AREA)
Status = Referral.Status
ENDS = [
    Status.ACCEPTED,
    Status.SENT,
    Status.DECLINED,
    Status.CONNECTED,
    Status.ACKNOWLEDGED,
    Status.SCHEDULED,
    Status.WAITLISTED,
    Status.UNREACHED,
    Status.NOT_WANTED,
    Status.RECEIVING,
    Status.COMPLETED,
    Status.INELIGIBLE,
    Status.CANCELLED,
    Status.EXPIRED,
]
"""One after the other, so that each is there."""
BY_SENDER = {Status.CANCELLED, Status.NOT_WANTED}
WAYS = {
    Status.CONNECTED: [Status.CONNECTED],
    Status.SCHEDULED: [Status.SCHEDULED],
    Status.UNREACHED: [Status.SCHEDULED, Status.UNREACHED],
    Status.RECEIVING: [Status.CONNECTED, Status.RECEIVING],
    Status.COMPLETED: [Status.CONNECTED, Status.COMPLETED],
}
"""The steps after a referral was accepted."""
Field = Consent.Field


class Handoffs:
    """Sends people on to street outreach, each to the next team in turn."""

    def __init__(self, city: City, story: Story) -> None:
        self.story = story
        self.homes = cycle(city.homes[Program.OUTREACH])
        self.ends = cycle(ENDS)

    def hand_on(self, *, case: Case, by: User) -> Referral:
        """Get consent, send, and answer as the receiving team would."""
        home = self._next_home(case)
        fields = [Field.NAME.value, Field.PHONE.value, Field.NEEDS.value]
        signed_on = max(self.story.days_ago(self.story.chance.randint(0, 9)), case.opened_on)
        release = Release(
            recipient=home.team.agency,
            scope=[*fields, Field.ZONE.value],
            method=Consent.Method.SIGNED,
            signed_on=signed_on,
            expires_on=signed_on + dt.timedelta(days=180),
            purpose="services",
            **signer_for(case.participant, on=signed_on),
        )
        cases.record_consent(case=case, release=release, by=by)
        urgency = self.story.chance.choice(list(Urgency))
        handoff = Handoff(to_team=home.team, fields=fields, urgency=urgency)
        referral = referrals.send_referral(case=case, handoff=handoff, by=by)
        self._answer(referral, home, sender=by)
        return referral

    def _next_home(self, case: Case) -> Home:
        """Return the next team that is not of the sender's own agency."""
        return next(h for h in self.homes if h.team.agency_id != case.participant.agency_id)

    def _answer(self, referral: Referral, home: Home, *, sender: User) -> None:
        """Bring a referral to the next of the ends."""
        end = next(self.ends)
        by = home.supervisor or home.workers[0]
        if end in {Status.DECLINED, Status.INELIGIBLE}:
            reason = self.story.chance.choice(REASONS)
            code = reason if end == Status.DECLINED else IneligibleReason.ADDRESS
            referrals.decline_referral(referral=referral, reason=code, by=by)
        elif end in {Status.ACKNOWLEDGED, Status.WAITLISTED}:
            referrals.report_step(referral=referral, step=Step(end), by=by)
        elif end in BY_SENDER:
            on = self.story.today + dt.timedelta(days=28) if end == Status.NOT_WANTED else None
            why = StopReason.OTHER_HELP.value if end == Status.CANCELLED else ""
            step = Step(end, on=on, reason=why)
            referrals.move_own(referral=referral, step=step, by=sender)
        elif end == Status.EXPIRED:
            self._run_out(referral)
        elif end != Status.SENT:
            self._take(referral, home, end)

    def _take(self, referral: Referral, home: Home, end: str) -> None:
        """Accept a referral, and go on as far as `end`."""
        by = home.supervisor or home.workers[0]
        worker = self.story.chance.choice(home.workers)
        referrals.accept_referral(referral=referral, worker=worker, by=by)
        for status in WAYS.get(Status(end), []):
            today = self.story.today
            on = today + dt.timedelta(days=4) if status == Status.SCHEDULED else today
            referrals.report_step(referral=referral, step=Step(status, on=on), by=by)

    def _run_out(self, referral: Referral) -> None:
        """Let the consent be taken back, and the night's work close what hangs on it."""
        by = system_user()
        if referral.consent:
            cases.revoke_consent(consent=referral.consent, by=by)
        referrals.expire_run_out(by=by)

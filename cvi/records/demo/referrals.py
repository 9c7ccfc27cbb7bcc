"""Hand-offs in the demo: with consent, to another agency; accepted, declined, or waiting."""

import datetime as dt
from itertools import cycle

from cvi.accounts.models import Program, User
from cvi.cases import services as cases
from cvi.cases.models import Case, Consent
from cvi.cases.services import Release
from cvi.records.demo.casework import signer_for
from cvi.records.demo.city import City, Home
from cvi.records.demo.story import Story
from cvi.referrals import services as referrals
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff
from cvi.referrals.values import DeclineReason, Urgency

REASONS = (DeclineReason.NO_ROOM, DeclineReason.NOT_OUR_AREA)
Status = Referral.Status
Field = Consent.Field


class Handoffs:
    """Sends people on to street outreach, each to the next team in turn."""

    def __init__(self, city: City, story: Story) -> None:
        self.story = story
        self.homes = cycle(city.homes[Program.OUTREACH])
        self.ends = cycle([Status.ACCEPTED, Status.SENT, Status.DECLINED, Status.ACCEPTED])

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
        self._answer(referral, home)
        return referral

    def _next_home(self, case: Case) -> Home:
        """Return the next team that is not of the sender's own agency."""
        return next(h for h in self.homes if h.team.agency_id != case.participant.agency_id)

    def _answer(self, referral: Referral, home: Home) -> None:
        end = next(self.ends)
        by = home.supervisor or home.workers[0]
        if end == Status.ACCEPTED:
            worker = self.story.chance.choice(home.workers)
            referrals.accept_referral(referral=referral, worker=worker, by=by)
        elif end == Status.DECLINED:
            reason = self.story.chance.choice(REASONS)
            referrals.decline_referral(referral=referral, reason=reason, by=by)

"""Drafts of referrals hold codes, send nothing, and run out."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cvi.audit.models import Disclosure
from cvi.referrals import services
from cvi.referrals.models import Referral, ReferralDraft
from cvi.referrals.services import Handoff, Outline
from cvi.referrals.values import ReferralStatus
from tests.cast import Cast

_S = ReferralStatus


class TestDrafts:
    def outline(self, cast: Cast, **changes: Any) -> Outline:
        return Outline(cast.harbor_team, **changes)

    def test_hold_codes_and_send_nothing(self, cast: Cast) -> None:
        case = cast.case(team=cast.mercy_team)

        first = services.save_draft(case=case, outline=self.outline(cast), by=cast.system)
        outline = self.outline(cast, fields=["phone", "name"], urgency="today")
        draft = services.save_draft(case=case, outline=outline, by=cast.system)

        assert (draft.pk, draft.fields) == (first.pk, ["name", "phone"])
        assert not Referral.objects.exists()
        assert not Disclosure.objects.exists()

    def test_are_used_up_by_sending(self, cast: Cast) -> None:
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name")
        services.save_draft(case=case, outline=self.outline(cast), by=cast.system)

        handoff = Handoff(cast.harbor_team, ["name"], "today")
        services.send_referral(case=case, handoff=handoff, by=cast.system)

        assert not ReferralDraft.objects.exists()

    def test_run_out(self, cast: Cast) -> None:
        case = cast.case(team=cast.mercy_team)
        services.save_draft(case=case, outline=self.outline(cast), by=cast.system)
        fresh = cast.case(team=cast.mercy_team)
        kept = services.save_draft(case=fresh, outline=self.outline(cast), by=cast.system)
        old = timezone.now() - dt.timedelta(days=15)
        ReferralDraft.objects.exclude(pk=kept.pk).update(saved_at=old)

        assert services.drop_old_drafts(by=cast.system) == 1

        assert list(ReferralDraft.objects.all()) == [kept]

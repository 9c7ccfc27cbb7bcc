"""The pages of the team that got a referral, and what both sides find on Today."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cvi.cases import services as cases
from cvi.referrals import services
from cvi.referrals.models import Referral, ReferralDraft, ReferralMove
from cvi.referrals.services import Handoff
from tests.cast import Cast, SignIn
from tests.referrals.course import accepted, declined, in_days, report, sent, tried

INBOX = "/referrals/"
SENT = "/referrals/sent/"
ACTS = ("sent", "sent_stop", "sent_again", "sent_told", "sent_try", "sent_close")
POSTED = {"sent_close", "referral_seen", "draft_throw"}


def at(name: str, row: Any) -> str:
    return reverse(f"referrals:{name}", args=[row.pk])


def stands(referral: Referral) -> str:
    referral.refresh_from_db()
    return referral.status


class TestWhatTheTeamDoes:
    def test_says_that_it_was_seen_once(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)
        browser = sign_in(cast.supervisor())

        browser.post(at("referral_seen", referral))
        again = browser.post(at("referral_seen", referral), follow=True)

        assert stands(referral) == "acknowledged"
        assert "They have seen it" in again.content.decode()
        assert ReferralMove.objects.filter(referral=referral).count() == 2

    def test_puts_it_on_a_waiting_list(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)

        answer = sign_in(cast.supervisor()).post(
            at("referral_report", referral), {"status": "waitlisted"}
        )

        assert answer.url == reverse("referrals:referral_inbox")
        assert stands(referral) == "waitlisted"

    def test_plans_a_first_visit_and_says_that_they_came(self, cast: Cast, sign_in: SignIn) -> None:
        referral, _case = accepted(cast)
        browser = sign_in(cast.supervisor())
        url = at("referral_report", referral)

        unsaid = browser.post(url, {"status": "scheduled"})
        browser.post(url, {"status": "scheduled", "on": in_days(4)})
        browser.post(url, {"status": "connected", "on": in_days(0)})

        referral.refresh_from_db()
        assert "on" in unsaid.context["form"].errors
        assert (referral.scheduled_on, referral.connected_on) == (in_days(4), in_days(0))

    @pytest.mark.parametrize(
        ("status", "reason", "stays"),
        [
            ("ineligible", "age", "ineligible"),
            ("ineligible", "", "accepted"),
            ("declined", "age", "accepted"),
        ],
    )
    def test_says_no_after_all_with_a_reason_that_fits(
        self, cast: Cast, sign_in: SignIn, status: str, reason: str, stays: str
    ) -> None:
        referral, _case = accepted(cast)
        typed = {"status": status, "reason": reason}

        sign_in(cast.supervisor()).post(at("referral_report", referral), typed)

        assert stands(referral) == stays

    def test_leaves_what_they_do_not_want_to_the_sender_for_later(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral, _case = accepted(cast)

        sign_in(cast.supervisor()).post(at("referral_report", referral), {"status": "not_wanted"})

        referral.refresh_from_db()
        assert (referral.is_sender_next, referral.re_offer_on) == (True, in_days(28))

    @pytest.mark.parametrize("name", ["referral_report", "referral_seen"])
    def test_is_the_team_s_alone(self, cast: Cast, sign_in: SignIn, name: str) -> None:
        url = at(name, sent(cast))

        for user, code in ((cast.specialist(), 404), (cast.messenger(), 403)):
            browser = sign_in(user)
            answer = browser.post(url) if name in POSTED else browser.get(url)
            assert answer.status_code == code

    def test_the_inbox_tells_late_from_new_from_what_can_wait(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        late, new, waiting = sent(cast), sent(cast), sent(cast)
        report(cast, waiting, "waitlisted")
        Referral.objects.filter(pk=late.pk).update(due_on=in_days(-1))

        lists = sign_in(cast.supervisor()).get(INBOX).context["lists"]

        assert (lists.late, lists.now, lists.later) == ([late], [new], [waiting])

    def test_the_inbox_names_own_people_after_they_were_accepted(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        accepted(cast)
        provider = cast.user("pat", "provider", cast.harbor_team)

        assert "Zedd" in sign_in(cast.supervisor()).get(INBOX).content.decode()
        assert "Zedd" not in sign_in(provider).get(INBOX).content.decode()


class TestFromOnesOwnCase:
    def test_tells_the_sender_when_the_first_visit_happened(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast)
        mo = cast.messenger()
        case = services.accept_referral(referral=referral, worker=mo, by=cast.system)
        browser = sign_in(mo)
        url = reverse("referrals:case_report", args=[case.pk])
        person = reverse("desk:participant", args=[case.participant_id])

        assert "They came by a referral from Mercy Hospital" in browser.get(person).content.decode()
        answer = browser.post(url, {"status": "connected", "on": in_days(0)})

        assert answer.url == person
        assert stands(referral) == "connected"

    def test_is_about_those_who_came_by_a_referral(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(cast.messenger("may"))
        url = reverse("referrals:case_report", args=[case.pk])

        assert sign_in(cast.supervisor()).get(url).status_code == 302
        assert sign_in(cast.specialist()).get(url).status_code == 404

    def test_shows_no_card_and_takes_no_word_once_sharing_ended(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral, case = accepted(cast)
        cases.revoke_consent(consent=referral.consent, by=cast.system)
        browser = sign_in(cast.supervisor())
        person = reverse("desk:participant", args=[case.participant_id])
        url = reverse("referrals:case_report", args=[case.pk])

        page = browser.post(url, {"status": "connected", "on": in_days(0)})

        assert "They came by a referral" not in browser.get(person).content.decode()
        assert "Sharing ended" in page.content.decode()
        assert stands(referral) == "accepted"


class TestAccessEnds:
    def places(self, referral: Referral) -> list[str]:
        return [at("referral", referral), INBOX, "/today/", at("referral_decline", referral)]

    def told(self, browser: Any, referral: Referral) -> str:
        return "".join(browser.get(url).content.decode() for url in self.places(referral))

    def test_with_the_consent_at_the_next_request(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, need="housing")
        browser = sign_in(cast.supervisor())
        before = self.told(browser, referral)
        assert "Zedd" in before
        assert "A place to stay" in before

        cases.revoke_consent(consent=referral.consent, by=cast.system)

        fresh = Referral.objects.get(pk=referral.pk)
        assert "Zedd" not in self.told(browser, referral)
        assert "215" not in self.told(browser, referral)
        assert "A place to stay" not in self.told(browser, referral)
        assert fresh.called == ""

    def test_with_the_referral_at_the_next_request(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)
        browser = sign_in(cast.supervisor())

        sign_in(cast.specialist()).post(at("sent_stop", referral), {"reason": "stopped"})

        assert "Zedd" not in self.told(browser, referral)
        assert "215" not in self.told(browser, referral)

    def test_when_the_team_said_no(self, cast: Cast, sign_in: SignIn) -> None:
        referral = declined(cast)

        assert "Zedd" not in self.told(sign_in(cast.supervisor()), referral)


class TestToday:
    def test_says_what_is_the_sender_s_turn(self, cast: Cast, sign_in: SignIn) -> None:
        hana = cast.specialist()
        referral = declined(cast)
        Referral.objects.update(due_on=in_days(-1))

        text = sign_in(hana).get("/today/").content.decode()

        assert "Referral, Harbor street team: Find another team." in text
        assert at("sent", referral) in text

    def test_offers_again_on_the_day(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)
        browser = sign_in(cast.specialist())
        browser.post(at("sent_again", referral), {"on": in_days(9)})
        assert "Offer it again" not in browser.get("/today/").content.decode()

        Referral.objects.update(due_on=in_days(0), re_offer_on=in_days(0))

        assert "Offer it again" in browser.get("/today/").content.decode()

    def test_says_what_the_team_owes_and_how_many_are_late(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast)
        mo, sue = cast.messenger(), cast.supervisor()
        sent(cast)
        services.accept_referral(referral=referral, worker=mo, by=cast.system)
        Referral.objects.update(due_on=in_days(-1))

        theirs = sign_in(mo).get("/today/").content.decode()
        led = sign_in(sue).get("/today/").content.decode()

        assert "Referral, Mercy Hospital: Plan the first visit." in theirs
        assert "2 referrals to your team are late." in led

    def test_reminds_of_a_draft(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name")
        browser = sign_in(cast.specialist())
        browser.post(
            reverse("referrals:referral_write", args=[case.pk, cast.harbor_team.pk]), {"keep": "1"}
        )
        ReferralDraft.objects.update(saved_at=timezone.now() - dt.timedelta(days=2))

        text = browser.get("/today/").content.decode()

        assert "A referral to Harbor street team is not sent yet" in text

    def test_asks_as_many_queries_for_many_as_for_one(self, cast: Cast, sign_in: SignIn) -> None:
        browser = sign_in(cast.specialist())
        declined(cast)
        Referral.objects.update(due_on=in_days(-1))
        browser.get("/today/")
        with CaptureQueriesContext(connection) as few:
            browser.get("/today/")
        for _number in range(4):
            declined(cast)
        Referral.objects.update(due_on=in_days(-1))
        browser.get("/today/")

        with CaptureQueriesContext(connection) as many:
            browser.get("/today/")

        assert len(many) == len(few)


class TestPlan:
    def test_lists_what_was_sent_and_begun(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)
        cast.consent(referral.case, cast.hill, "name")
        browser = sign_in(cast.specialist())
        write = reverse("referrals:referral_write", args=[referral.case_id, cast.hill_team.pk])
        browser.post(write, {"keep": "1"})

        text = browser.get(
            reverse("desk:plan", args=[referral.case.participant_id])
        ).content.decode()

        assert at("sent", referral) in text
        assert "Not sent yet" in text

    def test_of_one_who_came_by_a_referral_says_so(self, cast: Cast, sign_in: SignIn) -> None:
        referral, case = accepted(cast)
        tried_by = sign_in(cast.supervisor())

        text = tried_by.get(reverse("desk:plan", args=[case.participant_id])).content.decode()

        assert "They came by a referral from Mercy Hospital" in text
        assert at("sent", referral) not in text


def test_a_try_is_on_the_sender_s_page(cast: Cast, sign_in: SignIn) -> None:
    referral, _case = accepted(cast)
    report(cast, referral, "unreached")
    tried(cast, referral)

    text = sign_in(cast.specialist()).get(at("sent", referral)).content.decode()

    assert "Tried, no answer (Call)" in text


def test_a_handoff_tells_no_more_than_it_should(cast: Cast) -> None:
    handoff = Handoff(cast.harbor_team, ["name"], "today", need="housing", way="info_only")

    assert handoff.leaving == []

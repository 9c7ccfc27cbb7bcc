"""The pages on which both sides say how a referral goes on."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.referrals import services
from cvi.referrals.models import Referral, ReferralAttempt, ReferralDraft
from tests.cast import Cast, SignIn
from tests.referrals.course import accepted, declined, in_days, report, sent

INBOX = "/referrals/"
SENT = "/referrals/sent/"
ACTS = ("sent", "sent_stop", "sent_again", "sent_told", "sent_try", "sent_close")
POSTED = {"sent_close", "referral_seen", "draft_throw"}


def at(name: str, row: Any) -> str:
    return reverse(f"referrals:{name}", args=[row.pk])


def stands(referral: Referral) -> str:
    referral.refresh_from_db()
    return referral.status


class TestSent:
    def test_shows_where_it_stands_to_both_with_the_clock(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast)

        ours = sign_in(cast.specialist()).get(at("sent", referral)).content.decode()
        theirs = sign_in(cast.supervisor()).get(at("referral", referral)).content.decode()

        assert "Say that you have seen it" in ours
        assert "By when" in ours
        assert "By when" in theirs

    def test_tells_that_it_was_accepted_and_nothing_of_the_team_s_record(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral, case = accepted(cast)
        cases.add_note(case=case, text="Only for Harbor", by=cast.system)
        report(cast, referral, "connected", in_days(0))

        text = sign_in(cast.specialist()).get(at("sent", referral)).content.decode()

        assert "Accepted" in text
        assert "They came on" in text
        assert "Only for Harbor" not in text
        assert case.participant.code not in text

    def test_shows_what_stood_in_the_way_to_the_sender_alone(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = declined(cast)
        typed = {"on": in_days(9), "barriers": ["record"]}
        hana = sign_in(cast.specialist())
        second = sent(cast)

        answer = hana.post(at("sent_again", second), typed)

        assert answer.url == at("sent", second)
        assert "No room now" in hana.get(at("sent", referral)).content.decode()
        assert "Criminal record" in hana.get(at("sent", second)).content.decode()
        sue = sign_in(cast.supervisor())
        assert "Criminal record" not in sue.get(at("referral", second)).content.decode()

    @pytest.mark.parametrize("name", ACTS)
    def test_is_shut_to_the_team_that_got_it_and_to_strangers(
        self, cast: Cast, sign_in: SignIn, name: str
    ) -> None:
        url = at(name, sent(cast))

        for user in (cast.supervisor(), cast.supervisor("ray", team=cast.hill_team)):
            browser = sign_in(user)
            answer = browser.post(url) if name in POSTED else browser.get(url)
            assert answer.status_code == 404

    @pytest.mark.parametrize("name", ACTS)
    def test_is_refused_to_a_role_that_sends_none(
        self, cast: Cast, sign_in: SignIn, name: str
    ) -> None:
        url = at(name, sent(cast))
        browser = sign_in(cast.user("cleo", "clinician", cast.mercy_team))

        answer = browser.post(url) if name in POSTED else browser.get(url)

        assert answer.status_code == 403

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        assert reverse("account_login") in client.get(at("sent", sent(cast))).url


class TestWhatTheSenderDoes:
    def test_takes_it_back(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)
        browser = sign_in(cast.specialist())

        unsaid = browser.post(at("sent_stop", referral), {"reason": ""})
        browser.post(at("sent_stop", referral), {"reason": "mistake"})

        assert "reason" in unsaid.context["form"].errors
        assert stands(referral) == "cancelled"
        assert "Taken back" in browser.get(at("sent", referral)).content.decode()

    @pytest.mark.parametrize("day", ["", "2020-01-01", "31 June", "9999-99-99"])
    def test_keeps_what_was_typed_when_the_day_is_wrong(
        self, cast: Cast, sign_in: SignIn, day: str
    ) -> None:
        referral = sent(cast)

        page = sign_in(cast.specialist()).post(at("sent_again", referral), {"on": day})

        assert page.context["form"].errors
        assert page.context["form"]["on"].value() == day
        assert stands(referral) == "sent"

    def test_says_when_a_day_is_too_far(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast)

        page = sign_in(cast.specialist()).post(at("sent_again", referral), {"on": in_days(900)})

        assert "twelve months" in page.context["form"].non_field_errors()[0]

    def test_writes_tries_down_and_closes_after_three(self, cast: Cast, sign_in: SignIn) -> None:
        referral, _case = accepted(cast)
        report(cast, referral, "unreached")
        browser = sign_in(cast.specialist())
        typed = {"mode": "call", "is_reached": "no", "tried_on": in_days(0)}

        early = browser.post(at("sent_close", referral), follow=True).content.decode()
        browser.post(at("sent_try", referral), {**typed, "mode": "text"})
        browser.post(at("sent_try", referral), {**typed, "mode": "in_person"})
        browser.post(at("sent_try", referral), typed)
        late = browser.post(at("sent_close", referral), follow=True).content.decode()

        assert "Try 3 more times" in early
        assert ReferralAttempt.objects.count() == 3
        assert "Not reached after all tries" in late

    def test_offers_no_try_without_saying_how(self, cast: Cast, sign_in: SignIn) -> None:
        referral, _case = accepted(cast)
        report(cast, referral, "unreached")

        page = sign_in(cast.specialist()).post(at("sent_try", referral), {"tried_on": in_days(1)})

        assert set(page.context["form"].errors) == {"mode", "is_reached", "tried_on"}
        assert not ReferralAttempt.objects.exists()

    def test_writes_what_a_person_tells_of_a_team_that_knows_nothing(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast, way="info_only")
        browser = sign_in(cast.specialist())

        typed = {"status": "connected", "on": in_days(0)}
        browser.post(at("sent_told", referral), typed)

        assert stands(referral) == "connected"

    def test_refers_to_another_team_with_what_was_asked_for(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast, need="housing", needed_by=in_days(9))
        services.decline_referral(referral=referral, reason="no_room", by=cast.system)
        cast.consent(referral.case, cast.hill, "name", "needs")
        browser = sign_in(cast.specialist())

        send = reverse("referrals:referral_send", args=[referral.case_id])
        written = browser.get(f"{send}?instead_of={referral.pk}")
        form = browser.get(written.url).context["form"]
        typed = {"fields_to_share": ["name"], "urgency": "today", "way": "warm"}
        browser.post(written.url, {**typed, "need": "housing"})

        assert str(cast.hill_team.pk) in written.url
        assert form["need"].value() == "housing"
        assert form["needed_by"].value() == in_days(9)
        second = Referral.objects.get(to_team=cast.hill_team)
        assert second.reroute_of == referral
        page = browser.get(at("sent", second)).content.decode()
        assert "Sent instead of an earlier referral" in page
        assert stands(referral) == "declined"

    @pytest.mark.parametrize("text", ["", "x", "%00", str(uuid.UUID(int=0))])
    def test_takes_no_other_referral_for_the_earlier_one(
        self, cast: Cast, sign_in: SignIn, text: str
    ) -> None:
        referral = sent(cast)
        cast.consent(referral.case, cast.hill, "name")
        send = reverse("referrals:referral_send", args=[referral.case_id])

        page = sign_in(cast.specialist()).get(f"{send}?instead_of={text}")

        assert page.context["earlier"] is None

    def test_says_that_no_other_team_may_get_anything(self, cast: Cast, sign_in: SignIn) -> None:
        referral = declined(cast)
        send = reverse("referrals:referral_send", args=[referral.case_id])

        text = sign_in(cast.specialist()).get(f"{send}?instead_of={referral.pk}").content.decode()

        assert "No other team may get anything yet." in text


class TestDrafts:
    def url(self, cast: Cast, case: Case) -> str:
        return reverse("referrals:referral_write", args=[case.pk, cast.harbor_team.pk])

    def test_keeps_an_unfinished_one_and_goes_on_with_it(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name", "phone")
        browser = sign_in(cast.specialist())

        browser.post(self.url(cast, case), {"fields_to_share": ["phone"], "keep": "1"})
        form = browser.get(self.url(cast, case)).context["form"]

        assert not Referral.objects.exists()
        assert form["fields_to_share"].value() == ["phone"]

    def test_is_listed_and_thrown_away(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name")
        browser = sign_in(cast.specialist())
        browser.post(self.url(cast, case), {"keep": "1"})
        draft = ReferralDraft.objects.get()

        listed = browser.get(reverse("referrals:referral_send", args=[case.pk]))
        stranger = sign_in(cast.supervisor()).post(at("draft_throw", draft))
        browser.post(at("draft_throw", draft))

        assert at("draft_throw", draft) in listed.content.decode()
        assert stranger.status_code == 404
        assert not ReferralDraft.objects.exists()

    def test_takes_no_impossible_day(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name")
        typed = {"keep": "1", "needed_by": "2020-01-01"}

        page = sign_in(cast.specialist()).post(self.url(cast, case), typed)

        assert "needed_by" in page.context["form"].errors
        assert not ReferralDraft.objects.exists()


class TestSentList:
    def test_has_late_ones_first(self, cast: Cast, sign_in: SignIn) -> None:
        fresh, late = sent(cast), sent(cast)
        Referral.objects.filter(pk=late.pk).update(due_on=in_days(-1))

        page = sign_in(cast.specialist()).get(SENT)

        assert page.context["referrals"] == [late, fresh]
        assert "Late" in page.content.decode()

    def test_has_closed_ones_apart(self, cast: Cast, sign_in: SignIn) -> None:
        referral = declined(cast)
        services.close_referral(referral=referral, by=cast.system)
        browser = sign_in(cast.specialist())

        assert browser.get(SENT).context["referrals"] == []
        assert "Declined by the team" in browser.get(f"{SENT}?closed").content.decode()

    def test_is_for_those_who_send(self, cast: Cast, sign_in: SignIn, client: Any) -> None:
        sent(cast)

        assert sign_in(cast.supervisor()).get(SENT).context["referrals"] == []
        assert sign_in(cast.user("pat", "provider", cast.hill_team)).get(SENT).status_code == 403
        assert reverse("account_login") in client.get(SENT).url

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        browser = sign_in(cast.specialist())
        for _number in range(5):
            sent(cast)
        browser.get(SENT)

        with django_assert_num_queries(11):
            browser.get(SENT)

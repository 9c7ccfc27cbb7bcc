"""The pages of referrals."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.audit.models import AuditEvent
from cvi.cases import services as cases
from cvi.cases.models import Case, Consent, Participant
from cvi.referrals import services
from cvi.referrals.models import Referral, ReferralMove
from cvi.referrals.services import Handoff
from tests.cast import Cast, SignIn

INBOX = "/referrals/"


def hospital_case(cast: Cast, *scope: str, name: str = "Zedd Testperson") -> Case:
    case = cast.case(team=cast.mercy_team, name=name)
    if scope:
        cast.consent(case, cast.harbor, *scope)
    return case


def sent(cast: Cast, *scope: str, name: str = "Zedd Testperson") -> Referral:
    case = hospital_case(cast, *scope, name=name)
    handoff = Handoff(cast.harbor_team, list(scope), "today")
    return services.send_referral(case=case, handoff=handoff, by=cast.system)


def send_url(case: Case) -> str:
    return reverse("referrals:referral_send", args=[case.pk])


def write_url(cast: Cast, case: Case) -> str:
    return reverse("referrals:referral_write", args=[case.pk, cast.harbor_team.pk])


def page_of(referral: Referral) -> str:
    return reverse("referrals:referral", args=[referral.pk])


def decline_url(referral: Referral) -> str:
    return reverse("referrals:referral_decline", args=[referral.pk])


def chosen(*fields: str, **changes: Any) -> dict[str, Any]:
    return {"fields_to_share": list(fields), "urgency": "today", "way": "electronic", **changes}


class TestReferralSend:
    def test_says_to_ask_first_when_nothing_was_consented(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        case = hospital_case(cast)

        text = sign_in(cast.specialist()).get(send_url(case)).content.decode()

        assert reverse("cases:consent_new", args=[case.pk]) in text

    def test_offers_the_teams_of_every_agency_that_was_named(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        case = hospital_case(cast, "name")
        cast.consent(case, cast.hill, "name")

        teams = sign_in(cast.specialist()).get(send_url(case)).context["teams"]

        assert [team for team, _url in teams] == [cast.harbor_team, cast.hill_team]

    def test_goes_straight_on_when_there_is_one_team(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name")

        assert sign_in(cast.specialist()).get(send_url(case)).url == write_url(cast, case)

    def test_hides_the_case_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name")

        assert sign_in(cast.supervisor()).get(send_url(case)).status_code == 404

    def test_is_refused_to_a_role_that_sends_none(self, cast: Cast, sign_in: SignIn) -> None:
        clinician = cast.user("cleo", "clinician", cast.mercy_team)

        assert sign_in(clinician).get(send_url(hospital_case(cast, "name"))).status_code == 403

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        answer = client.get(send_url(hospital_case(cast)))

        assert reverse("account_login") in answer.url


class TestReferralWrite:
    def test_shows_exactly_what_would_leave(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name", "zone")

        page = sign_in(cast.specialist()).get(write_url(cast, case))

        assert [(f.code, f.value) for f in page.context["facts"]] == [("name", "Zedd Testperson")]
        assert "215" not in page.content.decode().split("<main")[1]

    def test_sends_what_stays_ticked(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name", "birth_date", "phone")

        answer = sign_in(cast.specialist()).post(write_url(cast, case), chosen("name"))

        assert answer.url == reverse("desk:participant", args=[case.participant_id])
        assert Referral.objects.get().snapshot == {"name": "Zedd Testperson"}

    def test_tells_of_it_on_the_participants_timeline(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name")
        browser = sign_in(cast.specialist())

        page = browser.post(write_url(cast, case), chosen("name"), follow=True)

        assert "Harbor street team, Harbor Peace" in page.content.decode()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            (chosen(), "fields_to_share"),
            (chosen("name", "phone"), "fields_to_share"),
            (chosen("name", urgency=""), "urgency"),
            (chosen("name", urgency="soonish"), "urgency"),
        ],
    )
    def test_keeps_what_was_chosen_and_sends_nothing_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn, typed: dict[str, Any], field: str
    ) -> None:
        case = hospital_case(cast, "name")

        form = sign_in(cast.specialist()).post(write_url(cast, case), typed).context["form"]

        assert field in form.errors
        assert form["fields_to_share"].value() == typed["fields_to_share"]
        assert not Referral.objects.exists()

    def test_asks_what_for_only_where_needs_may_be_told(self, cast: Cast, sign_in: SignIn) -> None:
        case, other = hospital_case(cast, "name", "needs"), hospital_case(cast, "name")
        browser = sign_in(cast.specialist())

        assert "need" in browser.get(write_url(cast, case)).context["form"].fields
        assert "need" not in browser.get(write_url(cast, other)).context["form"].fields

    def test_turns_back_when_the_consent_has_ended(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name")
        cases.revoke_consent(consent=Consent.objects.get(), by=cast.system)

        answer = sign_in(cast.specialist()).post(write_url(cast, case), chosen("name"))

        assert answer.url == send_url(case)
        assert not Referral.objects.exists()

    def test_says_that_the_first_one_waits(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")

        page = sign_in(cast.specialist()).post(write_url(cast, referral.case), chosen("name"))

        assert "already" in page.context["form"].non_field_errors()[0]
        assert Referral.objects.count() == 1

    def test_says_what_to_do_when_everything_consented_is_blank(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        case = hospital_case(cast, "zone")

        text = sign_in(cast.specialist()).get(write_url(cast, case)).content.decode()

        assert reverse("desk:about", args=[case.participant_id]) in text

    def test_hides_the_case_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = hospital_case(cast, "name")

        answer = sign_in(cast.supervisor()).post(write_url(cast, case), chosen("name"))

        assert answer.status_code == 404


class TestReferralInbox:
    def test_lists_what_came_to_ones_teams(self, cast: Cast, sign_in: SignIn) -> None:
        sent(cast, "name", name="Zora Newcomer")

        here = sign_in(cast.supervisor()).get(INBOX).content.decode()
        there = sign_in(cast.supervisor("ray", team=cast.hill_team)).get(INBOX).content.decode()

        assert "Zora Newcomer" in here
        assert "Zora Newcomer" not in there
        assert "No referral waits for you." in there

    def test_shows_no_name_that_was_not_shared(self, cast: Cast, sign_in: SignIn) -> None:
        sent(cast, "phone")

        text = sign_in(cast.supervisor()).get(INBOX).content.decode()

        assert "Name not shared" in text
        assert "Zedd" not in text

    def test_shows_only_that_sharing_ended(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        text = sign_in(cast.supervisor()).get(INBOX).content.decode()

        assert "Sharing ended" in text
        assert "Zedd" not in text

    def test_is_refused_to_a_role_that_answers_none(self, cast: Cast, sign_in: SignIn) -> None:
        assert sign_in(cast.messenger()).get(INBOX).status_code == 403

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        assert reverse("account_login") in client.get(INBOX).url

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        browser = sign_in(cast.supervisor())
        for number in range(5):
            sent(cast, "name", name=f"Zedd Number {number}")
        browser.get(INBOX)

        with django_assert_num_queries(11):  # one asks for own names on what was accepted
            browser.get(INBOX)


class TestReferral:
    def test_shows_what_was_shared_and_nothing_else(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "phone")

        text = sign_in(cast.supervisor()).get(page_of(referral)).content.decode()

        assert "215" in text
        assert "Zedd" not in text
        assert referral.case.participant.code not in text

    def test_accepts_and_goes_on_to_the_new_person(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        mo, sue = cast.messenger(), cast.supervisor()

        answer = sign_in(sue).post(page_of(referral), {"worker": mo.pk}, follow=True)

        case = Case.objects.get(team=cast.harbor_team)
        assert case.worker == mo
        assert answer.redirect_chain[-1][0] == reverse(
            "desk:participant", args=[case.participant_id]
        )
        assert "From Mercy Hospital" in answer.content.decode()

    def test_tells_the_sender_that_it_was_accepted(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        services.accept_referral(referral=referral, by=cast.system)

        url = reverse("desk:participant", args=[referral.case.participant_id])
        text = sign_in(cast.specialist()).get(url).content.decode()

        assert "Accepted" in text

    def test_says_that_someone_else_was_faster(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        services.decline_referral(referral=referral, reason="no_room", by=cast.system)
        sue = cast.supervisor()

        page = sign_in(sue).post(page_of(referral), {"worker": sue.pk})

        assert "answered" in page.context["form"].non_field_errors()[0]
        assert not Participant.objects.filter(agency=cast.harbor).exists()

    def test_shows_and_accepts_nothing_once_sharing_ended(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast, "name")
        day = timezone.localdate()
        Consent.objects.update(
            signed_on=day - dt.timedelta(days=9), expires_on=day - dt.timedelta(days=1)
        )
        sue = cast.supervisor()
        browser = sign_in(sue)

        seen = browser.get(page_of(referral)).content.decode()
        tried = browser.post(page_of(referral), {"worker": sue.pk}).content.decode()

        assert "Sharing ended" in seen
        assert "Zedd" not in seen + tried
        assert not Participant.objects.filter(agency=cast.harbor).exists()

    def test_takes_no_worker_of_another_team(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        ray = cast.messenger("ray", team=cast.hill_team)

        page = sign_in(cast.supervisor()).post(page_of(referral), {"worker": ray.pk})

        assert "worker" in page.context["form"].errors
        assert not Participant.objects.filter(agency=cast.harbor).exists()

    def test_hides_a_referral_to_another_team(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        ray = sign_in(cast.supervisor("ray", team=cast.hill_team))

        assert ray.get(page_of(referral)).status_code == 404
        assert ray.post(page_of(referral), {}).status_code == 404
        assert ray.post(decline_url(referral), {"reason": "no_room"}).status_code == 404
        assert AuditEvent.objects.filter(outcome="unseen", object_id=referral.pk).count() == 3

    def test_answers_the_same_for_one_that_does_not_exist(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        url = reverse("referrals:referral", args=[uuid.uuid4()])

        assert sign_in(cast.supervisor()).get(url).status_code == 404

    def test_is_refused_to_a_role_that_answers_none(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")

        assert sign_in(cast.messenger()).get(page_of(referral)).status_code == 403

    def test_is_not_for_the_sender(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")

        assert sign_in(cast.specialist()).get(page_of(referral)).status_code == 404

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        assert reverse("account_login") in client.get(page_of(sent(cast, "name"))).url


class TestReferralAnswered:
    def test_leads_to_ones_own_record_and_shows_no_value(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "phone")
        case = services.accept_referral(referral=referral, by=cast.system)

        text = sign_in(cast.supervisor()).get(page_of(referral)).content.decode()

        assert reverse("desk:participant", args=[case.participant_id]) in text
        assert "215" not in text

    def test_sends_a_provider_who_sees_no_case_back_to_the_inbox(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        referral = sent(cast, "name")
        mo, provider = cast.messenger(), cast.user("pat", "provider", cast.harbor_team)
        browser = sign_in(provider)

        unchosen = browser.post(page_of(referral), {"worker": ""})
        answer = browser.post(page_of(referral), {"worker": mo.pk})

        assert "worker" in unchosen.context["form"].errors
        assert answer.url == INBOX
        assert Case.objects.get(team=cast.harbor_team).worker == mo

    def test_cannot_be_declined_any_more(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        services.accept_referral(referral=referral, by=cast.system)

        page = sign_in(cast.supervisor()).post(decline_url(referral), {"reason": "no_room"})

        assert "answered" in page.context["form"].non_field_errors()[0]


class TestReferralDecline:
    def test_says_why(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")

        answer = sign_in(cast.supervisor()).post(decline_url(referral), {"reason": "no_room"})

        move = ReferralMove.objects.get(referral=referral, side="receiver")
        assert answer.url == reverse("referrals:referral_inbox")
        assert (move.status, move.reason) == ("declined", "no_room")

    def test_needs_a_reason(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")

        page = sign_in(cast.supervisor()).post(decline_url(referral), {"reason": ""})

        referral.refresh_from_db()
        assert "reason" in page.context["form"].errors
        assert referral.status == "sent"


class TestToday:
    def test_says_how_many_referrals_wait_without_a_name(self, cast: Cast, sign_in: SignIn) -> None:
        sent(cast, "name")

        text = sign_in(cast.supervisor()).get("/today/").content.decode()

        assert "1 new referral waits" in text
        assert "Zedd" not in text

    def test_counts_none_that_can_no_longer_be_read(self, cast: Cast, sign_in: SignIn) -> None:
        referral = sent(cast, "name")
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        assert "new referral" not in sign_in(cast.supervisor()).get("/today/").content.decode()
        assert "new referral" not in sign_in(cast.messenger()).get("/today/").content.decode()

    def test_a_provider_begins_at_the_referrals(self, cast: Cast, sign_in: SignIn) -> None:
        provider = cast.user("pat", "provider", cast.harbor_team)

        assert sign_in(provider).get("/").url == INBOX

"""The steps of a bedside intake."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.cases import services as cases
from cvi.cases.models import Consent, FollowUp, Need, Participant
from cvi.hospital import services
from cvi.hospital.models import Encounter
from tests.cast import Cast, SignIn
from tests.hospital.bedside import STEPS, other_hospital, person_page, step, talk


class TestEveryStep:
    @pytest.mark.parametrize("name", STEPS)
    def test_opens_for_the_team(self, visit: Encounter, hana: Client, name: str) -> None:
        page = hana.get(step(name, visit))

        assert page.status_code == 200
        assert page.context["current"] == STEPS.index(name) + 1

    @pytest.mark.parametrize("name", STEPS)
    def test_is_hidden_from_another_hospital(
        self, cast: Cast, visit: Encounter, sign_in: SignIn, name: str
    ) -> None:
        grace = cast.specialist("grace", team=other_hospital(cast))
        browser = sign_in(grace)

        assert browser.get(step(name, visit)).status_code == 404
        assert browser.post(step(name, visit), {"outcome": "not_now"}).status_code == 404

    @pytest.mark.parametrize("name", STEPS)
    def test_is_refused_to_a_clinician_of_the_team(
        self, cast: Cast, visit: Encounter, sign_in: SignIn, name: str
    ) -> None:
        cleo = cast.user("cleo", "clinician", cast.mercy_team)

        assert sign_in(cleo).get(step(name, visit)).status_code == 403

    @pytest.mark.parametrize("name", STEPS)
    def test_sends_someone_signed_out_to_sign_in(
        self, visit: Encounter, client: Client, name: str
    ) -> None:
        assert reverse("account_login") in client.get(step(name, visit)).url

    @pytest.mark.parametrize("name", STEPS[1:-1])
    def test_may_stay_blank(self, visit: Encounter, hana: Client, name: str) -> None:
        answer = hana.post(step(name, visit), {"csrf": "x"})

        assert answer.url == step(STEPS[STEPS.index(name) + 1], visit)

    @pytest.mark.parametrize("name", STEPS[1:-1])
    def test_can_be_left(self, visit: Encounter, hana: Client, name: str) -> None:
        answer = hana.post(step(name, visit), {"leave": "1"})

        visit.refresh_from_db()
        assert answer.url == reverse("desk:today")
        assert visit.step == STEPS.index(name) + 2

    @pytest.mark.parametrize("name", STEPS)
    def test_changes_nothing_once_finished(
        self, cast: Cast, visit: Encounter, hana: Client, name: str
    ) -> None:
        services.finish_intake(visit=visit, by=cast.system)

        page = hana.post(step(name, visit), {"outcome": "not_now", "domains": ["housing"]})

        assert "finished" in page.context["form"].non_field_errors()[0]
        assert not Need.objects.exists()
        assert not FollowUp.objects.exists()


class TestIntakeVisit:
    def test_corrects_how_it_went(self, visit: Encounter, hana: Client) -> None:
        answer = hana.post(step("visit", visit), {"outcome": "not_now"})

        visit.refresh_from_db()
        assert answer.url == person_page(visit.case)
        assert visit.outcome == "not_now"
        assert FollowUp.objects.get().kind == "re_offer"


class TestIntakeSafety:
    def test_saves_the_answers(self, visit: Encounter, hana: Client) -> None:
        hana.post(
            step("safety", visit),
            {"safe_place": "no", "worried": "declined", "safe_way": "not_asked"},
        )

        visit.refresh_from_db()
        assert (visit.safe_place, visit.worried) == ("no", "declined")
        assert visit.safe_way == "not_asked"

    def test_keeps_what_was_tapped_when_something_is_wrong(
        self, visit: Encounter, hana: Client
    ) -> None:
        page = hana.post(step("safety", visit), {"safe_place": "no", "worried": "perhaps"})

        visit.refresh_from_db()
        assert "worried" in page.context["form"].errors
        assert page.context["form"]["safe_place"].value() == "no"
        assert visit.safe_place == ""


class TestIntakeInjury:
    def test_saves_what_the_hospital_wrote_down(self, visit: Encounter, hana: Client) -> None:
        day = timezone.localdate() - dt.timedelta(days=1)

        hana.post(
            step("injury", visit),
            {"mechanism": "gun", "injured_on": day.isoformat(), "body_regions": ["arm", "leg"]},
        )

        visit.refresh_from_db()
        assert (visit.mechanism, visit.injured_on) == ("gun", day)
        assert visit.body_regions == ["arm", "leg"]

    @pytest.mark.parametrize("day", ["2031-01-01", "yesterday"])
    def test_refuses_a_day_that_cannot_be(self, visit: Encounter, hana: Client, day: str) -> None:
        page = hana.post(step("injury", visit), {"mechanism": "gun", "injured_on": day})

        visit.refresh_from_db()
        assert "injured_on" in page.context["form"].errors
        assert visit.mechanism == ""


class TestIntakeNeeds:
    def statuses(self) -> dict[str, str]:
        return dict(Need.objects.values_list("domain", "status"))

    def test_records_each_need_once(self, visit: Encounter, hana: Client) -> None:
        for _tap in range(2):
            hana.post(step("needs", visit), {"domains": ["housing", "transport"]})

        assert self.statuses() == {"housing": "identified", "transport": "identified"}

    def test_takes_back_what_is_no_longer_ticked_and_ticks_it_again(
        self, visit: Encounter, hana: Client
    ) -> None:
        hana.post(step("needs", visit), {"domains": ["housing", "phone"]})
        hana.post(step("needs", visit), {"domains": ["phone"]})

        form = hana.get(step("needs", visit)).context["form"]
        assert self.statuses() == {"housing": "not_assessed", "phone": "identified"}
        assert form["domains"].value() == ["phone"]

        hana.post(step("needs", visit), {"domains": ["housing"]})
        assert self.statuses() == {"housing": "identified", "phone": "not_assessed"}
        assert not FollowUp.objects.exists()

    def test_leaves_needs_that_it_does_not_ask_for(
        self, cast: Cast, visit: Encounter, hana: Client
    ) -> None:
        cases.record_need(case=visit.case, domain="work", by=cast.system)

        hana.post(step("needs", visit), {"domains": []})

        assert self.statuses() == {"work": "identified"}

    def test_refuses_an_unknown_need(self, visit: Encounter, hana: Client) -> None:
        page = hana.post(step("needs", visit), {"domains": ["phone", "yacht"]})

        assert "domains" in page.context["form"].errors
        assert not Need.objects.exists()


class TestIntakeAbout:
    def test_writes_who_they_are(self, cast: Cast, visit: Encounter, hana: Client) -> None:
        typed = {
            "name_to_use": "Zedd",
            "birth_date_month": "2",
            "birth_date_day": "3",
            "birth_date_year": "2001",
            "phone": "215 555 0123",
            "safe_to_text": "no",
            "zone": cast.zone.pk,
            "language": "es",
            "race_ethnicity": ["declined"],
            "gender": "declined",
        }

        hana.post(step("about", visit), typed)

        person = Participant.objects.get()
        phone = person.contact_points.get()
        assert (person.name_to_use, person.birth_date) == ("Zedd", dt.date(2001, 2, 3))
        assert (phone.value, phone.safe_to_text) == ("+12155550123", "no")
        assert (person.zone, person.language, person.gender) == (cast.zone, "es", "declined")
        assert person.race_ethnicity == ["declined"]

    def test_keeps_what_was_typed_when_something_is_wrong(
        self, visit: Encounter, hana: Client
    ) -> None:
        page = hana.post(step("about", visit), {"name_to_use": "Zedd", "phone": "12"})

        assert "phone" in page.context["form"].errors
        assert 'value="Zedd"' in page.content.decode()
        assert Participant.objects.get().name_to_use == ""


class TestIntakeReview:
    def test_lists_what_was_said_and_the_blanks_without_blame(
        self, visit: Encounter, hana: Client
    ) -> None:
        hana.post(step("injury", visit), {"mechanism": "gun"})

        page = hana.get(step("review", visit))

        answers = {fact.label: fact.value for fact in page.context["answers"]}
        assert answers == {"Visit": "We talked", "What hurt them": "Gun"}
        assert "Some parts are blank. That is OK." in page.content.decode()

    def test_finishes_and_plans_the_year_after_they_go_home(
        self, visit: Encounter, hana: Client
    ) -> None:
        home_on = hana.get(step("review", visit)).context["form"]["home_on"].value()

        answer = hana.post(step("review", visit), {"home_on": home_on.isoformat()})

        visit.refresh_from_db()
        days = [(row.due_on - home_on).days for row in FollowUp.objects.order_by("due_on")]
        follow_up = FollowUp.objects.earliest("due_on")
        assert days == [3, 7, 14, 30, 60, 90, 180, 365]
        assert answer.url == person_page(visit.case)
        assert visit.finished_at is not None
        assert follow_up.kind == "after_discharge"
        assert follow_up.due_on == timezone.localdate() + dt.timedelta(days=3)
        assert "Intake not finished" not in hana.get("/today/").content.decode()

    def test_plans_no_call_when_the_day_is_blank(self, visit: Encounter, hana: Client) -> None:
        hana.post(step("review", visit), {"home_on": ""})

        assert not FollowUp.objects.exists()

    def test_refuses_a_day_that_is_gone(self, visit: Encounter, hana: Client) -> None:
        page = hana.post(step("review", visit), {"home_on": "2020-01-01"})

        visit.refresh_from_db()
        assert "home_on" in page.context["form"].errors
        assert visit.finished_at is None

    def test_asks_for_no_consent_while_police_are_there(self, cast: Cast, sign_in: SignIn) -> None:
        visit = talk(cast, "police")

        text = sign_in(visit.specialist).get(step("review", visit)).content.decode()

        assert reverse("cases:consent_new", args=[visit.case_id]) not in text

    def test_leads_on_to_consent_goal_and_referral(
        self, cast: Cast, visit: Encounter, hana: Client
    ) -> None:
        cast.consent(visit.case, cast.harbor, Consent.Field.NAME)

        text = hana.get(step("review", visit)).content.decode()

        for name in ["cases:consent_new", "cases:goal_new", "referrals:referral_send"]:
            assert reverse(name, args=[visit.case_id]) in text
        assert "Harbor Peace may get some of it" in text

    def test_stays_readable_once_finished(self, cast: Cast, visit: Encounter, hana: Client) -> None:
        services.finish_intake(visit=visit, by=cast.system)

        text = hana.get(step("review", visit)).content.decode()

        assert "We talked" in text
        assert "Finish intake" not in text

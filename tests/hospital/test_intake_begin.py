"""How a bedside intake begins, and is gone on with."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.cases import services as cases
from cvi.cases.models import Case, FollowUp, Participant
from cvi.hospital import services
from cvi.hospital.models import Encounter
from tests.cast import Cast, SignIn
from tests.hospital.bedside import NEW, arrived, person_page, step, talk


class TestIntakeNew:
    def test_registers_someone_by_code_only_and_goes_on(self, cast: Cast, sign_in: SignIn) -> None:
        hana = cast.specialist()

        answer = sign_in(hana).post(NEW, arrived(cast, present=["family"]))

        visit = Encounter.objects.get()
        person = visit.case.participant
        assert answer.url == step("safety", visit)
        assert (person.name_to_use, person.agency) == ("", cast.mercy)
        assert (visit.case.team, visit.case.worker) == (cast.mercy_team, hana)
        assert (visit.case.status, visit.step, visit.finished_at) == ("engaged", 2, None)
        assert (visit.outcome, visit.present) == ("talked", ["family"])

    def test_a_double_tap_makes_one_person(self, cast: Cast, sign_in: SignIn) -> None:
        browser, typed = sign_in(cast.specialist()), arrived(cast)

        first, second = browser.post(NEW, typed), browser.post(NEW, typed)

        assert first.url == second.url
        assert Participant.objects.count() == Case.objects.count() == 1
        assert Encounter.objects.count() == 1

    def test_a_fresh_form_makes_another_person(self, cast: Cast, sign_in: SignIn) -> None:
        browser = sign_in(cast.specialist())
        ids = {browser.get(NEW).context["form"]["form_id"].value() for _visit in range(2)}

        for form_id in ids:
            browser.post(NEW, arrived(cast, form_id=str(form_id)))

        assert Participant.objects.count() == 2

    def test_not_now_ends_here_and_offers_help_again_in_30_days(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.specialist())

        page = browser.post(NEW, arrived(cast, "not_now"), follow=True)

        visit, follow_up = Encounter.objects.get(), FollowUp.objects.get()
        assert page.redirect_chain == [(person_page(visit.case), 302)]
        assert visit.finished_at is not None
        assert visit.case.status == "attempting"
        assert follow_up.kind == "re_offer"
        assert follow_up.opens_on == timezone.localdate() + dt.timedelta(days=28)
        assert follow_up.due_on == timezone.localdate() + dt.timedelta(days=42)

    @pytest.mark.parametrize(
        ("outcome", "kind", "days"),
        [
            ("asleep", "check_in", 0),
            ("later", "check_in", 0),
            ("family_only", "check_in", 1),
            ("discharged_first", "after_discharge", 3),
        ],
    )
    def test_a_visit_without_a_talk_plans_the_next_try(
        self, cast: Cast, sign_in: SignIn, outcome: str, kind: str, days: int
    ) -> None:
        sign_in(cast.specialist()).post(NEW, arrived(cast, outcome))

        follow_up = FollowUp.objects.earliest("due_on")
        assert follow_up.kind == kind
        assert follow_up.due_on == timezone.localdate() + dt.timedelta(days=days)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"outcome": ""}, "outcome"),
            ({"outcome": "fled"}, "outcome"),
            ({"present": ["ghost"]}, "present"),
            ({"form_id": "not an id"}, "form_id"),
            ({"form_id": ""}, "form_id"),
        ],
    )
    def test_saves_nothing_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn, changes: dict[str, Any], field: str
    ) -> None:
        page = sign_in(cast.specialist()).post(NEW, arrived(cast, **changes))

        assert field in page.context["form"].errors
        assert not Participant.objects.exists()

    def test_refuses_a_team_that_is_not_ones_own(self, cast: Cast, sign_in: SignIn) -> None:
        typed = arrived(cast, team=cast.harbor_team.pk)

        page = sign_in(cast.specialist()).post(NEW, typed)

        assert "team" in page.context["form"].errors
        assert not Participant.objects.exists()

    def test_a_mere_visit_to_the_page_writes_nothing(self, cast: Cast, sign_in: SignIn) -> None:
        sign_in(cast.specialist()).get(NEW)

        assert not Participant.objects.exists()

    def test_is_refused_to_a_role_that_makes_none(self, cast: Cast, sign_in: SignIn) -> None:
        assert sign_in(cast.messenger()).get(NEW).status_code == 403

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Client) -> None:
        assert reverse("account_login") in client.get(NEW).url


class TestIntakeContinue:
    def continue_url(self, case: Case) -> str:
        return reverse("hospital:intake_continue", args=[case.pk])

    def test_goes_on_at_the_step_that_was_left_on_another_device(
        self, visit: Encounter, hana: Client, sign_in: SignIn
    ) -> None:
        hana.post(step("safety", visit), {"safe_place": "no", "leave": "1"})
        tablet = sign_in(visit.specialist)

        today = tablet.get("/today/").content.decode()
        answer = tablet.get(self.continue_url(visit.case))
        form = tablet.get(step("safety", visit)).context["form"]

        assert "Intake not finished" in today
        assert step("injury", visit) in today
        assert answer.url == step("injury", visit)
        assert form["safe_place"].value() == "no"

    def test_takes_another_visit_to_someone_known(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)
        browser = sign_in(cast.specialist())

        browser.post(self.continue_url(case), arrived(cast, "asleep"))
        browser.post(self.continue_url(case), arrived(cast, "asleep"))
        answer = browser.post(self.continue_url(case), arrived(cast))

        assert Participant.objects.count() == 1
        assert [v.outcome for v in Encounter.objects.newest_first()] == [
            "talked",
            "asleep",
            "asleep",
        ]
        assert FollowUp.objects.count() == 1
        assert answer.url == step("safety", Encounter.objects.newest_first()[0])

    def test_lists_the_earlier_visits(self, cast: Cast, sign_in: SignIn) -> None:
        visit = talk(cast)
        services.finish_intake(visit=visit, by=cast.system)

        text = sign_in(visit.specialist).get(self.continue_url(visit.case)).content.decode()

        assert step("review", visit) in text

    def test_says_that_a_closed_case_takes_no_visit(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)
        day = timezone.localdate()
        cases.close_case(case=case, status=Case.Status.CLOSED, closed_on=day, by=cast.system)

        page = sign_in(cast.specialist()).post(self.continue_url(case), arrived(cast))

        assert "closed" in page.context["form"].non_field_errors()[0]
        assert not Encounter.objects.exists()

    def test_hides_the_case_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)

        assert sign_in(cast.supervisor()).get(self.continue_url(case)).status_code == 404

    def test_is_closed_to_a_case_of_another_program(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()

        assert sign_in(mo).get(self.continue_url(cast.case(mo))).status_code == 404

    def test_is_refused_to_a_clinician(self, cast: Cast, sign_in: SignIn) -> None:
        cleo = cast.user("cleo", "clinician", cast.mercy_team)
        case = cast.case(team=cast.mercy_team)

        assert sign_in(cleo).get(self.continue_url(case)).status_code == 403

"""The page where a contact is logged."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.outreach.models import Contact
from tests.cast import Cast, SignIn


def log_url(case: Case) -> str:
    return reverse("outreach:contact_log", args=[case.pk])


def reached(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    tapped = {"mode": "in_person", "reached": "yes", "purposes": ["check_in"], "duration": "5_15"}
    return {**tapped, "occurred_on": today, "note": "", **changes}


class TestContactLog:
    def test_saves_a_contact_and_goes_back_to_today(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)

        answer = sign_in(mo).post(log_url(case), reached(note="Said hello"))

        contact = Contact.objects.get()
        assert answer.url == reverse("desk:today")
        assert (contact.case, contact.worker, contact.outcome) == (case, mo, "reached")
        assert contact.note == "Said hello"

    def test_saves_a_try_without_what_was_not_asked(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)

        sign_in(mo).post(log_url(case), reached(reached="no", miss="no_answer"))

        contact = Contact.objects.get()
        assert (contact.outcome, contact.purposes, contact.duration) == ("no_answer", [], "")

    def test_presets_the_mode_used_last_and_nothing_else(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)
        browser = sign_in(mo)
        browser.post(log_url(case), reached(mode="call"))

        form = browser.get(log_url(case)).context["form"]

        assert form["mode"].value() == "call"
        assert form["reached"].value() is None

    def test_hides_the_case_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.hill_team)

        assert sign_in(cast.messenger()).get(log_url(case)).status_code == 404

    def test_answers_the_same_for_a_case_that_does_not_exist(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        url = reverse("outreach:contact_log", args=[uuid.uuid4()])

        assert sign_in(cast.messenger()).get(url).status_code == 404

    def test_is_closed_to_a_case_of_another_program(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.mercy_team)

        assert sign_in(cast.specialist()).get(log_url(case)).status_code == 404

    def test_sends_someone_signed_out_to_sign_in(self, cast: Cast, client: Any) -> None:
        answer = client.get(log_url(cast.case()))

        assert answer.status_code == 302
        assert reverse("account_login") in answer.url

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"reached": ""}, "reached"),
            ({"purposes": []}, "purposes"),
            ({"duration": ""}, "duration"),
            ({"reached": "no"}, "miss"),
            ({"mode": "pigeon"}, "mode"),
            ({"note": "x" * 501}, "note"),
            ({"note": "a\x00b"}, "note"),
            ({"occurred_on": "2031-01-01"}, "occurred_on"),
        ],
    )
    def test_keeps_what_was_tapped_and_saves_nothing_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn, changes: dict[str, Any], field: str
    ) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)

        answer = sign_in(mo).post(log_url(case), reached(**changes))

        assert field in answer.context["form"].errors
        assert answer.context["form"]["mode"].value() == changes.get("mode", "in_person")
        assert not Contact.objects.exists()

    def test_says_that_a_closed_case_takes_no_contact(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)
        cases.close_case(
            case=case, status=Case.Status.CLOSED, closed_on=timezone.localdate(), by=cast.system
        )

        answer = sign_in(mo).post(log_url(case), reached())

        assert "closed" in answer.context["form"].non_field_errors()[0]
        assert not Contact.objects.exists()


class TestContactUndo:
    def test_takes_back_a_contact_just_logged(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        browser = sign_in(mo)
        browser.post(log_url(cast.case(worker=mo)), reached())

        browser.post(reverse("outreach:contact_undo", args=[Contact.objects.get().pk]))

        assert not Contact.objects.exists()
        assert Contact.history.filter(history_type="-").count() == 1

    def test_is_too_late_after_ten_minutes(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        browser = sign_in(mo)
        browser.post(log_url(cast.case(worker=mo)), reached())
        url = reverse("outreach:contact_undo", args=[Contact.objects.get().pk])

        with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
            browser.post(url)

        assert Contact.objects.exists()

    def test_is_not_offered_by_a_mere_visit(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        browser = sign_in(mo)
        browser.post(log_url(cast.case(worker=mo)), reached())

        url = reverse("outreach:contact_undo", args=[Contact.objects.get().pk])

        assert browser.get(url).status_code == 405

    def test_hides_a_contact_of_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        sign_in(mo).post(log_url(cast.case(worker=mo)), reached())
        url = reverse("outreach:contact_undo", args=[Contact.objects.get().pk])

        ray = cast.messenger("ray", team=cast.hill_team)

        assert sign_in(ray).post(url).status_code == 404


class TestContactPick:
    def test_lists_the_people_assigned(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        cast.case(worker=mo, name="Zora Sampleton")
        cast.case(name="Yuri Notmine")

        text = sign_in(mo).get(reverse("outreach:contact_pick")).content.decode()

        assert "Zora Sampleton" in text
        assert "Yuri Notmine" not in text

    def test_is_refused_to_a_role_that_logs_none(self, cast: Cast, sign_in: SignIn) -> None:
        url = reverse("outreach:contact_pick")

        assert sign_in(cast.manager()).get(url).status_code == 403


class TestCheckIn:
    def test_is_done_by_a_contact_that_reached(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)
        today = timezone.localdate()
        item = cases.plan_follow_up(case=case, kind="check_in", due_on=today, by=mo)

        sign_in(mo).post(log_url(case), reached())

        item.refresh_from_db()
        assert (item.outcome, item.done_by) == ("reached", mo)

    def test_is_still_due_after_a_try(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)
        today = timezone.localdate()
        item = cases.plan_follow_up(case=case, kind="check_in", due_on=today, by=mo)

        sign_in(mo).post(log_url(case), reached(reached="no", miss="no_answer"))

        item.refresh_from_db()
        assert item.done_at is None

    def test_is_due_again_when_the_contact_is_taken_back(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)
        today = timezone.localdate()
        item = cases.plan_follow_up(case=case, kind="check_in", due_on=today, by=mo)
        browser = sign_in(mo)
        browser.post(log_url(case), reached())

        browser.post(reverse("outreach:contact_undo", args=[Contact.objects.get().pk]))

        item.refresh_from_db()
        assert item.done_at is None

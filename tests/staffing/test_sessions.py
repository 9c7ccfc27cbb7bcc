"""Staff supervision: the supervisor writes it, the worker it is about reads it, nobody else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.access import keys_of
from cvi.accounts.models import Team, User
from cvi.audit.models import AuditEvent
from cvi.cases import services as cases
from cvi.staffing import services
from cvi.staffing.errors import WrongDay
from cvi.staffing.models import FlaggedCase, StaffAction, StaffSession
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn
from tests.staffing.conftest import TOLD, others, plan_of, today

pytestmark = pytest.mark.django_db
TODAY, MINE = reverse("desk:today"), reverse("staffing:mine")


def new_of(worker: User) -> str:
    return reverse("staffing:session_new", args=[worker.pk])


def page_of(session: StaffSession) -> str:
    return reverse("staffing:session", args=[session.pk])


def typed(**changes: Any) -> dict[str, Any]:
    said = {"kind": "individual", "held_on": today().isoformat(), "caseload_reviewed": "4"}
    return {**said, "notes": TOLD, "next_on": today(14).isoformat(), **changes}


@pytest.fixture
def browser(sue: User, sign_in: SignIn) -> Client:
    return sign_in(sue)


class TestWriting:
    def test_keeps_who_what_and_the_next_day(self, browser: Client, sue: User, mo: User) -> None:
        answer = browser.post(new_of(mo), typed())

        row = StaffSession.objects.get()
        assert answer.status_code == 302
        assert (row.worker, row.led_by, row.caseload_reviewed) == (mo, sue, 4)
        assert (row.notes, row.next_on) == (TOLD, today(14))
        line = AuditEvent.objects.get(object_id=row.pk, action="created")
        assert line.reason == "staff_session_saved"

    def test_offers_the_workers_own_cases_by_code(
        self, cast: Cast, browser: Client, mo: User, ann: User
    ) -> None:
        case, other = cast.case(mo), cast.case(ann, name="Zora Else")

        page = browser.get(new_of(mo)).content.decode()

        assert case.participant.code in page
        assert other.participant.code not in page
        assert "Zedd" not in page

    def test_flags_cases_and_takes_no_other(
        self, cast: Cast, browser: Client, mo: User, ann: User
    ) -> None:
        case, other = cast.case(mo), cast.case(ann)

        browser.post(new_of(mo), typed(flagged=[str(case.pk)]))
        refused = browser.post(new_of(mo), typed(flagged=[str(other.pk)]))

        assert refused.status_code == 200
        assert FlaggedCase.objects.get().case == case

    def test_with_several_gives_each_one_of_their_own(
        self, cast: Cast, browser: Client, mo: User, ann: User
    ) -> None:
        case = cast.case(mo)

        browser.post(new_of(mo), typed(kind="group", others=[str(ann.pk)], flagged=[str(case.pk)]))

        assert {row.worker for row in StaffSession.objects.all()} == {mo, ann}
        assert FlaggedCase.objects.get().session.worker == mo

    @pytest.mark.parametrize(
        "wrong",
        [
            {"held_on": today(1).isoformat()},
            {"held_on": "1066-01-01"},
            {"held_on": "soon"},
            {"next_on": today().isoformat()},
            {"next_on": "9999-01-01"},
            {"kind": "evil"},
            {"caseload_reviewed": "-1"},
            {"caseload_reviewed": "99999"},
            {"notes": "word \x00"},
            {"notes": "x" * 4001},
        ],
    )
    def test_keeps_what_was_typed_on_bad_input(
        self, browser: Client, mo: User, wrong: dict[str, str]
    ) -> None:
        answer = browser.post(new_of(mo), typed(**wrong))

        assert answer.status_code == 200
        assert not StaffSession.objects.exists()
        assert 'value="4"' in answer.content.decode() or "caseload_reviewed" in wrong

    def test_takes_any_letters(self, browser: Client, mo: User) -> None:
        browser.post(new_of(mo), typed(notes="שלום 🕊️ ñ"))

        assert StaffSession.objects.get().notes == "שלום 🕊️ ñ"

    def test_in_the_service_the_next_comes_later(self, team: Team, mo: User, sue: User) -> None:
        with pytest.raises(WrongDay):
            services.record_session(team=team, workers=[mo], plan=plan_of(next_on=today()), by=sue)

    def test_is_for_who_leads_the_team(
        self, cast: Cast, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        assert sign_in(ann).get(new_of(mo)).status_code == 403
        assert sign_in(cast.manager()).get(new_of(mo)).status_code == 403
        assert sign_in(cast.supervisor("far", cast.hill_team)).get(new_of(mo)).status_code == 404

    def test_is_not_about_oneself(self, browser: Client, sue: User) -> None:
        assert browser.get(new_of(sue)).status_code == 404


class TestReading:
    def test_is_for_the_worker_and_who_leads_them(
        self, session: StaffSession, mo: User, browser: Client, sign_in: SignIn
    ) -> None:
        with open_ring(()):
            pages = [b.get(page_of(session)) for b in (browser, sign_in(mo))]

        assert all(TOLD in page.content.decode() for page in pages)
        assert AuditEvent.objects.filter(object_id=session.pk, action="viewed").count() == 2

    def test_is_for_nobody_else(self, cast: Cast, session: StaffSession, sign_in: SignIn) -> None:
        for user in others(cast):
            assert sign_in(user).get(page_of(session)).status_code == 404

    def test_shows_a_worker_only_the_cases_they_see(
        self, cast: Cast, team: Team, mo: User, sue: User, ann: User, sign_in: SignIn
    ) -> None:
        case = cast.case(mo)
        (row,) = services.record_session(
            team=team, workers=[mo], plan=plan_of(), cases=[case], by=sue
        )
        browser = sign_in(mo)
        shown = browser.get(page_of(row)).content.decode()

        cases.assign_worker(case=case, worker=ann, by=sue)
        later = browser.get(page_of(row)).content.decode()

        assert case.participant.code in shown
        assert case.participant.code not in later
        assert "look at more closely" not in later

    def test_opens_with_the_key_of_no_colleague(
        self, cast: Cast, session: StaffSession, ann: User
    ) -> None:
        for user in (ann, cast.manager(), cast.officer()):
            with open_ring(keys_of(user.memberships.get())), pytest.raises(DomainDenied):
                _read = StaffSession.objects.get(pk=session.pk).notes


class TestWhatWasAgreed:
    def agree(self, browser: Client, session: StaffSession, owner: User, **changes: Any) -> Any:
        said = {"what": "Take Friday off.", "owner": str(owner.pk), "due_on": today().isoformat()}
        url = reverse("staffing:action_new", args=[session.pk])
        return browser.post(url, {**said, **changes})

    def test_shows_to_whoever_took_it_on_until_it_is_done(
        self, browser: Client, session: StaffSession, mo: User, sign_in: SignIn
    ) -> None:
        self.agree(browser, session, mo)
        worker = sign_in(mo)
        before = [worker.get(url).content.decode() for url in (TODAY, MINE)]

        action = StaffAction.objects.get()
        worker.post(reverse("staffing:action_done", args=[action.pk]))

        assert all("Take Friday off." in page for page in before)
        assert "Take Friday off." not in worker.get(TODAY).content.decode()
        assert StaffAction.objects.get().done_on == today()

    def test_is_of_the_two_alone(
        self, browser: Client, session: StaffSession, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        assert self.agree(browser, session, ann).status_code == 200
        assert self.agree(browser, session, mo, due_on="2000-01-01").status_code == 200
        assert self.agree(sign_in(mo), session, mo).status_code == 403
        assert self.agree(sign_in(ann), session, ann).status_code == 404
        assert not StaffAction.objects.exists()

    def test_is_done_by_nobody_else(
        self, cast: Cast, browser: Client, session: StaffSession, mo: User, sign_in: SignIn
    ) -> None:
        self.agree(browser, session, mo)
        url = reverse("staffing:action_done", args=[StaffAction.objects.get().pk])

        assert {sign_in(user).post(url).status_code for user in others(cast)} == {404}

    def test_twice_is_once(self, browser: Client, session: StaffSession, mo: User) -> None:
        self.agree(browser, session, mo)
        action = services.finish_action(action=StaffAction.objects.get(), by=mo)

        assert services.finish_action(action=action, by=mo).done_on == today()


class TestToday:
    def test_says_when_the_next_is_due(
        self, browser: Client, team: Team, sue: User, mo: User, sign_in: SignIn
    ) -> None:
        plan = plan_of(held_on=today(-14), next_on=today())
        services.record_session(team=team, workers=[mo], plan=plan, by=sue)

        said = browser.get(TODAY).content.decode()

        assert "Staff supervision with Mo" in said
        assert "Staff supervision with" not in sign_in(mo).get(TODAY).content.decode()

    def test_says_nothing_once_it_was_held(
        self, browser: Client, team: Team, sue: User, mo: User
    ) -> None:
        for held in (-14, 0):
            plan = plan_of(held_on=today(held), next_on=today(held + 14))
            services.record_session(team=team, workers=[mo], plan=plan, by=sue)

        assert "Staff supervision with" not in browser.get(TODAY).content.decode()

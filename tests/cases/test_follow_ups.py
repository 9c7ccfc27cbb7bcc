"""Follow-ups: windows, protocols, tries, tasks for colleagues, and what goes to the supervisor."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases.errors import AlreadyAnswered, CaseClosed, WrongDay
from cvi.cases.models import Attempt, Case, FollowUp
from cvi.cases.services import Task, Try
from cvi.reentry import services as reentry
from cvi.reentry.services import Stay
from tests.cast import Cast, SignIn


def today() -> dt.date:
    return timezone.localdate()


def days(number: int) -> dt.date:
    return today() + dt.timedelta(days=number)


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def plan(case: Case, by: User, day: dt.date, **task: Any) -> FollowUp:
    what = {"case": case, "kind": "appointment", "due_on": day, "task": Task(**task)}
    return services.plan_follow_up(**what, by=by)


def reasons(browser: Any) -> list[str]:
    return [row.reason for row in browser.get("/today/").context["due"]]


class TestProtocol:
    def windows(self, case: Case, start: dt.date) -> list[tuple[int, ...]]:
        rows = FollowUp.objects.filter(case=case).order_by("due_on")
        return [
            tuple((day - start).days for day in (row.opens_on, row.due_on, row.closes_on))
            for row in rows
        ]

    def test_of_the_hospital_lasts_a_year_from_going_home(self, cast: Cast) -> None:
        case = cast.case(team=cast.mercy_team)

        services.start_protocol(case=case, code="after_discharge", start=today(), by=cast.system)

        assert self.windows(case, today()) == [
            (1, 3, 3),
            (5, 7, 10),
            (11, 14, 18),
            (28, 30, 42),
            (53, 60, 74),
            (76, 90, 111),
            (159, 180, 210),
            (335, 365, 425),
        ]

    def test_plans_every_step_once(self, cast: Cast) -> None:
        case = cast.case(team=cast.mercy_team)
        what = {"case": case, "code": "after_discharge", "start": today(), "by": cast.system}

        assert len(services.start_protocol(**what)) == 8
        assert services.start_protocol(**what) == []

    def test_from_another_day_moves_what_is_open_and_keeps_what_is_done(self, cast: Cast) -> None:
        case, by = cast.case(team=cast.mercy_team), cast.system
        code = "after_discharge"
        first, *_others = services.start_protocol(case=case, code=code, start=days(-1), by=by)
        services.finish_follow_up(follow_up=first, outcome="reached", by=by)

        services.start_protocol(case=case, code=code, start=today(), by=by)

        rows = FollowUp.objects.filter(case=case).order_by("due_on")
        assert [row.started_on for row in rows] == [days(-1)] + [today()] * 7

    def test_leaves_out_what_was_over_before_the_case_was_opened(self, cast: Cast) -> None:
        case = cast.case(team=cast.reentry_team)

        services.start_protocol(case=case, code="after_release", start=days(-60), by=cast.system)

        assert [row.step for row in FollowUp.objects.order_by("due_on")] == ["90d", "180d", "365d"]

    def test_that_does_not_exist_plans_nothing(self, cast: Cast, case: Case) -> None:
        assert not services.start_protocol(case=case, code="moon", start=today(), by=cast.system)

    def test_begins_when_someone_comes_home(self, cast: Cast) -> None:
        case, by = cast.case(team=cast.reentry_team), cast.system
        stay = Stay("jail", projected_release_on=days(9))
        episode = reentry.record_custody(case=case, stay=stay, by=by)
        stay = Stay("jail", projected_release_on=days(9), released_on=today())

        reentry.change_custody(episode=episode, stay=stay, by=by)
        reentry.change_custody(episode=episode, stay=stay, by=by)

        rows = FollowUp.objects.open().order_by("due_on")
        assert [(row.kind, row.step) for row in rows] == [
            ("release", "72h"),
            ("checkpoint", "30d"),
            ("checkpoint", "90d"),
            ("checkpoint", "180d"),
            ("checkpoint", "365d"),
        ]

    def test_refuses_a_closed_case(self, cast: Cast, case: Case) -> None:
        services.close_case(case=case, status="closed", closed_on=today(), by=cast.system)

        with pytest.raises(CaseClosed):
            services.start_protocol(case=case, code="checkpoints", start=today(), by=cast.system)

    def test_says_plainly_that_the_time_is_over(self, cast: Cast, sign_in: SignIn) -> None:
        case, by = cast.case(cast.specialist(), team=cast.mercy_team), cast.system
        Case.objects.filter(pk=case.pk).update(opened_on=days(-30))
        case.refresh_from_db()
        services.start_protocol(case=case, code="after_discharge", start=days(-5), by=by)

        assert "the time for it ended" in reasons(sign_in(case.worker))[0]


class TestTries:
    def url(self, item: FollowUp) -> str:
        return reverse("cases:follow_up_finish", args=[item.pk])

    def test_count_as_work_and_leave_it_open(self, case: Case, mo: User, sign_in: SignIn) -> None:
        item, browser = plan(case, mo, today()), sign_in(mo)

        for _each in range(2):
            browser.post(self.url(item), {"outcome": "try_again", "mode": "call"})

        item.refresh_from_db()
        assert item.done_at is None
        assert set(Attempt.objects.values_list("mode", "result", "tried_by")) == {
            ("call", "not_reached", mo.pk)
        }
        assert Attempt.objects.count() == 2
        assert "Tries so far" in browser.get(self.url(item)).content.decode()

    @pytest.mark.parametrize(
        ("outcome", "tries"),
        [("reached", 1), ("not_reached", 1), ("declined", 0), ("no_longer_needed", 0)],
    )
    def test_end_with_an_outcome(
        self, case: Case, mo: User, sign_in: SignIn, outcome: str, tries: int
    ) -> None:
        item = plan(case, mo, today())

        sign_in(mo).post(self.url(item), {"outcome": outcome, "mode": "in_person"})

        item.refresh_from_db()
        assert (item.outcome, item.done_by) == (outcome, mo)
        assert Attempt.objects.count() == tries

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"outcome": ""}, "outcome"),
            ({"outcome": "gone"}, "outcome"),
            ({"mode": ""}, "mode"),
            ({"mode": "pigeon"}, "mode"),
            ({"tried_on": "2999-01-01"}, "tried_on"),
            ({"tried_on": "1999-01-01"}, "__all__"),
            ({"tried_on": "soon\x00"}, "tried_on"),
        ],
    )
    def test_save_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        item = plan(case, mo, today())

        page = sign_in(mo).post(self.url(item), {"outcome": "try_again", "mode": "call"} | changes)

        assert field in page.context["form"].errors
        assert not Attempt.objects.exists()

    def test_end_once(self, case: Case, mo: User) -> None:
        item = plan(case, mo, today())
        services.finish_follow_up(follow_up=item, outcome="reached", by=mo)

        with pytest.raises(AlreadyAnswered):
            services.try_follow_up(follow_up=item, attempt=Try("call", "reached"), by=mo)


class TestTask:
    def url(self, case: Case) -> str:
        return reverse("cases:follow_up_new", args=[case.pk])

    def test_is_its_owners_and_not_the_others(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        may = cast.messenger("may")
        cast.lend(case, may)
        plan(case, mo, today(), about="Bring the bus pass", owner=may)

        assert reasons(sign_in(may)) == ["Appointment · Bring the bus pass is due today"]
        assert reasons(sign_in(mo)) == []

    def test_is_given_on_the_form(self, cast: Cast, case: Case, mo: User, sign_in: SignIn) -> None:
        may = cast.messenger("may")
        typed = {"kind": "appointment", "due_on": today(), "about": "Bus 😀", "owner": may.pk}

        sign_in(mo).post(self.url(case), typed)

        item = FollowUp.objects.get()
        assert (item.owner, item.about) == (may, "Bus 😀")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "moon"}, "kind"),
            ({"due_on": "2000-01-01"}, "due_on"),
            ({"due_on": "2999-01-01"}, "__all__"),
            ({"about": "x" * 10_000}, "about"),
            ({"about": "a\x00b"}, "about"),
            ({"owner": "00000000-0000-0000-0000-000000000000"}, "owner"),
        ],
    )
    def test_saves_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        typed = {"kind": "appointment", "due_on": str(today()), "about": "Kept words"}

        page = sign_in(mo).post(self.url(case), typed | changes)

        assert field in page.context["form"].errors
        assert not FollowUp.objects.exists()

    def test_years_away_is_refused(self, case: Case, mo: User) -> None:
        with pytest.raises(WrongDay):
            plan(case, mo, days(800))


class TestEscalation:
    @pytest.mark.parametrize(("late", "is_shown"), [(0, False), (2, False), (3, True)])
    def test_goes_to_the_supervisor_when_it_is_late_for_days(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, late: int, is_shown: bool
    ) -> None:
        plan(case, mo, days(-late))

        found = reasons(sign_in(cast.supervisor()))

        assert any("Appointment" in reason and "Mo" in reason for reason in found) is is_shown
        assert any("Appointment" in reason for reason in reasons(sign_in(mo)))

    def test_leaves_a_supervisor_their_own_people(self, cast: Cast, sign_in: SignIn) -> None:
        sue = cast.supervisor()
        for worker in (sue, None):
            plan(cast.case(worker), cast.system, today())

        assert len([r for r in reasons(sign_in(sue)) if "Appointment" in r]) == 2


def test_nine_tries_and_nobody_reached_is_quiet_not_neglected(
    cast: Cast, mo: User, sign_in: SignIn
) -> None:
    from cvi.outreach import services as outreach
    from cvi.outreach.services import ContactDetails
    from cvi.reports.measures import contacts_reached, contacts_tried
    from cvi.reports.questions import Question

    case = cast.case(mo)
    Case.objects.filter(pk=case.pk).update(opened_on=days(-14))
    for number in range(9):
        at = timezone.now() - dt.timedelta(days=number)
        details = ContactDetails("call", "no_answer", occurred_at=at)
        outreach.log_contact(case=case, contact=details, by=mo)

    asked = Question(first=days(-14), last=today())
    cases = Case.objects.all()
    text = sign_in(mo).get("/today/").content.decode()
    assert contacts_tried(cases, asked).count() == 9
    assert contacts_reached(cases, asked).count() == 0
    assert "Not reached yet" in text
    assert "neglect" not in text.lower()

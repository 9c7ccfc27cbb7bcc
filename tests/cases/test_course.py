"""A case from its opening to its end: only the steps that exist, each with its day and who."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases.errors import CaseClosed, WrongDay, WrongStep
from cvi.cases.models import Assignment, Case, PhaseChange, StatusChange
from cvi.cases.models.case import ENDED, STEPS
from cvi.cases.services import Opening
from cvi.standards import reading as standards
from tests.cast import Cast, SignIn

S = Case.Status
TODAY = timezone.localdate


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def opened(cast: Cast, case: Case, status: Case.Status, days_ago: int = 0) -> Case:
    """Open a case of the same participant that stands somewhere."""
    services.close_case(case=case, status=S.CLOSED, closed_on=TODAY(), by=cast.system)
    day = TODAY() - dt.timedelta(days=days_ago)
    opening = Opening(team=case.team, status=status, opened_on=day)
    return services.open_new_case(participant=case.participant, opening=opening, by=cast.system)


class TestSteps:
    @pytest.mark.parametrize("after", sorted(S.values))
    @pytest.mark.parametrize("before", sorted(set(S.values) - ENDED))
    def test_are_those_of_the_field(self, cast: Cast, case: Case, before: str, after: str) -> None:
        row = opened(cast, case, S(before))
        may = after == before or after in STEPS[S(before)]
        what = {"case": row, "status": after, "by": cast.system}

        ends = {"closed_on": TODAY()} if after in ENDED else {}
        take = services.close_case if ends else services.change_status

        if may:
            take(**what, **ends)
        else:
            with pytest.raises(WrongStep):
                take(**what, **ends)

        assert Case.objects.get(pk=row.pk).status == (after if may else before)

    def test_a_case_just_referred_cannot_graduate(self, cast: Cast, case: Case) -> None:
        row = opened(cast, case, S.REFERRED)

        with pytest.raises(WrongStep, match="can't go from “Referred” to “Graduated”"):
            services.close_case(case=row, status=S.GRADUATED, closed_on=TODAY(), by=cast.system)

    def test_each_keeps_its_day_its_reason_and_who(self, cast: Cast, case: Case, mo: User) -> None:
        day = case.opened_on
        services.change_status(case=case, status=S.INACTIVE, on=day, by=mo)
        what = {"exit_reason": "moved", "closed_on": TODAY(), "by": mo}
        services.close_case(case=case, status=S.CLOSED, **what)

        steps = StatusChange.objects.filter(case=case).order_by("pk")
        said = [(row.before, row.status, row.reason, row.changed_by) for row in steps]
        assert said == [
            ("", "active", "", cast.system),
            ("active", "inactive", "", mo),
            ("inactive", "closed", "moved", mo),
        ]
        assert steps[1].changed_on == day

    def test_saying_the_same_again_changes_nothing(self, case: Case, mo: User) -> None:
        services.change_status(case=case, status=S.ACTIVE, by=mo)

        assert StatusChange.objects.filter(case=case).count() == 1

    @pytest.mark.parametrize("days", [-1, 1])
    def test_no_day_before_the_opening_or_to_come(self, case: Case, mo: User, days: int) -> None:
        day = case.opened_on + dt.timedelta(days=days)

        with pytest.raises(WrongDay):
            services.change_status(case=case, status=S.INACTIVE, on=day, by=mo)
        with pytest.raises(WrongDay):
            services.close_case(case=case, status=S.CLOSED, closed_on=day, by=mo)

    def test_a_closed_case_takes_no_more(self, case: Case, mo: User) -> None:
        services.close_case(case=case, status=S.CLOSED, closed_on=TODAY(), by=mo)

        with pytest.raises(CaseClosed):
            services.change_status(case=case, status=S.ACTIVE, by=mo)
        with pytest.raises(CaseClosed):
            services.close_case(case=case, status=S.CLOSED, closed_on=TODAY(), by=mo)


class TestEnrolment:
    def test_begins_with_the_first_phase(self, case: Case) -> None:
        first = standards.phases(case.program)[0].code

        assert (case.phase, case.enrolled_on) == (first, case.opened_on)
        assert [row.phase for row in PhaseChange.objects.filter(case=case)] == [first]

    def test_has_neither_before_it_begins(self, cast: Cast, case: Case, mo: User) -> None:
        row = opened(cast, case, S.ENGAGED, days_ago=4)
        assert (row.phase, row.enrolled_on) == ("", None)

        services.change_status(case=row, status=S.ACTIVE, on=TODAY(), by=mo)

        assert row.enrolled_on == TODAY()
        assert row.phase == standards.phases(row.program)[0].code

    def test_moves_through_phases_with_their_days(self, case: Case, mo: User) -> None:
        second = standards.phases(case.program)[1].code

        services.change_phase(case=case, phase=second, by=mo)
        services.change_phase(case=case, phase=second, by=mo)

        rows = PhaseChange.objects.filter(case=case).order_by("pk")
        assert [row.phase for row in rows][1:] == [second]

    def test_again_is_linked_to_the_earlier_case(self, cast: Cast, case: Case) -> None:
        again = opened(cast, case, S.REFERRED)

        assert again.earlier == case
        assert case.earlier is None


class TestWorkers:
    def test_come_and_go_with_their_days(self, cast: Cast, case: Case, mo: User) -> None:
        ann = cast.messenger("ann")

        services.assign_worker(case=case, worker=ann, by=cast.system)

        rows = Assignment.objects.filter(case=case).order_by("pk")
        assert [(row.worker, row.ends_on) for row in rows] == [(mo, TODAY()), (ann, None)]

    def test_there_is_one_at_a_time(self, cast: Cast, case: Case, mo: User) -> None:
        second = Assignment(case=case, worker=mo, kind="primary", assigned_by=cast.system)

        with pytest.raises(IntegrityError), transaction.atomic():
            second.save()

    def test_end_with_the_case_and_see_it_for_some_days_more(self, case: Case, mo: User) -> None:
        services.close_case(case=case, status=S.CLOSED, closed_on=TODAY(), by=mo)

        assert Assignment.objects.get(case=case).ends_on == TODAY()
        assert Case.objects.visible_to(mo).filter(pk=case.pk).exists()


class TestThePage:
    def url(self, name: str, case: Case) -> str:
        return reverse(f"cases:{name}", args=[case.pk])

    def test_says_where_it_stands(self, case: Case, mo: User, sign_in: SignIn) -> None:
        typed = {"status": "inactive", "phase": case.phase, "on": TODAY().isoformat()}

        answer = sign_in(mo).post(self.url("case_status", case), typed)

        assert answer.status_code == 302
        assert Case.objects.get(pk=case.pk).status == S.INACTIVE

    def test_offers_only_the_next_steps(self, case: Case, mo: User, sign_in: SignIn) -> None:
        form = sign_in(mo).get(self.url("case_status", case)).context["form"]

        offered = {value for value, _label in form.fields["status"].choices}
        assert offered == {"active", "inactive", "incarcerated"}

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("case_close", {"closed_on": "2199-01-01"}),
            ("case_close", {"closed_on": "1999-01-01"}),
            ("case_close", {"exit_reason": "no-such-reason"}),
            ("case_close", {"status": "active"}),
            ("case_status", {"status": "referred"}),
            ("case_status", {"phase": "\x00"}),
            ("case_status", {"on": "yesterday"}),
        ],
    )
    def test_refuses_what_cannot_be(
        self, case: Case, mo: User, sign_in: SignIn, name: str, change: dict[str, str]
    ) -> None:
        today = TODAY().isoformat()
        right = {
            "case_close": {"status": "closed", "exit_reason": "moved", "closed_on": today},
            "case_status": {"status": "inactive", "phase": case.phase, "on": today},
        }

        answer = sign_in(mo).post(self.url(name, case), right[name] | change)

        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert Case.objects.get(pk=case.pk).status == S.ACTIVE

    def test_closes_and_begins_again(self, case: Case, mo: User, sign_in: SignIn) -> None:
        browser = sign_in(mo)
        typed = {"status": "graduated", "exit_reason": "completed"}
        typed["closed_on"] = TODAY().isoformat()

        browser.post(self.url("case_close", case), typed)
        browser.post(self.url("case_reopen", case))
        browser.post(self.url("case_reopen", case))

        again = case.participant.cases.open().get()
        assert (again.earlier, again.status, again.worker) == (case, S.REFERRED, mo)

    def test_tells_how_it_went(self, case: Case, mo: User, sign_in: SignIn) -> None:
        what = {"exit_reason": "moved", "closed_on": TODAY(), "by": mo}
        services.close_case(case=case, status=S.CLOSED, **what)

        page = sign_in(mo).get(self.url("case_course", case)).content.decode()

        assert "Moved away" in page
        assert standards.phases(case.program)[0].label in page
        assert "Mo" in page

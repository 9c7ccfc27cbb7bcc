"""Cases that moved at once go back within a day, where nobody touched them since."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases.errors import AlreadyAnswered, TooManyCases, WrongWorker
from cvi.cases.models import BulkMove, Case, CaseGrant, MovedCase
from cvi.standards.models import Threshold
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.django_db
LIST = reverse("cases:caseload_list")


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def ann(cast: Cast) -> User:
    return cast.messenger("ann")


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def cases(cast: Cast, mo: User) -> list[Case]:
    return [cast.case(mo) for _each in range(3)]


@pytest.fixture
def move(cases: list[Case], ann: User, sue: User) -> BulkMove:
    return services.move_cases(cases=cases, worker=ann, by=sue)[0]


@pytest.fixture
def browser(sue: User, sign_in: SignIn) -> Client:
    return sign_in(sue)


def page_of(move: BulkMove) -> str:
    return reverse("cases:bulk_move", args=[move.pk])


def undo_of(move: BulkMove) -> str:
    return reverse("cases:bulk_move_undo", args=[move.pk])


def workers(cases: list[Case]) -> list[User | None]:
    return [Case.objects.get(pk=case.pk).worker for case in cases]


class TestUndo:
    def test_gives_each_back_with_sight(
        self, browser: Client, move: BulkMove, cases: list[Case], mo: User, ann: User
    ) -> None:
        assert page_of(move) in browser.get(LIST).content.decode()

        page = browser.post(undo_of(move), follow=True).content.decode()

        assert workers(cases) == [mo] * 3
        assert page.count("Back where it was") == 3
        live = CaseGrant.objects.live_for
        assert live(mo).count() == 3
        assert not live(ann).exists()

    def test_leaves_what_changed_since_and_names_it_by_code(
        self, cast: Cast, browser: Client, move: BulkMove, cases: list[Case], mo: User, sue: User
    ) -> None:
        closed, passed_on, _same = cases
        again = cast.messenger("zoe")
        what = {"status": "closed", "exit_reason": "moved", "closed_on": timezone.localdate()}
        services.close_case(case=Case.objects.get(pk=closed.pk), by=sue, **what)
        services.assign_worker(case=Case.objects.get(pk=passed_on.pk), worker=again, by=sue)

        page = browser.post(undo_of(move), follow=True).content.decode()

        assert workers(cases)[1:] == [again, mo]
        assert page.count("Changed since, so left as it is") == 2
        assert passed_on.participant.code in page
        assert "Zedd" not in page

    def test_leaves_what_went_away_and_came_again(
        self, browser: Client, move: BulkMove, cases: list[Case], mo: User, ann: User, sue: User
    ) -> None:
        case = Case.objects.get(pk=cases[0].pk)
        for worker in (mo, ann):
            services.assign_worker(case=case, worker=worker, by=sue)

        services.undo_move(move=move, by=sue)

        assert workers(cases) == [ann, mo, mo]

    def test_ends_after_a_day(
        self, browser: Client, move: BulkMove, cases: list[Case], ann: User, sign_in: SignIn
    ) -> None:
        with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
            late = sign_in(move.moved_by)
            assert "Take the move back" not in late.get(page_of(move)).content.decode()
            answer = late.post(undo_of(move), follow=True)

        assert "cannot be taken back any more" in answer.content.decode()
        assert workers(cases) == [ann] * 3

    def test_happens_once(self, move: BulkMove, sue: User) -> None:
        services.undo_move(move=move, by=sue)

        with pytest.raises(AlreadyAnswered):
            services.undo_move(move=move, by=sue)

    def test_waits_for_someone_who_still_works_there(
        self, cast: Cast, move: BulkMove, cases: list[Case], mo: User, ann: User, sue: User
    ) -> None:
        accounts.deactivate_user(user=mo, by=cast.administrator())

        with pytest.raises(WrongWorker):
            services.undo_move(move=move, by=sue)

        assert workers(cases) == [ann] * 3
        assert not MovedCase.objects.exclude(outcome="").exists()

    def test_is_for_who_gives_the_teams_cases_out(
        self, cast: Cast, move: BulkMove, mo: User, sign_in: SignIn
    ) -> None:
        far = sign_in(cast.supervisor("far", cast.hill_team))

        assert {far.get(page_of(move)).status_code, far.post(undo_of(move)).status_code} == {404}
        assert sign_in(mo).post(undo_of(move)).status_code == 403


class TestMoving:
    def test_takes_so_many_at_once(self, cases: list[Case], ann: User, sue: User) -> None:
        Threshold.objects.filter(code="bulk_reassign_max").update(number=2)

        with pytest.raises(TooManyCases):
            services.move_cases(cases=cases, worker=ann, by=sue)

        assert not BulkMove.objects.exists()

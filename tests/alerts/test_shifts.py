"""Shifts are planned by those who lead a team; holes and doubles are said plainly."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.alerts import reading, services
from cvi.alerts.errors import NotInTeam, ShiftTwice
from cvi.alerts.forms import ShiftForm
from cvi.alerts.models import AlertTimes, Shift
from cvi.alerts.services import ShiftPlan
from cvi.alerts.values import Post
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.django_db
LIST, NEW, TIMES = (reverse(f"alerts:{name}") for name in ("shift_list", "shift_new", "times"))


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def browser(sue: User, sign_in: SignIn) -> Client:
    return sign_in(sue)


def typed(cast: Cast, worker: User, **changes: Any) -> dict[str, Any]:
    day = timezone.localdate() + dt.timedelta(days=1)
    said = {"team": str(cast.harbor_team.pk), "user": str(worker.pk), "post": "on_call"}
    said |= {"day": day.isoformat(), "starts": "16:00", "ends": "00:00", "weeks_more": "0"}
    return said | changes


class TestPlanning:
    def test_saves_a_shift_until_midnight(
        self, cast: Cast, browser: Client, mo: User, sue: User
    ) -> None:
        answer = browser.post(NEW, typed(cast, mo))

        shift = Shift.objects.get()
        assert answer.url == LIST
        assert (shift.user, shift.post) == (mo, Post.ON_CALL)
        assert shift.ends_at - shift.starts_at == dt.timedelta(hours=8)
        assert shift.history.get().history_user == sue

    def test_repeats_by_the_clock_when_summer_ends(self, cast: Cast, mo: User, sue: User) -> None:
        start = dt.datetime(2027, 11, 3, 16, tzinfo=timezone.get_default_timezone())
        plan = ShiftPlan(
            cast.harbor_team, mo, Post.ON_CALL, start, start + dt.timedelta(hours=8), 1
        )

        shifts = services.plan_shifts(plan=plan, by=sue)

        assert [timezone.localtime(s.starts_at).hour for s in shifts] == [16, 16]
        gone = shifts[1].starts_at.astimezone(dt.UTC) - start.astimezone(dt.UTC)
        assert gone == dt.timedelta(days=7, hours=1)

    def test_refuses_the_same_person_twice_and_keeps_what_was_typed(
        self, cast: Cast, browser: Client, mo: User
    ) -> None:
        browser.post(NEW, typed(cast, mo))

        answer = browser.post(NEW, typed(cast, mo, post="backup", ends="20:00", weeks_more="2"))

        assert "has a shift in this team at that time already" in answer.content.decode()
        assert answer.context["form"]["ends"].value() == "20:00"
        assert Shift.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"day": "2020-01-01"},
            {"day": "2999-01-01"},
            {"day": "31/31/31"},
            {"starts": "25:00"},
            {"ends": "x" * 10_000},
            {"weeks_more": "999"},
            {"weeks_more": "-1"},
            {"post": "\x00"},
            {"user": "🙂"},
            {"team": ""},
        ],
    )
    def test_refuses_what_cannot_be(
        self, cast: Cast, browser: Client, mo: User, wrong: dict[str, str]
    ) -> None:
        answer = browser.post(NEW, typed(cast, mo, **wrong))

        assert answer.status_code == 200
        assert not Shift.objects.exists()

    @time_machine.travel("2027-06-02T18:00:00-04:00", tick=False)
    def test_refuses_a_shift_that_is_over(self, cast: Cast, mo: User) -> None:
        said = typed(cast, mo, day="2027-06-02", starts="08:00", ends="16:00")

        form = ShiftForm(said, teams=[cast.harbor_team], people=[mo])

        assert "This shift would be over already." in form.errors["ends"]

    def test_is_for_people_of_the_team(self, cast: Cast, browser: Client) -> None:
        other = cast.messenger("hal", cast.hill_team)

        assert browser.post(NEW, typed(cast, other)).status_code == 200
        assert not Shift.objects.exists()

    def test_asks_the_service_too(self, cast: Cast, sue: User) -> None:
        now = timezone.now()
        other = cast.messenger("hal", cast.hill_team)
        plan = ShiftPlan(cast.harbor_team, other, Post.ON_CALL, now, now + dt.timedelta(hours=1))

        with pytest.raises(NotInTeam):
            services.plan_shifts(plan=plan, by=sue)

    def test_plans_all_weeks_or_none(self, cast: Cast, mo: User, sue: User) -> None:
        start = timezone.now() + dt.timedelta(days=8)
        plan = ShiftPlan(cast.harbor_team, mo, Post.BACKUP, start, start + dt.timedelta(hours=2))
        services.plan_shifts(plan=plan, by=sue)
        early = start - dt.timedelta(days=7)
        weekly = ShiftPlan(
            cast.harbor_team, mo, Post.ON_CALL, early, early + dt.timedelta(hours=2), 3
        )

        with pytest.raises(ShiftTwice):
            services.plan_shifts(plan=weekly, by=sue)

        assert Shift.objects.count() == 1


class TestEnding:
    @pytest.fixture
    def shift(self, cast: Cast, mo: User, sue: User) -> Shift:
        now = timezone.now()
        plan = ShiftPlan(cast.harbor_team, mo, Post.ON_CALL, now, now + dt.timedelta(hours=8))
        return services.plan_shifts(plan=plan, by=sue)[0]

    def test_ends_it_now(self, browser: Client, shift: Shift) -> None:
        browser.post(reverse("alerts:shift_end", args=[shift.pk]))

        shift.refresh_from_db()
        assert not shift.is_running
        assert not Shift.objects.at(timezone.now()).exists()

    def test_ends_it_once(self, browser: Client, shift: Shift) -> None:
        url = reverse("alerts:shift_end", args=[shift.pk])
        browser.post(url)

        assert "over already" in browser.post(url, follow=True).content.decode()

    def test_calls_off_one_that_has_not_begun(
        self, cast: Cast, mo: User, sue: User, shift: Shift
    ) -> None:
        start = timezone.now() + dt.timedelta(days=2)
        plan = ShiftPlan(cast.harbor_team, mo, Post.BACKUP, start, start + dt.timedelta(hours=1))
        (coming,) = services.plan_shifts(plan=plan, by=sue)

        services.end_shift(shift=coming, by=sue)

        assert [s.pk for r in reading.rosters([cast.harbor_team]) for s in r.shifts] == [shift.pk]
        assert services.plan_shifts(plan=plan, by=sue)

    def test_is_for_whoever_plans_there(
        self, cast: Cast, mo: User, sign_in: SignIn, shift: Shift
    ) -> None:
        url = reverse("alerts:shift_end", args=[shift.pk])

        assert sign_in(mo).post(url).status_code == 403
        assert sign_in(cast.supervisor("sal", cast.hill_team)).post(url).status_code == 404
        assert Client().post(url).status_code == 302
        shift.refresh_from_db()
        assert shift.is_running


class TestTheRoster:
    def roster(self, cast: Cast) -> reading.Roster:
        return reading.rosters([cast.harbor_team])[0]

    def plan(self, cast: Cast, user: User, start: dt.datetime, hours: int) -> None:
        until = start + dt.timedelta(hours=hours)
        plan = ShiftPlan(cast.harbor_team, user, Post.ON_CALL, start, until)
        services.plan_shifts(plan=plan, by=user)

    @time_machine.travel("2027-06-02T12:00:00-04:00", tick=False)
    def test_says_gaps_and_overlaps(self, cast: Cast, mo: User, sue: User) -> None:
        now = timezone.now()
        self.plan(cast, mo, now, 10)
        self.plan(cast, sue, now + dt.timedelta(hours=8), 20)

        roster = self.roster(cast)

        hours = dt.timedelta(hours=1)
        assert [
            ((s.starts_at - now) // hours, (s.ends_at - now) // hours) for s in roster.gaps
        ] == [(28, 14 * 24)]
        (both,) = roster.overlaps
        assert ((both.starts_at - now) // hours, (both.ends_at - now) // hours) == (8, 10)
        assert both.names == "Mo, Sue"
        assert roster.backup_gaps == 1

    @time_machine.travel("2027-06-02T12:00:00-04:00", tick=False)
    def test_is_content_where_someone_always_is(
        self, cast: Cast, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        self.plan(cast, mo, timezone.now(), 15 * 24)

        assert self.roster(cast).gaps == []
        page = sign_in(sue).get(LIST).content.decode()
        assert "Someone is on call all the time." in page

    def test_says_that_nobody_is_planned(self, browser: Client) -> None:
        page = browser.get(LIST).content.decode()

        assert "Nobody is on call" in page
        assert "No shift is planned." in page

    @pytest.mark.parametrize("url", [LIST, NEW, TIMES])
    def test_is_for_whoever_plans(
        self, cast: Cast, mo: User, sign_in: SignIn, client: Client, url: str
    ) -> None:
        assert sign_in(mo).get(url).status_code == 403
        assert sign_in(cast.manager()).get(url).status_code == 403
        assert client.get(url).status_code == 302


class TestTheMinutes:
    def test_are_set_for_a_team(self, cast: Cast, browser: Client) -> None:
        said = {"team": str(cast.harbor_team.pk), "backup_after": "2", "lead_after": "9"}

        browser.post(TIMES, said)
        browser.post(TIMES, {**said, "lead_after": "8"})

        times = AlertTimes.of(cast.harbor_team)
        assert (times.backup_after, times.lead_after) == (2, 8)
        assert AlertTimes.of(cast.hill_team).lead_after == 5

    @pytest.mark.parametrize("minutes", ["0", "-5", "121", "soon", "", "9" * 400])
    def test_have_bounds(self, cast: Cast, browser: Client, minutes: str) -> None:
        said = {"team": str(cast.harbor_team.pk), "backup_after": minutes, "lead_after": "9"}

        assert browser.post(TIMES, said).status_code == 200
        assert not AlertTimes.objects.exists()

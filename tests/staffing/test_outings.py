"""Who is in the field: they say so, whoever leads them sees it, and who is late stands on top."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.alerts.models import Alert
from cvi.audit.models import AuditEvent
from cvi.staffing import services
from cvi.staffing.errors import AlreadyOut, NotOut
from cvi.staffing.forms import OutingForm
from cvi.staffing.models import Outing
from cvi.staffing.services import Way
from cvi.staffing.tasks import tell_of_late
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.django_db
START, MINE = reverse("staffing:outing_start"), reverse("staffing:mine")
BACK, LONGER = reverse("staffing:outing_end"), reverse("staffing:outing_longer")
TEAM, TODAY = reverse("staffing:team"), reverse("desk:today")


def clock(hours: float) -> str:
    return f"{timezone.localtime() + dt.timedelta(hours=hours):%H:%M}"


def out(user: User, team: Team, minutes: int = 60, **changes: Any) -> Outing:
    way = Way(timezone.now() + dt.timedelta(minutes=minutes), **changes)
    return services.go_out(team=team, way=way, by=user)


def back_of(user: User) -> str:
    return reverse("staffing:worker_back", args=[user.pk])


@pytest.fixture
def browser(mo: User, sign_in: SignIn) -> Client:
    return sign_in(mo)


class TestGoingOut:
    def test_says_until_when_with_whom_and_where(
        self, cast: Cast, browser: Client, mo: User, ann: User
    ) -> None:
        typed = {"back_at": clock(2), "with_whom": str(ann.pk), "zone": str(cast.zone.pk)}

        browser.post(START, typed)

        row = Outing.objects.get()
        assert (row.worker, row.with_whom, row.zone) == (mo, ann, cast.zone)
        assert dt.timedelta(hours=1.9) < row.expected_at - row.left_at <= dt.timedelta(hours=2)
        assert AuditEvent.objects.get(object_id=row.pk).reason == "outing_started"

    @time_machine.travel("2027-06-01T22:00:00-05:00", tick=False)
    def test_goes_past_midnight(self, mo: User) -> None:
        form = OutingForm({"back_at": clock(3.5)}, user=mo, colleagues=[])

        assert form.is_valid()
        assert form.way().expected_at - timezone.now() == dt.timedelta(hours=3.5)

    @pytest.mark.parametrize("wrong", [{"back_at": ""}, {"back_at": "soon"}, {"with_whom": "x"}])
    def test_keeps_what_was_typed_on_bad_input(
        self, browser: Client, wrong: dict[str, str]
    ) -> None:
        answer = browser.post(START, {"back_at": clock(2), **wrong})

        assert answer.status_code == 200
        assert not Outing.objects.exists()

    def test_is_for_some_hours_at_most(self, browser: Client) -> None:
        answer = browser.post(START, {"back_at": clock(-1)})

        assert "within 12 hours" in answer.content.decode()
        assert not Outing.objects.exists()

    def test_happens_once_at_a_time(self, browser: Client, mo: User, team: Team) -> None:
        out(mo, team)

        answer = browser.post(START, {"back_at": clock(2)})

        assert "You are out already." in answer.content.decode()
        with pytest.raises(AlreadyOut):
            out(mo, team)

    def test_is_not_for_those_who_stay_in_the_office(self, cast: Cast, sign_in: SignIn) -> None:
        manager = sign_in(cast.manager())

        assert manager.get(START).status_code == 403
        assert {manager.post(url).status_code for url in (BACK, LONGER)} == {403}


class TestComingBack:
    def test_is_said_by_oneself(self, browser: Client, mo: User, team: Team) -> None:
        out(mo, team)
        assert "You are out" in browser.get(TODAY).content.decode()

        browser.post(BACK)

        assert Outing.objects.get().back_at
        assert "You are out" not in browser.get(MINE).content.decode()

    def test_may_be_later(self, browser: Client, mo: User, team: Team) -> None:
        row = out(mo, team)

        browser.post(LONGER)

        assert Outing.objects.get().expected_at - row.expected_at == dt.timedelta(minutes=30)

    def test_twice_does_nothing(self, browser: Client, mo: User, team: Team) -> None:
        row = services.come_back(outing=out(mo, team), by=mo)

        assert {browser.post(url).status_code for url in (BACK, LONGER)} == {302}
        with pytest.raises(NotOut):
            services.stay_longer(outing=row, by=mo)

    def test_may_be_said_by_who_leads_the_team(
        self, cast: Cast, sue: User, mo: User, team: Team, sign_in: SignIn
    ) -> None:
        out(mo, team)
        assert sign_in(cast.messenger("peer")).post(back_of(mo)).status_code == 403
        far = cast.supervisor("far", cast.hill_team)
        assert sign_in(far).post(back_of(mo)).status_code == 404

        sign_in(sue).post(back_of(mo))
        assert sign_in(sue).post(back_of(mo)).status_code == 302

        assert Outing.objects.get().back_at


class TestBeingLate:
    def test_stands_on_top_after_some_minutes(
        self, sue: User, mo: User, team: Team, sign_in: SignIn
    ) -> None:
        out(mo, team, minutes=60)
        said = {}
        for minutes in (70, 80):
            with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
                browser = sign_in(sue)
                said[minutes] = [browser.get(url).content.decode() for url in (TODAY, TEAM)]

        assert not any("is not back" in page or "Late" in page for page in said[70])
        assert "Mo is not back." in said[80][0]
        assert "Late" in said[80][1]

    def test_is_seen_by_no_other_team(
        self, cast: Cast, mo: User, team: Team, sign_in: SignIn
    ) -> None:
        out(mo, team, minutes=60)
        people = [cast.messenger("peer"), cast.supervisor("far", cast.hill_team)]

        with time_machine.travel(timezone.now() + dt.timedelta(hours=3)):
            pages = [sign_in(user).get(TODAY).content.decode() for user in people]

        assert not any("is not back" in page for page in pages)


class TestWhoIsLate:
    """Fifteen minutes past the time, whoever is on call is told, once."""

    def test_raises_one_alert(self, cast: Cast, mo: User) -> None:
        row = out(mo, cast.harbor_team, minutes=10)

        for minutes in (20, 26, 40):
            with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
                tell_of_late.call_local()

        alert = Alert.objects.get()
        assert (alert.team, alert.about_id, alert.path) == (cast.harbor_team, row.pk, TEAM)
        assert alert.raised_by == cast.system

    def test_is_not_told_of_while_there_is_time(self, cast: Cast, mo: User) -> None:
        out(mo, cast.harbor_team, minutes=10)

        with time_machine.travel(timezone.now() + dt.timedelta(minutes=24)):
            tell_of_late.call_local()

        assert not Alert.objects.exists()

    def test_is_not_told_of_once_they_are_back(self, cast: Cast, mo: User) -> None:
        services.come_back(outing=out(mo, cast.harbor_team, minutes=10), by=mo)

        with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
            tell_of_late.call_local()

        assert not Alert.objects.exists()

    def test_who_stays_longer_has_a_new_time(self, cast: Cast, mo: User) -> None:
        row = out(mo, cast.harbor_team, minutes=10)
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=30)):
            tell_of_late.call_local()
            row.refresh_from_db()
            services.stay_longer(outing=row, by=mo)

        with time_machine.travel(timezone.now() + dt.timedelta(hours=9)):
            tell_of_late.call_local()

        assert Alert.objects.count() == 2

"""Boxes are set up and closed by those of a GVI team who may; an address is shown once."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent
from cvi.incidents import services
from cvi.incidents.errors import BoxClosed, NotThisTeam
from cvi.incidents.models import DropBox, DropBoxMessage
from cvi.incidents.services import BoxPlan, OpenedBox
from tests.cast import Cast, SignIn
from tests.incidents.conftest import a_request, leave, request_of, today
from tests.incidents.test_inbox import strangers

BOXES = reverse("incidents:box_list")
NEW = reverse("incidents:box_new")


def close_of(opened: OpenedBox) -> str:
    return reverse("incidents:box_close", args=[opened.box.pk])


def described(team: Team, days: int = 90, **changes: Any) -> dict[str, Any]:
    until = today() + dt.timedelta(days=days)
    typed = {"office": "probation", "label": "County probation", "team": str(team.pk)}
    return {**typed, "expires_on": until.isoformat(), **changes}


@pytest.fixture
def browser(gia: User, sign_in: SignIn) -> Client:
    return sign_in(gia)


class TestSettingUp:
    def test_shows_an_address_that_works_with_its_square(self, cast: Cast, browser: Client) -> None:
        page = browser.post(NEW, described(cast.gvi_team)).content.decode()

        found = re.search(r"http://testserver(/box/[\w-]{43}/)", page)
        assert found
        assert "<svg" in page
        assert Client().post(found[1], a_request()).status_code == 302
        assert DropBoxMessage.objects.get().box.label == "County probation"

    def test_shows_it_once(self, cast: Cast, browser: Client) -> None:
        token = browser.post(NEW, described(cast.gvi_team)).context["address"].split("/")[-2]

        pages = [browser.get(page).content.decode() for page in (BOXES, NEW)]

        assert [page for page in pages if token in page] == []
        assert token not in repr(list(AuditEvent.objects.values()))

    def test_leaves_a_line(self, cast: Cast, browser: Client) -> None:
        browser.post(NEW, described(cast.gvi_team))

        line = AuditEvent.objects.get(object_id=DropBox.objects.get().pk)
        assert (line.action, line.reason) == ("created", "drop_box_set_up")

    @pytest.mark.parametrize(
        "wrong",
        [{"label": ""}, {"office": "evil"}, {"days": 366}, {"days": 0}, {"expires_on": "soon"}],
    )
    def test_keeps_what_was_typed_on_bad_input(
        self, cast: Cast, browser: Client, wrong: dict[str, Any]
    ) -> None:
        typed = described(cast.gvi_team, **{"label": "County probation", **wrong})

        page = browser.post(NEW, typed).content.decode()

        assert 'aria-invalid="true"' in page
        assert f'value="{typed["label"]}"' in page or not typed["label"]
        assert not DropBox.objects.exists()

    def test_takes_no_team_but_one_s_own(self, cast: Cast, browser: Client) -> None:
        browser.post(NEW, described(cast.harbor_team))

        assert not DropBox.objects.exists()

    def test_is_for_gvi_teams_alone(self, cast: Cast) -> None:
        plan = BoxPlan(cast.harbor_team, "police", "9th district", today() + dt.timedelta(days=9))

        with pytest.raises(NotThisTeam):
            services.set_up_box(plan=plan, by=cast.system)

    @pytest.mark.parametrize("page", [BOXES, NEW])
    def test_is_refused_to_others(self, cast: Cast, sign_in: SignIn, page: str) -> None:
        navigator = cast.user("nia", Role.NAVIGATOR, cast.gvi_team)
        for user in (navigator, cast.supervisor(), cast.officer()):
            assert sign_in(user).get(page).status_code == 403


class TestList:
    def test_shows_open_and_closed_boxes_of_one_s_team(
        self, cast: Cast, browser: Client, box: OpenedBox, sign_in: SignIn
    ) -> None:
        page = browser.get(BOXES).content.decode()

        assert "9th district" in page
        assert close_of(box) in page
        for user in strangers(cast):
            assert "9th district" not in sign_in(user).get(BOXES).content.decode()

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, browser: Client, django_assert_num_queries: Any
    ) -> None:
        for number in range(5):
            browser.post(NEW, described(cast.gvi_team, label=f"Office {number}"))
        browser.get(BOXES)

        with django_assert_num_queries(9):
            browser.get(BOXES)


class TestClosing:
    def test_ends_the_address_and_keeps_what_was_left(
        self, browser: Client, box: OpenedBox
    ) -> None:
        leave(box)

        browser.post(close_of(box))

        assert Client().get(request_of(box)).status_code == 404
        assert DropBoxMessage.objects.waiting().count() == 1
        assert AuditEvent.objects.filter(object_id=box.box.pk, reason="drop_box_closed").exists()
        assert close_of(box) not in browser.get(BOXES).content.decode()

    def test_twice_is_said(self, cast: Cast, browser: Client, box: OpenedBox) -> None:
        browser.post(close_of(box))

        answer = browser.post(close_of(box), follow=True)

        assert "This drop box is closed already." in answer.content.decode()
        with pytest.raises(BoxClosed):
            services.close_box(box=DropBox.objects.get(), by=cast.system)

    def test_is_refused_to_others(self, cast: Cast, sign_in: SignIn, box: OpenedBox) -> None:
        navigator = cast.user("nia", Role.NAVIGATOR, cast.gvi_team)

        assert sign_in(navigator).post(close_of(box)).status_code == 403
        for user in [*strangers(cast), cast.supervisor()]:
            assert sign_in(user).post(close_of(box)).status_code == 404
        assert DropBox.objects.get().is_open

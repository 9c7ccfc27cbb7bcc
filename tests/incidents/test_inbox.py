"""What was left is read, and handled, by those of the team who may."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.models import Program, Team, User
from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent
from cvi.incidents import services
from cvi.incidents.errors import AlreadyHandled
from cvi.incidents.models import DropBoxMessage
from cvi.incidents.services import OpenedBox
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn
from tests.incidents.conftest import INBOX, WORDS, alert_of, an_alert, leave


def page_of(message: DropBoxMessage) -> str:
    return reverse("incidents:message", args=[message.pk])


def text_of(browser: Client, url: str) -> str:
    with open_ring(()):
        return str(browser.get(url).content.decode())


@pytest.fixture
def browser(gia: User, sign_in: SignIn) -> Client:
    return sign_in(gia)


def strangers(cast: Cast) -> list[User]:
    """People who may read a drop box, of another agency's GVI team."""
    team = Team(agency=cast.hill, program=Program.GVI, name="Hill GVI team")
    team.save()
    return [
        cast.user("far", Role.GVI_COORDINATOR, team),
        cast.user("farther", Role.SUPERVISOR, team),
    ]


class TestInbox:
    def test_lists_what_waits_without_a_word_of_it(self, browser: Client, box: OpenedBox) -> None:
        left = leave(box)

        page = text_of(browser, INBOX)

        assert "Request · 9th district" in page
        assert page_of(left) in page
        assert "Zedd" not in page

    def test_lists_the_oldest_first_and_what_was_handled_apart(
        self, browser: Client, gia: User, box: OpenedBox
    ) -> None:
        first, second, third = (leave(box) for _each in range(3))
        services.handle_message(message=second, outcome="known", by=gia)

        shown = browser.get(INBOX).context

        assert list(shown["waiting"]) == [first, third]
        assert list(shown["handled"]) == [second]

    def test_leaves_a_line(self, browser: Client, box: OpenedBox) -> None:
        left = leave(box)

        browser.get(INBOX)

        line = AuditEvent.objects.filter(action="listed").latest("pk")
        assert line.detail["ids"] == [str(left.pk)]

    def test_asks_as_many_queries_for_many_as_for_one(
        self, browser: Client, gia: User, box: OpenedBox, django_assert_num_queries: Any
    ) -> None:
        for number in range(6):
            left = leave(box)
            if number % 2:
                services.handle_message(message=left, outcome="known", by=gia)
        browser.get(INBOX)

        with django_assert_num_queries(10):
            browser.get(INBOX)

    def test_shows_another_team_s_messages_to_nobody(
        self, cast: Cast, box: OpenedBox, sign_in: SignIn
    ) -> None:
        left = leave(box)

        for user in strangers(cast):
            assert not sign_in(user).get(INBOX).context["waiting"]
            assert sign_in(user).get(page_of(left)).status_code == 404

    def test_is_refused_to_who_leads_a_team_of_another_program(
        self, cast: Cast, box: OpenedBox, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.supervisor())

        assert browser.get(INBOX).status_code == 403
        assert browser.get(page_of(leave(box))).status_code == 404
        assert INBOX not in browser.get("/today/").content.decode()

    def test_is_refused_to_a_navigator_of_the_team(
        self, cast: Cast, box: OpenedBox, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.user("nia", Role.NAVIGATOR, cast.gvi_team))

        assert browser.get(INBOX).status_code == 403
        assert browser.get(page_of(leave(box))).status_code == 403


class TestToday:
    def test_says_how_many_wait_and_links_to_them(self, browser: Client, box: OpenedBox) -> None:
        leave(box)
        leave(box)

        page = text_of(browser, "/today/")

        assert "2 messages in the drop box wait for you." in page
        assert f'href="{INBOX}"' in page
        assert "Zedd" not in page

    def test_says_nothing_of_another_team_s(
        self, cast: Cast, box: OpenedBox, sign_in: SignIn
    ) -> None:
        leave(box)

        for user in [*strangers(cast), cast.supervisor(), cast.messenger()]:
            assert "in the drop box" not in text_of(sign_in(user), "/today/")


class TestMessage:
    def test_shows_what_was_left_and_leaves_a_line(
        self, browser: Client, gia: User, box: OpenedBox
    ) -> None:
        left = leave(box, caller="Officer Sampleton")

        page = text_of(browser, page_of(left))

        assert WORDS in page
        assert "Checking on someone" in page
        assert "Officer Sampleton" in page
        assert AuditEvent.objects.filter(
            action="viewed", object_id=left.pk, actor_id=gia.pk, outcome="ok"
        ).exists()

    def test_shows_an_alert_line_by_line(self, browser: Client, box: OpenedBox) -> None:
        Client().post(alert_of(box), an_alert())

        page = text_of(browser, page_of(DropBoxMessage.objects.get()))

        for word in ("First and Main", "11:15 p.m.", "<dd>2</dd>", "Mercy"):
            assert word in page

    def test_is_open_to_who_leads_the_team(
        self, cast: Cast, box: OpenedBox, sign_in: SignIn
    ) -> None:
        lead = cast.supervisor(team=cast.gvi_team)

        assert WORDS in text_of(sign_in(lead), page_of(leave(box)))

    def test_is_handled_with_what_was_done(
        self, browser: Client, gia: User, box: OpenedBox
    ) -> None:
        left = leave(box)

        with open_ring(()):
            answer = browser.post(page_of(left), {"outcome": "passed_on"})

        left.refresh_from_db()
        assert answer.status_code == 302
        assert (left.outcome, left.handled_by) == ("passed_on", gia)
        assert left.handled_at is not None
        assert AuditEvent.objects.filter(
            object_id=left.pk, reason="drop_box_message_handled"
        ).exists()

    @pytest.mark.parametrize("typed", [{}, {"outcome": "evil"}])
    def test_stays_as_it_is_on_bad_input(
        self, browser: Client, box: OpenedBox, typed: dict[str, str]
    ) -> None:
        left = leave(box)

        answer = browser.post(page_of(left), {"sent": "1", **typed})

        assert answer.status_code == 200
        assert "error-summary" in answer.content.decode()
        assert DropBoxMessage.objects.waiting().count() == 1

    def test_is_handled_once(self, browser: Client, gia: User, box: OpenedBox) -> None:
        left = leave(box)
        services.handle_message(message=left, outcome="known", by=gia)

        with pytest.raises(AlreadyHandled):
            services.handle_message(message=left, outcome="nothing", by=gia)
        answer = browser.post(page_of(left), {"outcome": "nothing"})

        assert answer.status_code == 200
        assert DropBoxMessage.objects.get().outcome == "known"

    def test_is_hidden_where_there_is_none(self, browser: Client) -> None:
        url = reverse("incidents:message", args=[uuid.uuid4()])

        assert browser.get(url).status_code == 404

    def test_sends_someone_signed_out_to_sign_in(self, client: Client, box: OpenedBox) -> None:
        assert reverse("account_login") in client.get(page_of(leave(box)))["Location"]

"""A form that is sent twice does one thing."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases.models import Case, Consent, FollowUp, Goal, Note, Participant
from cvi.gvi.models import CustomNotification
from cvi.outreach.models import Contact
from cvi.reentry.models import CustodyEpisode
from tests.cast import Cast, SignIn
from tests.races import ONE_WRITER, at_once


def mark_on(browser: Client, url: str) -> str:
    found = re.search(
        r'name="form_mark" value="([0-9a-f-]{36})"', browser.get(url).content.decode()
    )
    assert found
    return found[1]


def day(days: int = 0) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def contact(**changes: Any) -> dict[str, Any]:
    tapped = {"mode": "call", "reached": "no", "miss": "no_answer", "occurred_on": day()}
    return tapped | changes


class TestTwoTaps:
    @pytest.mark.parametrize(
        ("page", "kind", "typed"),
        [
            ("cases:goal_new", Goal, {"domain": "work", "words": "A job"}),
            ("cases:follow_up_new", FollowUp, {"kind": "check_in", "due_on": day(3)}),
            ("cases:note_new", Note, {"text": "Met at the corner"}),
            ("outreach:contact_log", Contact, contact()),
        ],
    )
    def test_write_one_row_and_are_answered_alike(
        self, mo: User, case: Case, sign_in: SignIn, page: str, kind: Any, typed: dict[str, Any]
    ) -> None:
        browser, url = sign_in(mo), reverse(page, args=[case.pk])
        typed = typed | {"form_mark": mark_on(browser, url)}

        first, second = browser.post(url, typed), browser.post(url, typed)

        assert kind.objects.count() == 1
        assert first.status_code == second.status_code == 302
        assert first.url == second.url

    def test_record_one_consent(self, cast: Cast, mo: User, case: Case, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), reverse("cases:consent_new", args=[case.pk])
        typed = {"recipient": cast.hill.pk, "scope": ["name"], "method": "signed"}
        typed |= {"purpose": "services", "given_by": "participant", "language": "en"}
        typed |= {"copy": "later", "signed_on": day(0)}
        typed |= {"expires_on": day(30), "form_mark": mark_on(browser, url)}

        for _tap in range(2):
            browser.post(url, typed)

        assert Consent.objects.count() == 1

    def test_register_one_person(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), reverse("cases:person_new")
        typed = {"name_to_use": "Zora Newcomer", "team": cast.harbor_team.pk}
        typed["form_mark"] = mark_on(browser, url)

        for _tap in range(2):
            browser.post(url, typed)

        assert Participant.objects.count() == Case.objects.count() == 1

    def test_plan_one_notification_and_one_stay(self, cast: Cast, sign_in: SignIn) -> None:
        pages = [
            (cast.gvi_coordinator(), cast.gvi_team, "gvi:notification_new"),
            (cast.reentry_coordinator(), cast.reentry_team, "reentry:custody_new"),
        ]
        typed = {"why": "recently_hurt", "planned_on": day(3)}
        typed |= {"facility_kind": "jail", "basis": "unknown"}
        for user, team, page in pages:
            browser, url = sign_in(user), reverse(page, args=[cast.case(team=team).pk])
            sent = typed | {"form_mark": mark_on(browser, url)}
            for _tap in range(2):
                browser.post(url, sent)

        assert CustomNotification.objects.count() == CustodyEpisode.objects.count() == 1


class TestTwoForms:
    def test_with_other_words_are_two(self, mo: User, case: Case, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), reverse("outreach:contact_log", args=[case.pk])
        mark = mark_on(browser, url)

        browser.post(url, contact(form_mark=mark))
        browser.post(url, contact(form_mark=mark, mode="text"))

        assert Contact.objects.count() == 2

    def test_with_the_same_words_are_two(self, mo: User, case: Case, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), reverse("outreach:contact_log", args=[case.pk])

        for _form in range(2):
            browser.post(url, contact(form_mark=mark_on(browser, url)))

        assert Contact.objects.count() == 2


class TestAFormThatWasRefused:
    def test_may_be_sent_again(self, mo: User, case: Case, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), reverse("cases:note_new", args=[case.pk])
        typed = {"text": "", "form_mark": mark_on(browser, url)}

        answers = [browser.post(url, typed) for _tap in range(2)]

        assert [answer.status_code for answer in answers] == [200, 200]

    def test_leaves_no_word_in_the_cache(self, mo: User, case: Case, sign_in: SignIn) -> None:
        browser, url = sign_in(mo), reverse("cases:note_new", args=[case.pk])

        browser.post(url, {"text": "Zedd Testperson", "form_mark": mark_on(browser, url)})

        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM cache")
            assert "Zedd" not in str(cursor.fetchall())


@ONE_WRITER
def test_two_taps_at_the_same_moment_write_one_row(
    transactional_db: None, cast: Cast, sign_in: SignIn
) -> None:
    mo = cast.messenger()
    case = cast.case(mo)
    browser, url = sign_in(mo), reverse("cases:note_new", args=[case.pk])
    typed = {"text": "Met at the corner", "form_mark": mark_on(browser, url)}

    def tap() -> str:
        own = Client()
        own.cookies = browser.cookies
        return str(own.post(url, typed)["Location"])

    assert len(set(at_once(tap))) == 1
    assert Note.objects.count() == 1

"""The auditor's view: who saw and changed what, by code, refusals included."""

import datetime as dt
import re

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from cvi.audit import services as audit
from cvi.audit.models import AuditEvent
from cvi.cases import services as cases
from cvi.reports.trail import NOUNS

URL = reverse_lazy("reports:trail")

NEXT = re.compile(r'before=([^"&]+)" rel="next"')


@pytest.fixture
def person(cast):
    return cast.case().participant


@pytest.fixture
def refused(cast, person, sign_in):
    """Mo opens by its address the page of someone outside Mo's sight."""
    mo = cast.messenger()
    answer = sign_in(mo).get(reverse("desk:participant", args=[person.pk]))
    assert answer.status_code == 404
    return mo


@pytest.fixture
def read(cast, sign_in):
    """Return a function that reads the trail as an auditor, as text without markup."""
    browser = sign_in(cast.auditor())

    def page(**asked):
        answer = browser.get(URL, asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def rows(page):
    return page.split("<tr>")[2:]


class TestSentences:
    def test_tell_of_the_refused_attempt_by_code(self, refused, person, read):
        refusal = next(row for row in rows(read()) if "tried to open" in row)

        assert f"Mo tried to open participant {person.code} without sight of it" in refusal
        assert "Refused" in refusal
        assert "Credible messenger" in refusal

    def test_tell_of_a_failed_sign_in_and_whose_name_it_was(self, cast, client, read):
        cast.messenger()
        client.post(reverse("account_login"), {"login": "mo", "password": "wrong"})

        assert "Someone tried to sign in and was not let in (user Mo)." in read()

    def test_tell_who_opened_whom(self, cast, sign_in, read):
        sue = cast.supervisor()
        person = cast.case().participant
        sign_in(sue).get(reverse("desk:participant", args=[person.pk]))

        assert f"Sue opened participant {person.code}." in read(who=str(sue.pk))

    def test_tell_who_changed_what_and_why(self, cast, read):
        case = cast.case()
        cases.set_goal(case=case, domain="work", words="A job with Zedd", by=cast.supervisor())

        page = read(resource="cases.goal")

        assert f"Sue added goal of {case.participant.code}." in page
        assert "Goal set" in page

    def test_tell_who_was_given_which_role(self, cast, read):
        cast.messenger()

        assert "The system added role Credible messenger of Mo." in read()

    def test_tell_of_what_a_role_may_not_do(self, cast, sign_in, read):
        sign_in(cast.messenger()).get(URL)

        assert "Mo tried what their role may not do (page reports:trail)." in read()

    def test_tell_how_many_were_on_a_list(self, cast, sign_in, read):
        mo = cast.messenger()
        cast.case(worker=mo)
        sign_in(mo).get(reverse("desk:people"))

        assert "Mo looked at a list of 1 (case)." in read(who=str(mo.pk), action="listed")

    def test_tell_of_what_was_withheld(self, cast, person, read):
        audit.withheld(person, by=cast.messenger(), detail={"fields": ["name"]})

        assert f"Mo wanted to share without a consent (participant {person.code})" in read()

    def test_name_no_participant(self, refused, read):
        assert "Zedd" not in read()

    def test_cover_every_kind_of_action(self, cast, read):
        for action in AuditEvent.Action:
            AuditEvent.objects.create(action=action, resource="a.thing", row_mac=b"0")

        page = read()

        assert "Someone who is not signed in searched (thing)." in page
        assert "Someone who is not signed in signed out." in page


class TestFilters:
    def test_show_refusals_only(self, refused, read):
        found = rows(read(outcome="refused"))

        assert found
        assert all("Refused" in row for row in found)

    def test_show_what_was_done_only(self, refused, read):
        assert "tried to open" not in read(outcome="done")

    def test_show_everything_about_a_participant(self, cast, refused, person, sign_in, read):
        sign_in(cast.supervisor()).get(reverse("desk:people"))
        cast.case(team=cast.hill_team)

        page = read(code=person.code.lower().removeprefix("p-"))

        assert "Mo tried to open" in page
        assert "Sue looked at a list of 1 (case)" in page
        assert "The system added participant" in page
        assert all("Hill" not in row for row in rows(page))

    def test_find_nothing_for_a_code_that_nobody_has(self, refused, read):
        assert "No events match" in read(code="P-222222")

    def test_show_a_day(self, refused, read):
        tomorrow = timezone.localdate() + dt.timedelta(days=1)

        assert "tried to open" in read(first=timezone.localdate(), last=timezone.localdate())
        assert "No events match" in read(first=tomorrow)

    def test_keep_a_wrong_one_and_show_nothing(self, refused, read):
        page = read(first="soon")

        assert "Enter a valid date" in page
        assert rows(page) == []

    def test_carry_no_typed_text_into_the_trail(self, read, cast):
        read(code="Zedd T")

        assert not AuditEvent.objects.filter(detail__icontains="zedd").exists()


class TestPages:
    def test_follow_one_another_without_gap_or_repeat(self, cast, read, monkeypatch):
        monkeypatch.setattr("cvi.reports.views.EVENTS", 3)
        for _number in range(2):
            cast.case()
        asked, seen = {"resource": "cases.participant"}, []

        while True:
            page = read(**asked)
            seen += [row.split("</th>")[0] for row in rows(page)]
            if 'rel="next"' not in page:
                break
            asked["before"] = NEXT.search(page)[1]

        assert len(seen) == len(set(seen)) == 2

    def test_ask_as_many_questions_however_many_events(
        self, cast, sign_in, django_assert_max_num_queries
    ):
        browser = sign_in(cast.auditor())
        browser.get(URL)
        for _number in range(4):
            cast.case(worker=cast.messenger(f"m{_number}"))

        with django_assert_max_num_queries(15):
            browser.get(URL)


class TestDoor:
    def test_notes_that_the_trail_was_opened(self, read):
        read()

        assert "Ada opened trail." in read()

    @pytest.mark.parametrize("role", ["manager", "supervisor", "messenger", "administrator"])
    def test_refuses_everyone_else(self, cast, sign_in, role):
        assert sign_in(getattr(cast, role)("eve")).get(URL).status_code == 403

    def test_sends_a_stranger_to_sign_in(self, client, db):
        assert client.get(URL).status_code == 302

    def test_answers_no_post(self, cast, sign_in):
        assert sign_in(cast.auditor()).post(URL).status_code == 405

    def test_shows_times_as_the_city_keeps_them(self, cast, read):
        with time_machine.travel("2026-11-22 19:14:00Z", tick=False):
            cast.messenger()

        assert "Sun Nov 22, 2026, 2:14:00 p.m." in read(resource="accounts.user")


def test_every_kind_of_record_to_choose_is_one_that_leaves_lines():
    models = {model._meta.label_lower for model in apps.get_models()}

    assert set(NOUNS) - models == {"reports.anomalies", "reports.caseload", "reports.lookers"}


@pytest.mark.parametrize("asked", [{"first": "0001-01-01"}, {"last": "9999-12-31"}])
def test_a_year_that_cannot_be_is_named(read, asked):
    assert "Check the year" in read(**asked)

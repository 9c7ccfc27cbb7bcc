"""The seven places where a name slips out though every single page is shut."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from cvi.accounts.models import Program
from cvi.accounts.roles import Role
from cvi.cases import services as cases
from cvi.cases.models import Case, Participant
from cvi.cases.services import Opening
from cvi.outreach import services as outreach
from cvi.outreach.services import ContactDetails
from cvi.papers.models import Job
from cvi.reports import tasks as _handlers  # noqa: F401  they make the papers
from cvi.reports.questions import Question
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn
from tests.security import crawl
from tests.security.pages import PAGES

WORD = "Zedd Secretperson"


@pytest.fixture
def hidden(cast: Cast) -> Case:
    """Register someone with the other team of the street, and someone with another agency."""
    cast.case(team=cast.hill_team, name=WORD)
    return cast.case(team=cast.harbor_night_team(), name=WORD)


@pytest.fixture
def sue(cast: Cast, sign_in: SignIn) -> Client:
    """Sign in a supervisor who has one case of their own."""
    cast.case(name="Yann Ownperson")
    return sign_in(cast.supervisor())


class TestCounts:
    def test_count_nobody_who_is_not_theirs(self, sue: Client, hidden: Case) -> None:
        people = sue.get("/people/").context["people"]
        report = sue.get("/reports/caseload/").context["caseload"]

        assert [case.participant.name_to_use for case, _due in people] == ["Yann Ownperson"]
        assert report.totals[0] == 1

    def test_say_the_same_with_and_without_the_others(self, sue: Client, cast: Cast) -> None:
        before = [crawl.body_of(sue.get(page)) for page in ("/people/", "/today/")]
        cast.case(team=cast.harbor_night_team(), name=WORD)
        after = [crawl.body_of(sue.get(page)) for page in ("/people/", "/today/")]

        assert [same(text) for text in after] == [same(text) for text in before]


class TestSearch:
    def test_finds_nobody_who_is_not_theirs(self, sue: Client, hidden: Case) -> None:
        known = sue.post("/people/", {"name": "Secretperson"}).content.decode()
        unknown = sue.post("/people/", {"name": "Nosuchperson"}).content.decode()

        assert WORD not in known
        assert same(known).replace("Secretperson", "-") == same(unknown).replace(
            "Nosuchperson", "-"
        )


class TestActivityFeeds:
    def test_tell_nothing_of_another_program(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(mo)
        details = ContactDetails("call", "no_answer", note="SECRET-CONTACT")
        outreach.log_contact(case=case, contact=details, by=mo)
        team = cast.harbor_night_team()
        team.program = Program.REENTRY
        team.save()
        opening = Opening(team=team, opened_on=dt.date(2026, 1, 5))
        cases.open_new_case(participant=case.participant, opening=opening, by=cast.system)
        rey = cast.user("rey", Role.REENTRY_COORDINATOR, team)

        page = sign_in(rey).get(f"/people/{case.participant_id}/").content.decode()

        assert "SECRET-CONTACT" not in page
        assert "Street outreach" not in page


class TestExports:
    def test_hold_nobody_who_is_not_theirs(
        self,
        sue: Client,
        hidden: Case,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        asked = Question().as_params() | {"kind": "caseload_xlsx"}
        with django_capture_on_commit_callbacks(execute=True):
            sue.post("/reports/caseload/download/", asked)
        answer = sue.post(reverse("papers:job_download", args=[Job.objects.get().pk]))
        sheets = openpyxl.load_workbook(BytesIO(answer.getvalue())).worksheets
        text = repr([list(sheet.iter_rows(values_only=True)) for sheet in sheets])

        assert hidden.participant.code not in text
        assert "Harbor street team" in text
        assert "Harbor night team" not in text


class TestOfflineCaches:
    def test_hold_no_page(self, sue: Client, settings: Any) -> None:
        settings.DEBUG = True
        stored = [
            name
            for name, page in PAGES.items()
            if not page.about and "no-store" not in sue.get(reverse(name))["Cache-Control"]
        ]

        assert stored == []


class TestHistory:
    def test_opens_with_the_same_keys_as_the_record(self, cast: Cast, hidden: Case) -> None:
        version = Participant.history.filter(id=hidden.participant_id).first()

        with open_ring([("core", cast.hill.pk)]), pytest.raises(DomainDenied):
            assert version.name_to_use
        with open_ring([("core", cast.harbor.pk)]):
            assert version.name_to_use == WORD


def same(text: str) -> str:
    """Return a page without what differs each time: the clock, the tokens and marks of forms."""
    return re.sub(r"[A-Za-z0-9]{64}|name=.form_mark. value=.[^\"]*.|.Expires.: .[^']*.", "", text)

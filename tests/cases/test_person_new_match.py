"""Before someone new is saved: is it one of these?"""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import Program, Team, User
from cvi.audit.models import AuditEvent
from cvi.cases.models import Case, MatchReview, Participant, SightRequest
from tests.cast import Cast, SignIn

URL = "/cases/new/"
NAME = "Zedd Testperson"
NOW = timezone.now()  # a clock that stands still; noon would lock a session begun at night


@pytest.fixture
def bay_team(cast: Cast) -> Team:
    """Another team of the same agency."""
    team = Team(agency=cast.harbor, program=Program.REENTRY, name="Harbor reentry team")
    team.save()
    return team


def typed(cast: Cast, name: str = NAME, **more: Any) -> dict[str, Any]:
    born = {"birth_date_month": "2", "birth_date_day": "3", "birth_date_year": "2001"}
    return {"name_to_use": name, "team": str(cast.harbor_team.pk), "phone": "", **born, **more}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


class TestSomeoneOfAnotherTeam:
    def test_is_shown_masked_and_nothing_is_saved(
        self, cast: Cast, sign_in: SignIn, bay_team: Team
    ) -> None:
        known = cast.case(team=bay_team, name="Zedda Testpersen")

        page = text_of(sign_in(cast.messenger()).post(URL, typed(cast)))

        assert "Is it one of these?" in page
        assert "Z. T." in page
        assert "Born 2001" in page
        assert "Harbor reentry team" in page
        assert "Zedda" not in page
        assert "Testpersen" not in page
        assert known.participant.code not in page
        assert Participant.objects.count() == 1

    def test_keeps_everything_that_was_typed(
        self, cast: Cast, sign_in: SignIn, bay_team: Team
    ) -> None:
        cast.case(team=bay_team)
        browser = sign_in(cast.messenger())
        sent = typed(cast, race_ethnicity=["black", "white"], language="es", form_mark="m")

        page = text_of(browser.post(URL, sent))
        again = dict_of(page)
        browser.post(URL, again | {"match_answer": "new"})

        person = Participant.objects.latest("pk")
        assert person.race_ethnicity == ["black", "white"]
        assert (person.language, person.name_to_use) == ("es", NAME)

    def test_none_of_these_saves_once_for_two_taps(
        self, cast: Cast, sign_in: SignIn, bay_team: Team
    ) -> None:
        cast.case(team=bay_team)
        browser = sign_in(cast.messenger())
        sent = typed(cast, form_mark="m", match_answer="new")

        first, second = browser.post(URL, sent), browser.post(URL, sent)

        assert first.status_code == second.status_code == 302
        assert first["Location"] == second["Location"]
        assert Participant.objects.count() == 2

    def test_change_brings_the_form_back(self, cast: Cast, sign_in: SignIn, bay_team: Team) -> None:
        cast.case(team=bay_team)

        page = sign_in(cast.messenger()).post(URL, typed(cast, match_answer="change"))

        assert f'value="{NAME}"' in text_of(page)
        assert "Save person" in text_of(page)
        assert Participant.objects.count() == 1

    def test_leaves_a_search_on_the_trail_with_its_count(
        self, cast: Cast, sign_in: SignIn, bay_team: Team
    ) -> None:
        cast.case(team=bay_team)
        mo = cast.messenger()

        sign_in(mo).post(URL, typed(cast))

        line = AuditEvent.objects.get(action="searched", actor_id=mo.pk)
        assert line.detail["count"] == 1
        assert line.resource == "cases.participant"


class TestSomeoneWhomTheWorkerSees:
    def test_is_shown_by_name_with_the_way_to_the_file(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(mo, name="Zedda Testpersen")

        page = text_of(sign_in(mo).post(URL, typed(cast)))

        assert "Zedda Testpersen" in page
        assert reverse("desk:participant", args=[case.participant_id]) in page
        assert "Ask their team" not in page


class TestAsking:
    def test_makes_one_request_and_saves_nobody(
        self, cast: Cast, sign_in: SignIn, bay_team: Team
    ) -> None:
        known = cast.case(team=bay_team)
        mo = cast.messenger()
        browser, sent = sign_in(mo), typed(cast, match_ask=str(known.participant_id))

        pages = [text_of(browser.post(URL, sent)) for _tap in range(2)]

        asked = SightRequest.objects.get()
        assert (asked.case, asked.asked_by) == (known, mo)
        assert all("You asked their team." in page for page in pages)
        assert Participant.objects.count() == 1

    def test_reaches_nobody_who_was_not_found(
        self, cast: Cast, sign_in: SignIn, bay_team: Team
    ) -> None:
        cast.case(team=bay_team)
        far = cast.case(team=cast.hill_team)
        other = cast.case(team=bay_team, name="Quillo Sampleton")
        browser = sign_in(cast.messenger())

        for participant_id in (far.participant_id, other.participant_id, "nonsense"):
            page = browser.post(URL, typed(cast, match_ask=str(participant_id)))
            assert page.status_code == 200

        assert not SightRequest.objects.exists()


class TestTooManySearches:
    def test_are_refused_and_what_was_typed_stays(self, cast: Cast, sign_in: SignIn) -> None:
        browser = sign_in(cast.messenger())
        for number in range(30):
            browser.post("/people/", {"name": f"Nobody {number}"})

        page = text_of(browser.post(URL, typed(cast)))
        search = text_of(browser.post("/people/", {"name": "Zedd"}))

        assert "Too many searches" in page
        assert f'value="{NAME}"' in page
        assert "Too many searches" in search
        assert not Participant.objects.exists()


class TestSomeoneOfAnotherAgency:
    """Whether another agency knows them shows in no byte, no header, no query."""

    def test_leaves_every_byte_as_it_is(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        cast.case(name="Quillo Sampleton")
        answers_to(sign_in(mo), cast, mo)  # what a process keeps for itself is asked for once

        without = answers_to(sign_in(mo), cast, mo)
        cast.case(team=cast.hill_team)
        with_match = answers_to(sign_in(mo), cast, mo)

        assert with_match == without

    def test_is_compared_after_the_answer(
        self, cast: Cast, sign_in: SignIn, django_capture_on_commit_callbacks: Any
    ) -> None:
        cast.case(team=cast.hill_team)

        with django_capture_on_commit_callbacks(execute=False) as later:
            sign_in(cast.messenger()).post(URL, typed(cast))
        assert not MatchReview.objects.exists()
        for callback in later:
            callback()

        assert MatchReview.objects.count() == 1


def dict_of(page: str) -> dict[str, list[str]]:
    """Return the hidden fields of a page."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page):
        fields.setdefault(name, []).append(value)
    return fields


def answers_to(browser: Client, cast: Cast, user: User) -> list[Any]:
    """Take someone in, look at where it leads, and undo it all; return all that could tell."""
    with transaction.atomic(), time_machine.travel(NOW, tick=False):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.post(URL, typed(cast))
            start = browser.get(answer["Location"])
            page = browser.get(start["Location"])
        made = Case.objects.filter(worker=user).values_list("participant__code", flat=True)
        codes = list(made)
        told = [
            (plain(str(a.headers), codes), plain(text_of(a), codes)) for a in (answer, start, page)
        ]
        queries = [plain(re.sub(r"'[^']*'|\b\d+\b", "?", q["sql"]), codes) for q in asked]
        transaction.set_rollback(True)
    return [*told, *queries]


def plain(text: str, codes: list[str]) -> str:
    """Take away what is random in every answer, and put the policy's words in order."""
    for code in codes:
        text = text.replace(code, "CODE")
    text = re.sub(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", "ID", text)
    text = re.sub(r'(csrfmiddlewaretoken" value|data-token|nonce)="[^"]*"', r"\1", text)
    text = re.sub(r"'nonce-[^']*'|nonce-[\w+/=-]+", "NONCE", text)
    text = re.sub(r"'Content-Security-Policy': \"[^\"]*\"", ordered, text)
    return re.sub(r'"s\d+_x\d+"', "SAVEPOINT", text)


def ordered(policy: re.Match[str]) -> str:
    return str(sorted(re.split(r"[; ]+", policy[0].strip('"'))))

"""Half typed work in a real browser: it survives whatever happens, and nobody else reads it."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cvi.accounts.models import DraftKey, User
from cvi.cases.models import Case, Note
from cvi.outreach.models import Contact
from tests.cast import Cast
from tests.journeys.drafting import (
    WORDS,
    begin_note,
    is_not_offered,
    is_offered,
    note_of,
    put_back,
    stored,
    wait_for,
    wait_for_lock,
)
from tests.journeys.test_lock import LISTEN
from tests.journeys.test_sign_in import press
from tests.journeys.walker import PHONE, Walker


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo, name="Zedd Testperson")


class TestSurvives:
    def test_the_lock(self, phone: Walker, mo: User, case: Case) -> None:
        phone.page.clock.install()
        phone.page.add_init_script(LISTEN)
        phone.sign_in(mo)
        begin_note(phone, case)

        with phone.page.expect_navigation(url=f"**{note_of(case)}"):
            phone.page.clock.run_for(16 * 60_000)
        is_offered(phone)
        phone.shoot("drafts-offer")
        put_back(phone)

        assert phone.page.evaluate("window.broken") == []

    def test_quick_hide_in_the_middle_of_a_word(self, phone: Walker, mo: User, case: Case) -> None:
        phone.page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Sunny"))
        phone.sign_in(mo)
        begin_note(phone, case, "first ")
        wait_for(phone, 1)
        phone.fill("Note", WORDS)

        press(phone, "Quick hide")
        phone.page.wait_for_url("https://www.weather.gov/")
        wait_for_lock(phone)
        phone.page.goto(f"{phone.server}{note_of(case)}")
        press(phone, "Demo: go on")

        put_back(phone)

    def test_a_reload_and_another_page(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)

        phone.page.reload()
        is_offered(phone)
        phone.page.goto(f"{phone.server}/people/")
        is_not_offered(phone)
        phone.page.goto(f"{phone.server}{note_of(case)}")

        put_back(phone)

    def test_a_session_that_died(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)

        Session.objects.all().delete()
        press(phone, "Save note")
        phone.page.wait_for_url("**/accounts/login/**")
        phone.sign_in(mo)
        phone.page.goto(f"{phone.server}{note_of(case)}")

        put_back(phone)
        assert not Note.objects.exists()

    def test_an_error_of_the_server(
        self, phone: Walker, mo: User, case: Case, monkeypatch: Any
    ) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        with monkeypatch.context() as broken:
            broken.setattr("cvi.cases.services.add_note", lambda **_: 1 / 0)
            press(phone, "Save note")
            phone.sees("What you typed is kept on this device")
            phone.shoot("drafts-error")

        phone.page.get_by_role("link", name="Go to the start page").click()
        phone.page.wait_for_url("**/today/")
        phone.page.goto(f"{phone.server}{note_of(case)}")
        put_back(phone)
        press(phone, "Save note")
        phone.page.wait_for_url("**/people/**")

        assert [note.text for note in Note.objects.all()] == [WORDS]
        wait_for(phone, 0)

    def test_no_signal(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case, "first ")
        wait_for(phone, 1)

        phone.page.context.set_offline(True)
        phone.fill("Note", WORDS)
        press(phone, "Save note")
        phone.page.wait_for_timeout(500)
        phone.page.context.set_offline(False)
        phone.page.goto(f"{phone.server}{note_of(case)}")

        put_back(phone)


class TestEnds:
    def test_when_the_form_is_saved(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)

        press(phone, "Save note")
        phone.page.wait_for_url("**/people/**")
        wait_for(phone, 0)
        phone.page.goto(f"{phone.server}{note_of(case)}")

        is_not_offered(phone)
        assert [note.text for note in Note.objects.all()] == [WORDS]

    def test_not_when_the_form_comes_back_with_its_errors(
        self, phone: Walker, cast: Cast, mo: User
    ) -> None:
        phone.sign_in(mo)
        phone.page.goto(f"{phone.server}{reverse('cases:person_new')}")
        phone.fill("Name to use", "Zora Newcomer")
        phone.fill("Phone", "12")

        press(phone, "Save person")
        phone.page.locator(".error-summary").first.wait_for()
        is_not_offered(phone)
        wait_for(phone, 1)
        phone.page.goto(f"{phone.server}/today/")
        phone.page.goto(f"{phone.server}{reverse('cases:person_new')}")

        is_offered(phone)
        press(phone, "Put it back")
        expect(phone.page.get_by_label("Phone").first).to_have_value("12")

    def test_when_it_is_thrown_away(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)
        phone.page.reload()

        is_offered(phone)
        press(phone, "Throw it away")

        wait_for(phone, 0)
        is_not_offered(phone)
        expect(phone.page.get_by_label("Note").first).to_have_value("")

    def test_after_three_days(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)

        with time_machine.travel(timezone.now() + dt.timedelta(hours=73), tick=True):
            phone.sign_in(mo)
            with phone.page.expect_response("**/accounts/drafts/open/") as answer:
                phone.page.goto(f"{phone.server}{note_of(case)}")
            assert answer.value.status == 410
            wait_for(phone, 0)

        expect(phone.page.get_by_text("You were typing here on")).to_have_count(0)


class TestRefills:
    def test_choices_a_day_and_what_is_folded_away(
        self, phone: Walker, mo: User, case: Case
    ) -> None:
        phone.sign_in(mo)
        log = f"{phone.server}{reverse('outreach:contact_log', args=[case.pk])}"
        phone.page.goto(log)
        for text in ("Yes", "Check in", "5–15"):
            phone.tap(text)
        phone.page.locator("summary", has_text="Add a note").click()
        phone.fill("Note", WORDS)
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        phone.page.locator("input[type=date]").fill(yesterday.isoformat())
        before = phone.page.evaluate(FORM)
        phone.page.wait_for_timeout(1_500)

        phone.page.goto(log)
        is_offered(phone)
        press(phone, "Put it back")

        assert phone.page.evaluate(FORM) == before
        expect(phone.page.get_by_label("Note").first).to_be_visible()
        press(phone, "Save contact")
        phone.sees("Contact saved.")
        assert Contact.objects.get().note == WORDS
        wait_for(phone, 0)

    def test_a_birth_date_in_three_boxes(self, phone: Walker, mo: User) -> None:
        phone.sign_in(mo)
        phone.page.goto(f"{phone.server}{reverse('cases:person_new')}")
        phone.fill("Name to use", "Zora Newcomer")
        phone.page.get_by_label("Month").first.select_option("7")
        phone.page.get_by_label("Day", exact=True).first.fill("4")
        phone.page.get_by_label("Year").first.fill("1998")
        before = phone.page.evaluate(FORM)
        phone.page.wait_for_timeout(1_500)

        phone.page.reload()
        is_offered(phone)
        press(phone, "Put it back")

        assert phone.page.evaluate(FORM) == before
        assert "1998" in json.dumps(before)

    def test_and_loses_no_new_words_while_nobody_answers(
        self, phone: Walker, mo: User, case: Case
    ) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)
        phone.page.reload()
        is_offered(phone)

        phone.fill("Note", "other words")
        wait_for(phone, 2)
        press(phone, "Save note")
        phone.page.wait_for_url("**/people/**")
        wait_for(phone, 1)
        phone.page.goto(f"{phone.server}{note_of(case)}")

        put_back(phone)


def test_speaks_spanish(spanish_phone: Walker, mo: User, case: Case) -> None:
    spanish_phone.sign_in(mo)
    spanish_phone.page.goto(f"{spanish_phone.server}{note_of(case)}")
    spanish_phone.page.locator("textarea").fill(WORDS)
    wait_for(spanish_phone, 1)
    spanish_phone.page.reload()

    spanish_phone.sees("Usted estaba escribiendo aquí el")
    spanish_phone.shoot("drafts-spanish")
    press(spanish_phone, "Recuperarlo")

    expect(spanish_phone.page.locator("textarea")).to_have_value(WORDS)


FORM = """
() => [...new FormData(document.querySelector('main form[method="post"]'))]
  .filter(([name]) => !["csrfmiddlewaretoken", "form_mark", "draft_place"].includes(name))
"""


class TestSecrecy:
    def test_another_user_of_the_device_sees_nothing_and_asks_nothing(
        self, phone: Walker, cast: Cast, mo: User, case: Case
    ) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)
        asked: list[str] = []
        phone.page.on("request", lambda request: asked.append(request.url))

        phone.sign_in(cast.supervisor())
        phone.page.goto(f"{phone.server}{note_of(case)}")
        is_not_offered(phone)
        assert not any("/drafts/" in url for url in asked)
        phone.fill("Note", "Sue was here")
        wait_for(phone, 2)
        phone.sign_in(mo)
        phone.page.goto(f"{phone.server}{note_of(case)}")

        put_back(phone)

    def test_a_record_is_a_hash_a_key_s_id_sealed_bytes_and_a_time(
        self, phone: Walker, mo: User, case: Case
    ) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)

        record = stored(phone)[0]

        assert set(record) == {"place", "kid", "sealed", "at"}
        assert re.fullmatch(r"[\w-]{43}", record["place"])
        assert str(DraftKey.objects.get().pk) == record["kid"]
        assert (len(record["sealed"]) - 65 - 16) % 512 == 0

    def test_the_browser_s_whole_profile_holds_no_word(
        self,
        live_server: Any,
        browser_type: Any,
        browser_type_launch_args: dict[str, Any],
        tmp_path: Path,
        settings: Any,
        cast: Cast,
        mo: User,
        case: Case,
    ) -> None:
        settings.DEMO_SIGN_IN = True
        address = live_server.url.replace("127.0.0.1", "localhost")
        context = browser_type.launch_persistent_context(
            tmp_path, **browser_type_launch_args, **PHONE
        )
        phone = Walker(context.new_page(), address)
        phone.sign_in(mo)
        begin_note(phone, case)
        wait_for(phone, 1)
        phone.page.reload()
        put_back(phone)
        phone.page.goto(f"{address}{reverse('cases:person_new')}")
        phone.fill("Name to use", WORDS)
        wait_for(phone, 2)
        phone.page.wait_for_timeout(1_000)
        context.close()

        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        readable = [path for path in files if holds(path.read_bytes(), "Quillombra")]

        assert any("IndexedDB" in str(path) for path in files)
        assert readable == []


def holds(content: bytes, word: str) -> bool:
    """Answer whether a word stands in a file, in either of the ways in which browsers write."""
    return word.encode() in content or word.encode("utf-16-le") in content

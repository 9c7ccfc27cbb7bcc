"""A form was saved and its answer lost: the draft that is put back saves nothing a second time."""

import pytest
from playwright.sync_api import Route

from cvi.accounts.models import User
from cvi.cases.models import Case, Note
from tests.cast import Cast
from tests.journeys.drafting import WORDS, begin_note, note_of, put_back, wait_for
from tests.journeys.test_sign_in import press
from tests.journeys.walker import Walker


def lose_the_answer(route: Route) -> None:
    """Let a form reach the server, and its answer reach nobody."""
    if route.request.method != "POST":
        route.continue_()
        return
    route.fetch(max_redirects=0)
    route.request.frame.page.context.clear_cookies(name="draft")  # it came with the answer
    route.abort()


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo, name="Zedd Testperson")


class TestALostAnswer:
    def test_makes_no_second_row_of_the_same_words(
        self, phone: Walker, mo: User, case: Case
    ) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        phone.page.route(f"**{note_of(case)}", lose_the_answer)
        with phone.page.expect_event("requestfailed"):
            press(phone, "Save note")
        phone.page.unroute(f"**{note_of(case)}")

        phone.page.goto(f"{phone.server}{note_of(case)}")
        put_back(phone)
        press(phone, "Save note")
        phone.page.wait_for_url("**/people/**")

        assert [note.text for note in Note.objects.all()] == [WORDS]
        wait_for(phone, 0)

    def test_keeps_other_words_too(self, phone: Walker, mo: User, case: Case) -> None:
        phone.sign_in(mo)
        begin_note(phone, case)
        phone.page.route(f"**{note_of(case)}", lose_the_answer)
        with phone.page.expect_event("requestfailed"):
            press(phone, "Save note")
        phone.page.unroute(f"**{note_of(case)}")

        phone.page.goto(f"{phone.server}{note_of(case)}")
        put_back(phone)
        phone.fill("Note", f"{WORDS} today")
        press(phone, "Save note")
        phone.page.wait_for_url("**/people/**")

        assert {note.text for note in Note.objects.all()} == {WORDS, f"{WORDS} today"}

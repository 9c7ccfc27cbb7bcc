"""A credible messenger on a phone."""

import datetime as dt

from django.utils import timezone

from cvi.cases import services as cases
from tests.cast import Cast
from tests.journeys.walker import Walker

MOST_TAPS = 6


def test_logs_a_contact_in_six_taps_and_sees_it_on_the_timeline(phone: Walker, cast: Cast) -> None:
    mo = cast.messenger()
    case = cast.case(mo, name="Zedd Testperson")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    cases.plan_follow_up(case=case, kind="check_in", due_on=yesterday, by=mo)
    phone.sign_in(mo)
    phone.sees("1 person to reach")
    phone.shoot("messenger-today")

    phone.tap("Log Zedd Testperson")
    phone.sees("With Zedd Testperson")
    phone.shoot("messenger-log")
    assert phone.shows_above("label:has-text('60+')", "text=Save contact")
    phone.tap("Yes")
    phone.tap("Check in")
    phone.tap("5–15")
    phone.tap("Save contact")

    phone.sees("Contact saved.")
    assert phone.taps == MOST_TAPS - 1
    phone.shoot("messenger-saved")
    phone.page.goto(f"{phone.server}/people/")
    phone.tap("Zedd Testperson")
    phone.sees("In person · Reached · Check in · 5–15 min")
    phone.shoot("messenger-person")


def test_logs_a_try_in_fewer_taps(phone: Walker, cast: Cast) -> None:
    mo = cast.messenger()
    cast.case(mo, name="Zedd Testperson")
    phone.sign_in(mo)

    phone.tap("Log")
    phone.tap("Log Zedd Testperson")
    phone.tap("No")
    phone.tap("No answer")
    phone.tap("Save contact")

    phone.sees("Contact saved.")
    assert phone.taps == 5


def test_logs_a_contact_with_someone_not_due_in_six_taps(phone: Walker, cast: Cast) -> None:
    mo = cast.messenger()
    cast.case(mo, name="Zedd Testperson")
    phone.sign_in(mo)

    phone.tap("Log")
    phone.tap("Log Zedd Testperson")
    for text in ("Yes", "Check in", "5–15", "Save contact"):
        phone.tap(text)

    phone.sees("Contact saved.")
    assert phone.taps == MOST_TAPS


def test_adds_a_new_person(phone: Walker, cast: Cast) -> None:
    mo = cast.messenger()
    phone.sign_in(mo)
    phone.page.goto(f"{phone.server}/people/")
    phone.shoot("messenger-people-empty")

    phone.page.get_by_role("link", name="Add a person").first.click()
    phone.shoot("messenger-new-person")
    phone.fill("Name to use", "Zora Newcomer")
    phone.page.get_by_role("button", name="Save person").click()

    phone.sees("With Zora Newcomer")

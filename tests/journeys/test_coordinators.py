"""A GVI coordinator and a reentry coordinator at a desk."""

import datetime as dt

from django.utils import timezone

from tests.cast import Cast
from tests.journeys.walker import Walker


def add_person(desk: Walker, name: str) -> None:
    desk.page.goto(f"{desk.server}/people/")
    desk.page.get_by_role("link", name="Add a person").first.click()
    desk.fill("Name to use", name)
    desk.page.get_by_role("button", name="Save person").click()


def add_goal_and_follow_up(desk: Walker) -> None:
    person = desk.page.url
    desk.page.get_by_role("link", name="Add goal").click()
    desk.page.locator("label", has_text="Work").first.click()
    desk.fill("What do they want next?", "A job with day shifts")
    desk.shoot("coordinator-goal")
    desk.page.get_by_role("button", name="Save goal").click()
    desk.sees("Goal saved.")
    desk.page.goto(person)
    desk.page.get_by_role("link", name="Plan follow-up").click()
    desk.fill("When?", (timezone.localdate() + dt.timedelta(days=3)).isoformat())
    desk.page.get_by_role("button", name="Save follow-up").click()
    desk.sees("Follow-up saved.")


def test_gvi_coordinator_plans_a_custom_notification(desk: Walker, cast: Cast) -> None:
    desk.sign_in(cast.gvi_coordinator())
    add_person(desk, "Zora Newcomer")

    desk.page.locator("label", has_text="Was hurt not long ago").click()
    desk.fill("What day is it planned for?", timezone.localdate().isoformat())
    desk.shoot("gvi-plan")
    desk.page.get_by_role("button", name="Save plan").click()
    desk.sees("Notification planned.")
    add_goal_and_follow_up(desk)
    desk.shoot("gvi-person")

    desk.page.goto(f"{desk.server}/today/")
    desk.sees("Visit planned for")
    desk.shoot("gvi-today")
    desk.page.get_by_role("link", name="Say how it went").click()
    desk.page.locator("label", has_text="Delivered").first.click()
    desk.page.locator("label", has_text="The person").click()
    desk.page.locator("label", has_text="Wants help").click()
    desk.shoot("gvi-visit")
    desk.page.get_by_role("button", name="Save visit").click()
    desk.sees("After a custom notification")


def test_reentry_coordinator_records_custody(desk: Walker, cast: Cast) -> None:
    desk.sign_in(cast.reentry_coordinator())
    add_person(desk, "Zach Homecoming")

    desk.page.locator("label", has_text="Jail").click()
    desk.fill("Name of the place", "Example County Jail")
    home_on = timezone.localdate() + dt.timedelta(days=12)
    desk.fill("Expected home on", home_on.isoformat())
    desk.shoot("reentry-custody")
    desk.page.get_by_role("button", name="Save custody").click()
    desk.sees("Custody saved.")
    add_goal_and_follow_up(desk)
    desk.shoot("reentry-person")

    desk.page.goto(f"{desk.server}/today/")
    desk.sees("Expected home")

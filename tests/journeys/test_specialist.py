"""A hospital violence specialist at the bedside, and the street team that takes over."""

import datetime as dt

from django.utils import timezone

from cvi.cases.models import Case, FollowUp, Participant
from cvi.standards import reading as standards
from tests.cast import Cast
from tests.journeys.walker import Walker

TAPS_OF_NOT_NOW = 3


def test_writes_not_now_in_three_taps(phone: Walker, cast: Cast) -> None:
    phone.sign_in(cast.specialist())

    phone.tap("New intake")
    phone.sees("How did it go?")
    phone.shoot("specialist-phone-visit")
    phone.tap("Not now")
    phone.tap("Next")

    phone.sees("Visit saved.")
    assert phone.taps == TAPS_OF_NOT_NOW
    last = timezone.localdate() + dt.timedelta(days=standards.number("re_offer_until_days"))
    assert FollowUp.objects.get().due_on == last


def test_makes_an_intake_on_a_phone(phone: Walker, cast: Cast) -> None:
    phone.sign_in(cast.specialist())

    say_how_it_went(phone, "phone")
    say_what_is_needed(phone, "phone")

    assert Participant.objects.get().name_to_use == "Zedd Testperson"


def test_makes_an_intake_and_hands_on_to_street_outreach(
    tablet: Walker, desk: Walker, cast: Cast
) -> None:
    tablet.sign_in(cast.specialist())
    say_how_it_went(tablet, "tablet")
    say_what_is_needed(tablet, "tablet")
    record_consent(tablet)
    set_goal_and_finish(tablet)
    refer(tablet)
    desk.sign_in(cast.supervisor())
    accept(desk)

    theirs = Case.objects.get(team=cast.harbor_team)
    assert theirs.participant.name_to_use == "Zedd Testperson"
    assert theirs.participant.contact_points.count() == 0
    assert Participant.objects.count() == 2


def say_how_it_went(walker: Walker, device: str) -> None:
    """Begin an intake, and leave it."""
    walker.tap("New intake")
    walker.sees("How did it go?")
    walker.shoot(f"specialist-{device}-visit")
    walker.tap("We talked")
    walker.tap("Next")
    walker.sees("Do they have a safe place to go?")
    walker.shoot(f"specialist-{device}-safety")
    walker.page.get_by_role("group", name="safe place").get_by_text("No", exact=True).click()
    walker.tap("Save and leave")
    walker.sees("Intake not finished")
    walker.shoot(f"specialist-{device}-today")


def say_what_is_needed(walker: Walker, device: str) -> None:
    """Go on from Today up to the last step."""
    walker.page.get_by_role("link", name="Go on").click()
    walker.sees("What hurt them?")
    walker.tap("Gun")
    walker.shoot(f"specialist-{device}-injury")
    walker.tap("Next")
    walker.sees("What do they need right now?")
    walker.tap("A place to stay")
    walker.tap("A ride")
    walker.shoot(f"specialist-{device}-needs")
    walker.tap("Next")
    walker.fill("Name to use", "Zedd Testperson")
    walker.fill("Phone", "215 555 0123")
    walker.shoot(f"specialist-{device}-about")
    walker.tap("Next")
    walker.sees("What was said")
    walker.shoot(f"specialist-{device}-review")


def record_consent(tablet: Walker) -> None:
    """Let Harbor Peace know a name and the needs, and nothing else."""
    tablet.page.get_by_role("link", name="Record consent").click()
    tablet.page.get_by_label("Who may get it?").select_option(label="Harbor Peace")
    tablet.tap("Name to use")
    tablet.tap("What they need now")
    tablet.page.get_by_label("What for?").select_option(label="So that they get help")
    next_month = timezone.localdate() + dt.timedelta(days=30)
    tablet.page.get_by_label("Until when?").fill(next_month.isoformat())
    tablet.tap("Said yes, with a witness")
    tablet.fill("Who heard them say yes?", "Zack Witness")
    tablet.tap("Save consent")
    tablet.sees("Consent saved.")


def set_goal_and_finish(tablet: Walker) -> None:
    """Add a goal from the last step, and finish."""
    tablet.tap("Bedside intake")
    tablet.sees("Harbor Peace may get some of it")
    tablet.page.get_by_role("link", name="Add goal").click()
    tablet.tap("Work")
    tablet.fill("What do they want next?", "A job close to home")
    tablet.tap("Save goal")
    tablet.sees("Goal saved.")
    tablet.tap("Now")
    tablet.tap("Bedside intake")
    tablet.shoot("specialist-tablet-review-agreed")
    tablet.tap("Finish intake")
    tablet.sees("Intake finished.")
    tablet.shoot("specialist-tablet-person")


def refer(tablet: Walker) -> None:
    """See exactly what would leave, and send it."""
    tablet.page.get_by_role("link", name="Refer", exact=True).click()
    tablet.sees("Name to use: Zedd Testperson")
    tablet.page.locator("label", has_text="This week").click()
    tablet.shoot("specialist-tablet-send")
    tablet.tap("Send referral")
    tablet.sees("Referral sent.")


def accept(desk: Walker) -> None:
    """Find the referral on Today, read it, and take it."""
    desk.sees("1 new referral waits")
    desk.shoot("receiver-today")
    desk.page.get_by_role("link", name="See referrals").click()
    desk.sees("Zedd Testperson")
    desk.shoot("receiver-inbox")
    desk.page.get_by_role("link", name="Zedd Testperson").click()
    desk.sees("What they let you know")
    desk.shoot("receiver-referral")
    desk.tap("Accept referral")
    desk.sees("Accepted.")
    desk.sees("From Mercy Hospital")
    desk.shoot("receiver-person")

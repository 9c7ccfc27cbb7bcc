"""A referral on its way: from the hospital's phone to the street team's desk, and back."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from cvi.cases import services as cases
from cvi.cases.models import Case, Consent
from cvi.referrals import services
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff
from tests.cast import Cast
from tests.journeys.walker import Walker


def agreed(cast: Cast) -> Case:
    """Let someone in the hospital agree that the street team hears a name and a phone."""
    case = cast.case(team=cast.mercy_team)
    cast.consent(case, cast.harbor, "name", "phone")
    return case


def sent(cast: Cast) -> Referral:
    handoff = Handoff(cast.harbor_team, ["name", "phone"], "today")
    return services.send_referral(case=agreed(cast), handoff=handoff, by=cast.system)


def go(walker: Walker, name: str, row: Case | Referral) -> None:
    """Open a page about a record by its address."""
    walker.page.goto(walker.server + reverse(name, args=[row.pk]))


def test_from_the_hospital_to_the_first_visit(phone: Walker, desk: Walker, cast: Cast) -> None:
    case = agreed(cast)
    phone.sign_in(cast.specialist())
    desk.sign_in(cast.supervisor())

    go(phone, "referrals:referral_send", case)
    phone.sees("What they get")
    phone.shoot("referral-phone-write")
    phone.page.locator("label", has_text="This week").click()
    phone.tap("Send referral")
    phone.sees("Referral sent.")
    accept_and_tell(desk)
    go(phone, "referrals:sent", Referral.objects.get())
    phone.sees("They came on")
    phone.shoot("referral-phone-sent")

    assert Referral.objects.get().connected_on == timezone.localdate()


def accept_and_tell(desk: Walker) -> None:
    """Answer on the desk, and say that the person came."""
    desk.page.goto(f"{desk.server}/referrals/")
    desk.sees("New, or due today")
    desk.shoot("referral-desk-inbox")
    desk.page.get_by_role("link", name="Zedd Testperson").click()
    desk.page.get_by_role("button", name="Say that you have seen it").click()
    desk.sees("The sender knows that you have seen it.")
    desk.shoot("referral-desk-seen")
    desk.tap("Accept referral")
    desk.sees("They came by a referral from Mercy Hospital")
    desk.shoot("referral-desk-person")
    desk.page.get_by_role("link", name="Tell how it goes on").click()
    desk.page.locator("label", has_text="Came to the first visit").click()
    desk.page.get_by_label("Which day?").fill(timezone.localdate().isoformat())
    desk.shoot("referral-desk-report")
    desk.tap("Tell the sender")
    desk.sees("Saved. The sender sees it now.")


def test_declined_and_sent_to_another_team(phone: Walker, desk: Walker, cast: Cast) -> None:
    referral = sent(cast)
    cast.consent(referral.case, cast.hill, "name")
    desk.sign_in(cast.supervisor())
    phone.sign_in(cast.specialist())

    go(desk, "referrals:referral_decline", referral)
    desk.page.locator("label", has_text="No room now").click()
    desk.shoot("referral-desk-decline")
    desk.tap("Send answer")
    desk.sees("Answer sent.")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Referral.objects.update(due_on=yesterday)
    phone.page.reload()
    phone.sees("Find another team")
    phone.shoot("referral-phone-today")
    go(phone, "referrals:sent", referral)
    phone.sees("No room now")
    phone.shoot("referral-phone-declined")
    phone.page.get_by_role("link", name="Refer to another team").click()
    phone.sees("This goes instead of the referral to Harbor street team.")
    phone.tap("Send referral")
    phone.sees("Referral sent.")

    assert Referral.objects.get(to_team=cast.hill_team).reroute_of == referral
    assert Referral.objects.get(pk=referral.pk).closed_at


def test_taken_back_in_the_middle(phone: Walker, desk: Walker, cast: Cast) -> None:
    referral = sent(cast)
    desk.sign_in(cast.supervisor())
    phone.sign_in(cast.specialist())
    go(desk, "referrals:referral", referral)
    desk.sees("Zedd Testperson")

    cases.revoke_consent(consent=Consent.objects.get(), by=cast.system)
    desk.page.reload()
    desk.sees("Sharing ended.")
    desk.shoot("referral-desk-ended")
    go(phone, "referrals:sent", referral)
    phone.sees("The team can no longer read it.")
    phone.page.goto(f"{phone.server}/referrals/sent/")
    phone.sees("Referrals sent by us")
    phone.shoot("referral-phone-list")

    assert "Zedd" not in desk.page.locator("main").inner_text()

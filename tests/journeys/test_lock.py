"""The lock in a real browser: it warns, it hides, it opens again; and no page breaks its rules."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cvi.accounts import services
from cvi.audit import services as audit
from cvi.audit.models import AuditEvent
from cvi.papers import services as papers
from cvi.papers.models import Job
from tests.cast import Cast
from tests.journeys.drafting import wait_until
from tests.journeys.test_sign_in import PASSKEYS, PASSWORD, come_in, press
from tests.journeys.walker import Walker

LISTEN = """
window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(`${event.violatedDirective} ${event.sourceFile} ${event.sample}`);
});
"""
PUT_IN_SCRIPT = """
(() => {
  try {
    document.body.insertAdjacentHTML("beforeend", "<script></script>");
  } catch (error) {
    return error.name;
  }
})()
"""
TELL = """
document.addEventListener("cvi:lock", () => sessionStorage.setItem("told", "yes"));
"""


def leave_alone(walker: Walker, minutes: int) -> None:
    """Let the page's clock run while nobody touches it."""
    walker.page.clock.run_for(minutes * 60_000)


def test_a_page_warns_then_locks_and_says_so_first(phone: Walker, cast: Cast) -> None:
    phone.page.clock.install()
    phone.sign_in(cast.messenger())
    phone.page.evaluate(TELL)

    leave_alone(phone, 14)
    phone.page.clock.run_for(10_000)
    phone.sees("This page locks in one minute.")
    phone.shoot("lock-warning")
    with phone.page.expect_navigation(url="**/today/"):
        phone.page.clock.run_for(60_000)

    assert phone.page.evaluate("sessionStorage.getItem('told')") == "yes"


def test_a_page_that_is_touched_stays(phone: Walker, cast: Cast) -> None:
    phone.page.clock.install()
    phone.sign_in(cast.messenger())

    for _spell in range(3):
        leave_alone(phone, 10)
        with phone.page.expect_response("**/accounts/stay/") as told:
            phone.page.keyboard.press("ArrowDown")
        assert told.value.status == 204

    expect(phone.page.locator("[data-lock] p")).to_be_hidden()


def set_up_passkey(phone: Walker, username: str) -> None:
    """Come in with a password and set up a passkey on a device that says yes by itself."""
    devices = phone.page.context.new_cdp_session(phone.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    phone.page.goto(phone.server)
    phone.fill("Sign-in name", username)
    phone.fill("Password", PASSWORD)
    press(phone, "Sign in with password")
    phone.sees("Show that it is you")
    phone.fill("Password", PASSWORD)
    press(phone, "Go on")
    phone.page.get_by_role("link", name="Use a passkey instead").click()
    press(phone, "Add this passkey")
    come_in(phone)


def show_passkey(phone: Walker, path: str) -> None:
    """Press the button, and wait for the page it leads on to."""
    press(phone, "Use my passkey")
    phone.page.wait_for_url(f"{phone.server}{path}")


def test_hiding_locks_and_a_passkey_opens_again(phone: Walker, cast: Cast) -> None:
    services.set_password(user=cast.messenger(), password=PASSWORD, by=cast.system)
    set_up_passkey(phone, "mo")
    phone.page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Sunny"))

    with phone.page.expect_request("**/accounts/lock/"):
        press(phone, "Quick hide")
    phone.page.wait_for_url("https://www.weather.gov/")
    wait_until(phone, AuditEvent.objects.filter(action=audit.Action.LOCKED).exists)
    phone.page.goto(f"{phone.server}/people/")
    phone.sees("Show that it is you.")
    phone.shoot("lock-unlock")
    assert "Mo" not in phone.page.locator("body").inner_text().split()

    show_passkey(phone, "/people/")


def test_a_passkey_is_shown_again_before_something_grave(phone: Walker, cast: Cast) -> None:
    services.set_password(user=cast.messenger(), password=PASSWORD, by=cast.system)
    set_up_passkey(phone, "mo")
    phone.page.goto(f"{phone.server}{reverse('accounts:step_up')}?next=/people/")
    phone.shoot("lock-step-up")

    show_passkey(phone, "/people/")

    phone.page.goto(f"{phone.server}{reverse('accounts:devices')}")
    phone.sees("This device")
    phone.shoot("lock-devices")


def test_the_box_for_a_shared_device_counts_for_a_passkey_too(phone: Walker, db: Any) -> None:
    phone.page.goto(phone.server)
    copy = phone.page.locator("[data-shared-copy]")

    phone.page.locator("label", has_text="This device is shared").click()
    phone.shoot("lock-shared")
    expect(copy).to_have_value("on")
    phone.page.locator("label", has_text="This device is shared").click()
    expect(copy).to_have_value("")


@pytest.mark.parametrize("who", ["messenger", "manager", "administrator", "auditor"])
def test_no_page_breaks_its_own_rules(desk: Walker, cast: Cast, who: str) -> None:
    user = getattr(cast, who)()
    addresses = ["/", "/people/", "/accounts/second-factor/", "/accounts/devices/", "/nowhere/"]
    addresses += ["/reports/caseload/", "/accounts/staff/", "/accounts/staff/new/", "/downloads/"]
    addresses += ["/reports/trail/", "/accounts/passkeys/add/", "/accounts/step-up/"]
    if who == "messenger":
        addresses.append(reverse("outreach:contact_log", args=[cast.case(user).pk]))
    desk.page.add_init_script(LISTEN)
    broken: list[str] = []
    for address in ("/accounts/login/", "/accounts/invitation/"):
        desk.page.goto(f"{desk.server}{address}")
        broken += desk.page.evaluate("window.broken")
    desk.sign_in(user)

    for address in addresses:
        desk.page.goto(f"{desk.server}{address}")
        broken += desk.page.evaluate("window.broken")

    assert broken == []


def test_a_page_whose_parts_are_fetched_takes_markup_and_no_script(
    desk: Walker, cast: Cast
) -> None:
    max_ = cast.manager()
    job = papers.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=max_)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    desk.page.add_init_script(LISTEN)
    desk.sign_in(max_)

    for _time in range(2):
        with desk.page.expect_response(lambda answer: "hx-request" in answer.request.headers):
            desk.page.goto(f"{desk.server}{reverse('papers:job', args=[job.pk])}")
    desk.page.wait_for_timeout(300)
    broken = desk.page.evaluate("window.broken")
    refused = desk.page.evaluate(PUT_IN_SCRIPT)
    desk.page.goto(f"{desk.server}/downloads/")

    assert broken == []
    assert refused == "TypeError"

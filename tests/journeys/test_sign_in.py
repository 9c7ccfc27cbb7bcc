"""From an invitation to the desk: a code, a password, a second factor."""

import time

from playwright.sync_api import expect

from cvi.accounts import services
from tests.accounts.test_second_factor import code_for
from tests.cast import Cast
from tests.journeys.walker import Walker

PASSWORD = "purple otter sings at noon"
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def fresh_code(secret: str) -> str:
    """Return the code of now, not one that runs out while it is typed."""
    time.sleep(max(0, time.time() % 30 - 25) and 6)
    return code_for(secret)


def press(walker: Walker, name: str) -> None:
    walker.page.get_by_role("button", name=name).first.click()


def invite(admin: Walker, name: str, username: str) -> str:
    """Invite a messenger; return the code that is shown."""
    admin.page.get_by_role("link", name="Invite someone").click()
    admin.shoot("signin-invite")
    admin.fill("Name", name)
    admin.fill("Sign-in name", username)
    admin.page.locator("label", has_text="Credible messenger").click()
    admin.page.get_by_label("Where").select_option(label="Harbor street team")
    press(admin, "Invite")
    admin.sees("You see this code only now.")
    admin.shoot("signin-invited")
    return admin.page.locator("#code").inner_text()


def accept(phone: Walker, username: str, code: str) -> str:
    """Use the code and set up a code app; return the app's secret."""
    phone.page.goto(phone.server)
    phone.shoot("signin-login")
    phone.page.get_by_role("link", name="Use your code").click()
    phone.shoot("signin-accept")
    phone.fill("Sign-in name", username)
    phone.page.get_by_label("Code", exact=True).fill(code)
    phone.page.get_by_label("New password").fill(PASSWORD)
    phone.page.get_by_label("The same password again").fill(PASSWORD)
    press(phone, "Set password and go on")
    phone.sees("Set up a code app")
    phone.shoot("signin-enrol")
    phone.page.get_by_text("I cannot use the camera").click()
    secret = phone.page.locator(".secret").inner_text()
    phone.fill("Code from the app", fresh_code(secret))
    press(phone, "Save the code app")
    return secret


def come_in(phone: Walker) -> None:
    """Write the recovery codes down and go on to the desk."""
    phone.sees("10 of 10 codes are left.")
    phone.shoot("signin-recovery")
    phone.page.get_by_role("link", name="I wrote them down").click()
    phone.page.wait_for_url("**/today/")


def leave(phone: Walker) -> None:
    """Sign out by the menu."""
    phone.page.locator("summary", has_text="Menu").click()
    phone.shoot("signin-menu")
    press(phone, "Sign out")
    phone.page.wait_for_url("**/accounts/login/**")


def come_back(phone: Walker, secret: str) -> None:
    """Sign in with password and code."""
    phone.fill("Sign-in name", "zora")
    phone.fill("Password", PASSWORD)
    press(phone, "Sign in with password")
    phone.sees("Second step")
    phone.shoot("signin-second-step")
    phone.page.get_by_label("Code", exact=True).fill(fresh_code(secret))
    press(phone, "Sign in with the code")
    phone.page.wait_for_url("**/today/")


def shut_out(admin: Walker) -> None:
    """Close the account in the list of staff."""
    admin.page.goto(f"{admin.server}/accounts/staff/")
    admin.sees("Second step set up")
    admin.page.locator("summary", has_text="Change Zora Newcomer").click()
    admin.shoot("signin-staff")
    admin.page.set_viewport_size({"width": 390, "height": 844})
    admin.shoot("signin-staff-phone")
    admin.page.get_by_role("link", name="Close this account").click()
    admin.sees("They left?")
    admin.shoot("signin-close")
    press(admin, "Close this account")
    admin.sees("Signed out everywhere.")


def test_an_invited_messenger_comes_in_comes_back_and_is_shut_out(
    desk: Walker, phone: Walker, cast: Cast
) -> None:
    desk.sign_in(cast.administrator())
    desk.page.wait_for_url("**/accounts/staff/")

    code = invite(desk, "Zora Newcomer", "zora")
    secret = accept(phone, "zora", code)
    come_in(phone)
    leave(phone)
    come_back(phone, secret)
    shut_out(desk)

    phone.page.goto(f"{phone.server}/today/")
    expect(phone.page).to_have_url(f"{phone.server}/accounts/login/?next=/today/")


def test_a_passkey_is_enough_to_come_back(phone: Walker, cast: Cast) -> None:
    mo = services.set_password(user=cast.messenger(), password=PASSWORD, by=cast.system)
    devices = phone.page.context.new_cdp_session(phone.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})
    phone.page.goto(phone.server)
    phone.fill("Sign-in name", mo.username)
    phone.fill("Password", PASSWORD)
    press(phone, "Sign in with password")
    phone.sees("Show that it is you")
    phone.fill("Password", PASSWORD)
    press(phone, "Go on")
    phone.page.get_by_role("link", name="Use a passkey instead").click()
    phone.shoot("signin-passkey")
    press(phone, "Add this passkey")
    come_in(phone)
    leave(phone)

    press(phone, "Sign in with a passkey")

    phone.page.wait_for_url("**/today/")


def test_a_wrong_code_says_what_to_do(phone: Walker, desk: Walker, cast: Cast) -> None:
    for walker, name in ((phone, "signin-refused"), (desk, "signin-refused-desk")):
        walker.page.goto(f"{walker.server}/accounts/invitation/")
        walker.fill("Sign-in name", "zora")
        walker.page.get_by_label("Code", exact=True).fill("WRONG")
        walker.page.get_by_label("New password").fill(PASSWORD)
        walker.page.get_by_label("The same password again").fill(PASSWORD)
        press(walker, "Set password and go on")

        walker.sees("do not fit, or the code has run out")
        walker.shoot(name)

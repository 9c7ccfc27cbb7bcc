"""What coming and going leaves on the trail."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.audit.reasons import Reason
from tests.accounts.test_invitations import ACCEPT, invited, typed
from tests.accounts.test_second_factor import CHECK, LOGIN, PASSWORD, set_up, with_password
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.usefixtures("fresh_codes")


def lines(**about: Any) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(**about).newest_first())


class TestComingAndGoing:
    def test_sign_in_and_sign_out_leave_a_line_each(self, cast: Cast) -> None:
        mo = cast.messenger()
        browser = Client()
        browser.force_login(mo)
        browser.post(reverse("account_logout"))

        came, left = lines(action="signed_in"), lines(action="signed_out")

        assert [(e.actor_id, e.object_id, e.outcome) for e in came] == [(mo.pk, mo.pk, "ok")]
        assert [(e.actor_id, e.object_id) for e in left] == [(mo.pk, mo.pk)]

    def test_a_wrong_password_leaves_a_line_that_nobody_signed(self, cast: Cast) -> None:
        mo = with_password(cast.messenger())

        Client().post(LOGIN, {"login": "mo", "password": "wrong"})

        event = lines(action="signed_in")[0]
        assert (event.actor_id, event.object_id) == (None, mo.pk)
        assert (event.outcome, event.detail) == ("not_allowed", {"step": "password"})
        assert bytes(event.row_mac) == event.compute_mac()

    def test_a_name_that_nobody_has_is_not_kept(self, cast: Cast) -> None:
        Client().post(LOGIN, {"login": "my secret sentence", "password": "wrong"})

        event = lines(action="signed_in")[0]
        assert event.object_id is None
        assert "secret" not in str(AuditEvent.objects.values())

    def test_a_wrong_code_leaves_a_line(self, cast: Cast) -> None:
        mo = with_password(cast.messenger())
        set_up(mo)
        phone = Client()
        phone.post(LOGIN, {"login": "mo", "password": PASSWORD})

        phone.post(CHECK, {"code": "12"})

        event = lines(action="signed_in", outcome="not_allowed")[0]
        assert (event.object_id, event.detail) == (mo.pk, {"step": "totp"})

    def test_a_sign_in_writes_no_version_of_the_user(self, cast: Cast) -> None:
        mo = cast.messenger()
        versions = User.history.filter(id=mo.pk).count()

        Client().force_login(mo)

        assert User.history.filter(id=mo.pk).count() == versions


class TestFactors:
    def test_adding_one_leaves_a_line(
        self, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        mo = with_password(cast.messenger())

        with django_capture_on_commit_callbacks(execute=True):
            set_up(mo)

        added = lines(reason=Reason.FACTOR_ADDED)
        assert {event.detail["type"] for event in added} == {"totp", "recovery_codes"}
        assert {event.object_id for event in added} == {mo.pk}

    def test_new_recovery_codes_and_a_removed_factor_leave_a_line(
        self, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        mo = with_password(cast.messenger())
        browser, _secret = set_up(mo)
        Authenticator.objects.create(user=mo, type="webauthn", data={})

        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse("mfa_generate_recovery_codes"))
        browser.post(reverse("mfa_deactivate_totp"))

        assert len(lines(reason=Reason.RECOVERY_CODES_MADE)) == 1
        assert [e.detail["type"] for e in lines(reason=Reason.FACTOR_REMOVED)] == ["totp"]

    def test_each_look_at_the_recovery_codes_leaves_a_line(self, cast: Cast) -> None:
        mo = with_password(cast.messenger())
        browser, _secret = set_up(mo)

        for _look in range(2):
            browser.get(reverse("mfa_view_recovery_codes"))

        looks = lines(action="viewed", object_id=mo.pk, actor_id=mo.pk)
        assert [e.detail["type"] for e in looks] == ["recovery_codes"] * 2
        assert [e.detail["shown"] for e in looks] == [0, 10]

    def test_codes_that_were_not_asked_for_in_time_leave_no_line(self, cast: Cast) -> None:
        mo = with_password(cast.messenger())
        browser, _secret = set_up(mo)
        session = browser.session
        session["account_authentication_methods"] = []
        session.save()

        browser.get(reverse("mfa_view_recovery_codes"))

        assert lines(action="viewed", object_id=mo.pk) == []

    def test_a_new_name_of_a_passkey_leaves_a_line_without_the_name(self, cast: Cast) -> None:
        mo = with_password(cast.messenger())
        browser, _secret = set_up(mo)
        passkey = Authenticator.objects.create(user=mo, type="webauthn", data={"name": "Old"})
        url = reverse("mfa_edit_webauthn", args=[passkey.pk])

        browser.post(url, {"name": ""})
        browser.post(url, {"name": "My blue phone"})

        (line,) = lines(reason=Reason.FACTOR_RENAMED)
        assert (line.object_id, line.detail) == (mo.pk, {"type": "webauthn"})
        passkey.refresh_from_db()
        assert passkey.wrap().name == "My blue phone"
        assert "blue" not in str(AuditEvent.objects.values())

    def test_taking_them_away_with_a_new_code_names_who_and_whose(self, cast: Cast) -> None:
        mo, adam = with_password(cast.messenger()), cast.administrator()
        set_up(mo)

        services.issue_new_code(user=mo, by=adam)

        removed = lines(reason=Reason.FACTOR_REMOVED)
        assert {event.actor_id for event in removed} == {adam.pk}
        assert mo.pk in {event.object_id for event in removed}


class TestInvitations:
    def test_issue_and_use_leave_a_line_each_without_the_code(self, cast: Cast) -> None:
        issued = invited(cast)
        zora = issued.invitation.user

        Client().post(ACCEPT, typed(issued))

        issue, use = lines(reason=Reason.INVITATION_ISSUED), lines(reason=Reason.INVITATION_USED)
        assert [(e.actor_id, e.object_id) for e in issue] == [
            (cast.system.pk, issued.invitation.pk)
        ]
        assert [(e.actor_id, e.object_id) for e in use] == [(zora.pk, issued.invitation.pk)]
        assert [e.object_id for e in lines(reason=Reason.PASSWORD_SET)] == [zora.pk]
        assert issued.code not in str(AuditEvent.objects.values())

    def test_a_refused_code_leaves_a_line(self, cast: Cast) -> None:
        Client().post(ACCEPT, typed(invited(cast), code="WRONG"))

        event = lines(resource="accounts.invitation", outcome="not_allowed")[0]
        assert (event.actor_id, event.detail) == (None, {"step": "invitation"})

    def test_shutting_someone_out_leaves_a_line(self, cast: Cast, sign_in: SignIn) -> None:
        mo, adam = cast.messenger(), cast.administrator()

        sign_in(adam).post(reverse("accounts:staff_deactivate", args=[mo.pk]))

        assert [e.object_id for e in lines(reason=Reason.USER_DEACTIVATED)] == [mo.pk]

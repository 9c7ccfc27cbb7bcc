"""Whoever's way to sign in was changed is told so, in words that tell nobody else anything."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.models import User
from tests.accounts.test_second_factor import set_up, with_password
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.usefixtures("fresh_codes")


@pytest.fixture
def mo(cast: Cast) -> User:
    mo = with_password(cast.messenger())
    mo.email = "mo@example.org"
    mo.save()
    return mo


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """Return a block at whose end everything counts as committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestMail:
    def test_tells_of_a_new_factor(self, mo: User, committed: Any) -> None:
        with committed():
            set_up(mo)

        assert {m.subject for m in mail.outbox} == {"Your sign-in was changed"}
        assert {to for m in mail.outbox for to in m.to} == {"mo@example.org"}

    def test_tells_of_a_new_password(self, mo: User, committed: Any) -> None:
        with committed():
            services.set_password(user=mo, password="a far longer sentence 4711", by=mo)

        assert [m.subject for m in mail.outbox] == ["Your sign-in was changed"]

    def test_tells_of_a_code_that_lets_someone_in_anew(
        self, cast: Cast, mo: User, committed: Any
    ) -> None:
        with committed():
            services.issue_new_code(user=mo, by=cast.administrator())

        assert [m.subject for m in mail.outbox] == ["Your sign-in was changed"]

    def test_names_nobody_and_nothing(self, mo: User, committed: Any) -> None:
        with committed():
            set_up(mo)

        text = repr([vars(m) for m in mail.outbox])
        assert mo.name not in text
        assert mo.username not in text.replace("mo@example.org", "")

    def test_goes_to_nobody_without_an_address(self, cast: Cast, committed: Any) -> None:
        with committed():
            set_up(with_password(cast.messenger()))

        assert mail.outbox == []


def test_an_address_is_asked_for_with_the_invitation(cast: Cast, sign_in: SignIn) -> None:
    typed = {
        "name": "Zora Newcomer",
        "username": "zora",
        "email": "zora@example.org",
        "role": "messenger",
        "place": cast.harbor_team.pk,
    }

    sign_in(cast.administrator()).post(reverse("accounts:staff_invite"), typed)

    assert User.objects.get(username="zora").email == "zora@example.org"


def test_an_address_that_is_none_is_refused_beside_the_field(cast: Cast, sign_in: SignIn) -> None:
    browser: Client = sign_in(cast.administrator())

    answer = browser.post(reverse("accounts:staff_invite"), {"email": "zora at example"})

    assert "email" in answer.context["form"].errors

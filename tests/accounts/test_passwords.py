"""How hard a password is to guess."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cvi.accounts.models import User
from cvi.accounts.passwords import HardToGuess
from tests.cast import Cast, SignIn

USER = User(username="zedd.t", name="Zedd Testperson")


class TestHardToGuess:
    @pytest.mark.parametrize(
        "password",
        [
            "aaaaaaaaaaaaaaaa",
            "123456789012",
            "qwertyuiop12",
            "Password1234!",
            "P@ssw0rdP@ssw0rd",
            "passwordpasswordpassword",
            "iloveyou2024!!",
            "Summerwinter2026",
            "letmeinplease1",
            "ZeddTestperson1",
            "zedd.t zedd.t zedd.t",
            "HarborPeace2026!",
        ],
    )
    def test_refuses_what_is_tried_first(self, cast: Cast, password: str) -> None:
        with pytest.raises(ValidationError, match="easy to guess"):
            HardToGuess().validate(password, USER)

    @pytest.mark.parametrize(
        "password",
        [
            "purple otter sings at noon",
            "xK9#mq2Lw!pT",
            "otra vez llueve en la tarde",
            "ñandú-río-lúna",
        ],
    )
    def test_takes_a_sentence_and_a_random_one(self, cast: Cast, password: str) -> None:
        HardToGuess().validate(password, USER)

    def test_takes_128_characters_and_no_more(self, cast: Cast) -> None:
        longest = "purple otter sings at noon! " * 4 + "abcdefghijklmnop"

        HardToGuess().validate(longest[:128], USER)
        with pytest.raises(ValidationError, match="128"):
            HardToGuess().validate("x" + longest, USER)

    def test_judges_without_knowing_who(self, cast: Cast) -> None:
        with pytest.raises(ValidationError):
            HardToGuess().validate("notes notes notes")


class TestPasswordChange:
    def test_is_not_offered_to_someone_without_a_password(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        browser, change = sign_in(cast.messenger()), reverse("account_change_password")

        answer = browser.get(change, follow=True)

        assert answer.request["PATH_INFO"] == reverse("mfa_index")
        assert f'href="{change}"' not in answer.content.decode()

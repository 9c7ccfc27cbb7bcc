"""How hard a password is to guess, without asking anybody outside."""

import math
import re
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cvi.accounts.models import Agency, User

MAX_LENGTH = 128
# Source: OWASP ASVS 5.0, 6.2.4, with ten billion guesses as the least that a password must cost.
LEAST_BITS = math.log2(10**10)
BITS_OF_A_LETTER = 4.7
BITS_OF_A_DIGIT = 3.3
BITS_OF_A_SIGN = 5.0
BITS_OF_A_COMMON_WORD = 9.0
BITS_OF_A_PATTERN = 3.0
BITS_OF_A_KNOWN_WORD = 1.0
WORD_MIN_LENGTH = 3
WORD_MAX_LENGTH = 24
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LEET = str.maketrans("@4831!0$57", "aabeiiosst")


class HardToGuess:
    """Refuses what a person who knows the user, the office and the usual passwords would try."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password that is too long or too easy.

        Raises:
            ValidationError: over 128 characters, or fewer than ten billion guesses away.
        """
        if len(password) > MAX_LENGTH:
            raise ValidationError(_("Use 128 characters or fewer."), code="password_too_long")
        if guess_bits(password, known_words(user)) < LEAST_BITS:
            raise ValidationError(
                _("This password is easy to guess. Put a few more unrelated words together."),
                code="password_easy",
            )

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("Leave out your name, your organization and rows like 1234.")


def known_words(user: User | None) -> set[str]:
    """Return the words that a stranger would try first for this user."""
    texts = [settings.APP_TITLE, "password", *Agency.objects.values_list("name", flat=True)]
    if user is not None:
        texts += [user.username, user.name, user.email]
    whole = {re.sub(r"\W", "", text.lower()) for text in texts}
    parts = {word for text in texts for word in re.findall(r"\w+", text.lower())}
    return {word for word in whole | parts if len(word) >= WORD_MIN_LENGTH}


def guess_bits(password: str, known: set[str]) -> float:
    """Return the bits of the cheapest way to put the password together from words and patterns."""
    folded = password.lower()
    cheapest = [0.0]
    for end in range(1, len(folded) + 1):
        first = max(0, end - WORD_MAX_LENGTH)
        ways = (
            cheapest[start] + _chunk_bits(folded[start:end], folded[:start], known)
            for start in range(first, end)
        )
        cheapest.append(min(ways))
    return cheapest[-1]


def _chunk_bits(chunk: str, before: str, known: set[str]) -> float:
    """Return the bits of one chunk, as a word, a pattern, a repeat or letter by letter."""
    letter_by_letter = sum(map(_character_bits, chunk))
    if len(chunk) < WORD_MIN_LENGTH:
        return letter_by_letter
    plain = chunk.translate(LEET)
    if chunk in known or plain in known:
        return BITS_OF_A_KNOWN_WORD
    if _is_pattern(chunk) or chunk in before:
        return BITS_OF_A_PATTERN
    if chunk in _common() or plain in _common():
        return min(letter_by_letter, BITS_OF_A_COMMON_WORD)
    return letter_by_letter


def _character_bits(character: str) -> float:
    if character.isdigit():
        return BITS_OF_A_DIGIT
    return BITS_OF_A_LETTER if character.isalpha() else BITS_OF_A_SIGN


def _is_pattern(chunk: str) -> bool:
    """Tell one letter again and again, a piece of a keyboard row either way, or a year."""
    if len(set(chunk)) == 1 or re.fullmatch(r"(19|20)\d\d", chunk):
        return True
    return any(chunk in row or chunk[::-1] in row for row in ROWS)


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)

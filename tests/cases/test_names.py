"""Names are read in one way, however they are written."""

import random
import unicodedata

import pytest

from cvi.cases import names

ALPHABET = "abzABZéÉñÜßłØæœ'.-–/, \t019ﬁ²İДжй李王محمدह김\u0301\u0327"


def anything(seed: int) -> str:
    chance = random.Random(seed)  # noqa: S311
    return "".join(chance.choice(ALPHABET) for _letter in range(chance.randrange(0, 24)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Zedd Testperson", ["zedd", "testperson"]),
        ("  ZEDD   TESTPERSON  ", ["zedd", "testperson"]),
        ("Éxempla Ñonexiste", ["exempla", "nonexiste"]),
        ("Zedd Testperson-Sampleton", ["zedd", "testperson", "sampleton"]),
        ("Zedd Testperson–Sampleton", ["zedd", "testperson", "sampleton"]),
        ("Testperson, Zedd", ["testperson", "zedd"]),
        ("Zedd O'Testperson", ["zedd", "otestperson"]),
        ("Zedd Testperson Jr.", ["zedd", "testperson"]),
        ("Zedd Testperson III", ["zedd", "testperson"]),
        ("Zedd Ivory", ["zedd", "ivory"]),
        ("Jr", ["jr"]),
        ("Łukaz Straße", ["lukaz", "strasse"]),
        ("Живаго", ["жив"]),
        ("李王김", ["李王ᄀ"]),
        ("", []),
        (" - . ' ", []),
    ],
)
def test_reads(written: str, read: list[str]) -> None:
    assert names.words(written) == read


def test_masks_as_initials() -> None:
    assert names.initials("zedd q. testperson-sampleton Jr") == "Z. Q. T. S."


@pytest.mark.parametrize("seed", range(300))
class TestWhateverIsTyped:
    def test_reading_twice_changes_nothing(self, seed: int) -> None:
        read = names.words(anything(seed))

        assert names.words(" ".join(read)) == read

    def test_case_marks_and_spaces_make_no_difference(self, seed: int) -> None:
        typed = anything(seed)
        other = unicodedata.normalize("NFD", typed).replace(" ", "  ") + " "

        assert names.words(other) == names.words(unicodedata.normalize("NFC", typed))

    def test_every_word_is_small_latin_or_three_letters(self, seed: int) -> None:
        for word in names.words(anything(seed)):
            is_latin = word.isascii() and word.isalnum() and word == word.lower()
            assert is_latin or len(word) <= names.FOREIGN_LETTERS

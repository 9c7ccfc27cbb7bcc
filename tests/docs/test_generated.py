"""The pages of docs/ that come out of the code, and the words that every page uses."""

import pytest
from django.utils import translation

from tests.docs.generate import DOCS, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_what_the_code_says(name: str) -> None:
    with translation.override("en"):
        assert (DOCS / name).read_text() == PAGES[name](), "run script/docs"


@pytest.mark.parametrize(
    "word",
    [
        *["participant", "case", "sight", "door", "authority", "trail", "vault", "consent"],
        *["referral", "hand-off", "contact", "custom notification", "custody episode"],
        *["break-glass", "staff supervision", "community supervision", "suppression"],
    ],
)
def test_the_glossary_has_the_word(word: str) -> None:
    assert f"**{word}**" in (DOCS / "glossary.md").read_text().lower()

"""Codes that people say to each other on the phone."""

import pytest

from cvi.cases.models.participant import read_code


@pytest.mark.parametrize(
    "said", ["P-7KQ2MX", "7KQ2MX", "p7kq2mx", " 7kq 2mx ", "p-7kq2mx", "P - 7KQ2MX"]
)
def test_reads_a_code_as_it_is_said(said: str) -> None:
    assert read_code(said) == "P-7KQ2MX"


@pytest.mark.parametrize("said", ["P-P7KQ2M", "P7KQ2M", "pp7kq2m", "p-p7kq2m"])
def test_keeps_a_p_that_belongs_to_the_letters(said: str) -> None:
    assert read_code(said) == "P-P7KQ2M"


def test_reads_nothing_as_nothing() -> None:
    assert read_code("  ") == ""

"""Every requirement and every threat has a proof, and every proof is there."""

import ast
from itertools import chain
from pathlib import Path

import pytest

from tests.security.threats import THREATS
from tests.security.verification import ASVS

TESTS = Path(__file__).resolve().parents[1]
BY_HAND = TESTS.parent / "docs" / "threat-model.md"
PROOFS = sorted({proof for row in (*ASVS, *THREATS) for proof in row.proofs})
REQUIREMENTS = 106


def names_in(path: Path) -> set[str]:
    """Return the tests of a file as `test` and `Class` and `Class::test`."""
    found = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.FunctionDef):
                found.add(f"{node.name}::{part.name}")
    return found


def test_every_requirement_stands_once() -> None:
    ids = list(chain.from_iterable(row.ids for row in ASVS))

    assert len(ids) == len(set(ids)) == REQUIREMENTS


def test_every_threat_stands_once() -> None:
    assert [row.ids for row in THREATS] == [(str(number),) for number in range(1, 21)]


def test_none_is_without_a_proof() -> None:
    assert [row.ids for row in (*ASVS, *THREATS) if not row.proofs] == []


@pytest.mark.parametrize("proof", PROOFS)
def test_the_proof_is_there(proof: str) -> None:
    if proof.startswith("by hand: "):
        assert f"\n### {proof.removeprefix('by hand: ')}\n" in BY_HAND.read_text()
        return
    file, _colons, name = proof.partition("::")
    names = names_in(TESTS / file)
    assert not name or name in names
    assert any("test" in each.lower() for each in names)

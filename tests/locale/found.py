"""Finds the words of the program that a reader sees, without gettext on the machine.

It reads what xgettext reads: calls with plain literals, and templates as Django turns them into
such calls. It cannot see words that are put together while the program runs, nor those of packages.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("cvi", "config")

Words = tuple[str | None, str]
"""A context, or none, and the words."""

CALLS = {
    "_": "m",
    "gettext": "m",
    "gettext_lazy": "m",
    "ngettext": "m",
    "ngettext_lazy": "m",
    "pgettext": "cm",
    "pgettext_lazy": "cm",
    "npgettext": "cm",
    "npgettext_lazy": "cm",
}
"""What the first arguments of each call are: c the context, m the words."""

TEXT = r"""u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*"))"""
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(\s*{TEXT}(?:\s*,\s*{TEXT})?")


def in_python() -> Iterator[Words]:
    """Yield the words that Python files mark."""
    for path in sorted(file for folder in SOURCES for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield from _marked(node.func.id, [_literal(part) for part in node.args[:2]])


def in_templates() -> Iterator[Words]:
    """Yield the words that templates mark."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        calls = templatize(path.read_text(), origin=path.name)
        for name, *texts in IN_TEMPLATE.findall(calls):
            yield from _marked(name, [ast.literal_eval(text) for text in texts if text])


def _literal(node: ast.expr) -> str | None:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text else None


def _marked(name: str, texts: list[str | None]) -> Iterator[Words]:
    given = dict(zip(CALLS.get(name, ""), texts, strict=False))
    if given.get("m"):
        yield given.get("c"), given["m"]

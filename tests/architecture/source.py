"""The program's own source: which files there are, and what a syntax tree says about them."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "cvi"

Rule = Callable[[str], list[str]]


def python_files(*folders: str) -> list[Path]:
    """Return the Python files under the folders, migrations left out."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def modules(name: str) -> list[Path]:
    """Return every app's `name.py`, and each file of its package where it has grown into one."""
    return [path for path in python_files("cvi") if name in module_path(path)[2:]]


def module_path(path: Path) -> tuple[str, ...]:
    """Return a path as its dotted name's parts: `("cvi", "cases", "views", "notes")`."""
    return path.relative_to(ROOT).with_suffix("").parts


def shown(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix()


def faults(rule: Rule, paths: list[Path]) -> list[str]:
    """Hold each file against a rule; a fault reads `cvi/cases/views.py:12: what`."""
    return [f"{shown(path)}:{fault}" for path in paths for fault in rule(path.read_text())]


def called(node: ast.AST) -> str:
    """Return the last name of what a call calls: `save` for `audit.save(...)`."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield each call inside a piece of code."""
    return (found for found in ast.walk(node) if isinstance(found, ast.Call))


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield each function and method."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(source: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions that other modules may call."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def body(function: ast.FunctionDef) -> list[ast.stmt]:
    """Return a function's statements without its docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def attributes(source: str) -> Iterator[tuple[ast.Attribute, ast.AST | None]]:
    """Yield each dotted name with the syntax node around it."""
    tree = ast.parse(source)
    around = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node, around.get(node)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and full dotted name of everything that a piece of code imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)

"""The house's own source, read as syntax trees, for the tests that hold it to its rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal.settings import ROOT

PORTAL = ROOT / "portal"
TEMPLATES = PORTAL / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str) -> list[Path]:
    """List the Python files under folders of the repository."""
    found = {path for folder in folders for path in (ROOT / folder).rglob("*.py")}
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Return a file's name within the repository."""
    return str(path.relative_to(ROOT))


def module_of(path: Path) -> str:
    """Return the dotted name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield every import of a file as (line, dotted name), at the top or inside functions.

    ``from portal.storage import days`` gives portal.storage.days, so that a rule sees the module.
    """
    for one in ast.walk(tree_of(path)):
        if isinstance(one, ast.Import):
            for alias in one.names:
                yield one.lineno, alias.name
        elif isinstance(one, ast.ImportFrom):
            assert one.level == 0, f"{name_of(path)}:{one.lineno} imports relatively"
            for alias in one.names:
                yield one.lineno, f"{one.module}.{alias.name}"


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a file."""
    for one in ast.walk(tree_of(path)):
        if isinstance(one, Function):
            yield one


def length(function: Function) -> int:
    """Count a function's lines from its ``def`` on, its docstring left out."""
    lines = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    is_doc = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    if is_doc:
        lines -= (first.end_lineno or 0) - first.lineno + 1
    return lines


def called(node: ast.AST) -> str:
    """Return the dotted name of a call, as written; '' where it has none."""
    if not isinstance(node, ast.Call):
        return ""
    return dotted(node.func)


def dotted(node: ast.AST) -> str:
    """Return a name or an attribute as written: ``datetime.now``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def is_view(function: Function) -> bool:
    """Say whether a function is a view: decorated with a blueprint's get, post or route."""
    names = [dotted(one.func) for one in function.decorator_list if isinstance(one, ast.Call)]
    return any(name in ("bp.get", "bp.post", "bp.route") for name in names)

"""No file, function, view or template of the house gets away: ceilings, names, docstrings."""

from __future__ import annotations

import ast

import pytest

from portal.settings import ROOT
from tests.house.source import TEMPLATES, files, functions, is_view, length, name_of, tree_of

FILE, FUNCTION, VIEW, TEMPLATE = 400, 40, 25, 120
NAMELESS = ("utils", "util", "helpers", "helper", "common", "misc", "manager", "stuff", "tools")
EVERYWHERE = ("portal", "tests", "bench", "config", "docs")


def test_no_python_file_is_longer_than_its_ceiling() -> None:
    long = {
        name_of(path): lines
        for path in [*files(*EVERYWHERE), ROOT / "app.py"]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > FILE
    }
    assert long == {}


def test_no_function_is_longer_than_its_ceiling() -> None:
    long = {
        f"{name_of(path)}:{one.name}": length(one)
        for path in files("portal", "tests", "bench", "docs")
        for one in functions(path)
        if length(one) > FUNCTION
    }
    assert long == {}


def test_no_view_is_longer_than_its_ceiling() -> None:
    views = [(path, one) for path in files("portal/views") for one in functions(path)]
    assert sum(is_view(one) for _path, one in views) > 10
    long = {
        f"{name_of(path)}:{one.name}": length(one)
        for path, one in views
        if is_view(one) and length(one) > VIEW
    }
    assert long == {}


def test_no_template_is_longer_than_its_ceiling() -> None:
    long = {
        str(path.relative_to(TEMPLATES)): lines
        for path in TEMPLATES.rglob("*.html")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE
    }
    assert long == {}


def test_every_file_is_named_for_what_it_is_about() -> None:
    nameless = [name_of(path) for path in files(*EVERYWHERE) if path.stem in NAMELESS]
    assert nameless == []


def test_every_public_thing_says_its_rule() -> None:
    """A module, class and function that others use has a docstring."""
    silent = []
    for path in files("portal"):
        tree = tree_of(path)
        if not ast.get_docstring(tree):
            silent.append(name_of(path))
        for one in ast.walk(tree):
            is_public = isinstance(one, (ast.FunctionDef, ast.ClassDef)) and one.name[0] != "_"
            if is_public and one in tree.body and not ast.get_docstring(one):  # type: ignore[arg-type]
                silent.append(f"{name_of(path)}:{one.name}")  # type: ignore[attr-defined]
    assert silent == []


CHECKING = {"raises", "opens_day", "enters", "closes", "counts", "begins_count", "signs_in", "send"}


def _checks(node: ast.AST, helpers: set[str]) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        is_machine = node.func.id == "run_state_machine_as_test"  # its invariants assert
        return is_machine or node.func.id in helpers or node.func.id.startswith("check")
    if not isinstance(node.func, ast.Attribute):
        return False
    name, first = node.func.attr, node.args[0] if node.args else None
    is_page = isinstance(first, (ast.Constant, ast.JoinedStr)) and name in ("get", "post", "piece")
    return name in CHECKING or is_page or name.startswith(("assert_", "wait_for"))


@pytest.mark.parametrize("path", files("tests"), ids=name_of)
def test_no_test_asserts_nothing(path: object) -> None:
    """A test that can't fail is a defect. What raises counts: helpers, checks, awaited elements."""
    found = list(functions(path))  # type: ignore[arg-type]
    helpers = {
        one.name
        for one in found
        if any(isinstance(node, ast.Assert) or _checks(node, set()) for node in ast.walk(one))
    }
    empty = [
        one.name
        for one in found
        if one.name.startswith("test_")
        and not any(_checks(node, helpers - {one.name}) for node in ast.walk(one))
    ]
    assert empty == []

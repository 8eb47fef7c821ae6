"""Templates: nothing unescaped, small macros, pieces that can stand alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import StrictUndefined, nodes

from tests.house.source import TEMPLATES, called, dotted, files, name_of, tree_of

ALL = sorted(TEMPLATES.rglob("*.html"))
MOST_PARAMETERS = 5
SOURCE = "".join(path.read_text(encoding="utf-8") for path in files("portal"))
# Own constants and rendered fields; whatever else makes Markup is looked at before it is added.
MARKUP = {
    "portal/web/assets.py", "portal/web/fields.py", "portal/web/filters.py", "portal/web/qr.py",
    "portal/views/books.py",
}  # fmt: skip


def name_in_templates(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", ALL, ids=name_in_templates)
def test_a_template_escapes_everything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b", text)
    assert "autoescape" not in text
    assert not re.search(r"\bstyle=|\bon[a-z]+=[\"']", text)
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text


@pytest.mark.parametrize("path", ALL, ids=name_in_templates)
def test_a_macro_takes_five_parameters_at_most(path: Path, app: Flask) -> None:
    tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
    wide = [one.name for one in tree.find_all(nodes.Macro) if len(one.args) > MOST_PARAMETERS]
    assert wide == []


@pytest.mark.parametrize("path", ALL, ids=name_in_templates)
def test_a_page_is_whole_or_bare_from_the_same_file(path: Path) -> None:
    """Pages extend the layout they are given; a piece, a macro file or a layout doesn't."""
    text = path.read_text(encoding="utf-8")
    is_macros = "{% macro" in text and "{% block" not in text
    if path.name.startswith("_") or path.parent.name in ("layouts", "ui") or is_macros:
        assert "{% extends" not in text
        return
    assert text.startswith(("{% extends layout %}", '{% extends "layouts/', "{% extends 'layouts/"))
    assert re.search(r"{% set title\b", text), "a page has a title"


def test_templates_fail_at_a_name_they_are_not_given(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    assert app.jinja_env.autoescape is not False
    assert app.select_jinja_autoescape("x.html")


def test_markup_is_made_in_few_places() -> None:
    makers = {
        name_of(path)
        for path in files("portal")
        for node in ast.walk(tree_of(path))
        if called(node).split(".")[0] == "Markup" and called(node) != "Markup.escape"
    }
    assert makers <= MARKUP


def _rendered(function: str) -> set[str]:
    """Find the templates that views render by page() or piece()."""
    return {
        node.args[0].value
        for path in files("portal/views", "portal/web")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and dotted(node.func) == function and node.args
        if isinstance(node.args[0], ast.Constant)
    }


def _said(name: str) -> bool:
    """Say whether a template's name is written in the source, as it is or put together there."""
    parts = Path(name).stem.removesuffix("_print")
    return f'"{name}"' in SOURCE or (f'"{Path(name).parent}/' in SOURCE and parts in SOURCE)


def test_a_piece_begins_with_the_element_it_replaces() -> None:
    """The stem of ``_list.html`` is the id that a script swaps by."""
    pieces = _rendered("piece")
    assert "entry/_tasks.html" in pieces
    for name in pieces:
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        first = re.search(r"<\w+[^>]*>", re.sub(r"{#.*?#}", "", text, flags=re.S))
        assert first is not None, name
        assert f'id="{Path(name).stem}"' in first[0], name


def test_no_template_lies_unused(app: Flask) -> None:
    used = _rendered("page") | _rendered("piece")
    for path in ALL:
        tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
        for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends):
            for one in tree.find_all(kind):
                if isinstance(one.template, nodes.Const):
                    used.add(one.template.value)
    names = set(map(name_in_templates, ALL))
    assert {name for name in names - used if not _said(name)} == set()

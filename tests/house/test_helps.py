"""Each page says in three short sentences what it is for, behind a question mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from babel.support import Translations
from flask import Flask
from jinja2 import nodes

from portal.settings import ROOT
from portal.web.access import PUBLIC
from tests import world as worlds
from tests.browser_client import Browser, Page
from tests.house.source import TEMPLATES
from tests.house.test_access import endpoints, roles, sample, someone_of

LONGEST_SENTENCE = 90
LONGEST = 220
ENDS = {"hi": "।?", "en": ".?"}
LAYOUTS = ("{% extends layout %}", "{% extends 'layouts/small.html' %}")
# A refusal says itself what happened and what is safe to do now.
REFUSAL = "{% set refusal = name %}"
# Two templates that draw one page, or one step for two kinds of the same thing.
TOGETHER: tuple[frozenset[str], ...] = (
    frozenset(("pensions/eligibility.html", "schemes/list.html")),
)
# Who is asked for a page first; the others only see what none of these may.
FIRST = ("operator", "manager", "officer", "district", "admin")


def pages() -> Iterator[tuple[str, str]]:
    """Yield (name, source) of every template that draws a page of the screen."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        is_screen = text.startswith(LAYOUTS)
        if is_screen and REFUSAL not in text:
            yield str(path.relative_to(TEMPLATES)), text


PAGES = dict(pages())


def helps_of(name: str, app: Flask) -> list[str]:
    """The msgids that a template may set as its help."""
    tree = app.jinja_env.parse(PAGES[name])
    return [
        said.args[0].value
        for one in tree.find_all(nodes.Assign)
        if isinstance(one.target, nodes.Name) and one.target.name == "help"
        for said in one.find_all(nodes.Call)
        if isinstance(said.node, nodes.Name)
        and said.node.name == "_"
        and isinstance(said.args[0], nodes.Const)
    ]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_sets_its_help_after_its_title(name: str, app: Flask) -> None:
    assert helps_of(name, app)
    text = PAGES[name]
    assert text.index("set title") < text.index("set help") < text.index("block main")


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_help_is_three_short_sentences(language: str, app: Flask) -> None:
    say = Translations.load(ROOT / "translations", [language]).ugettext
    wrong = {}
    for name in PAGES:
        for msgid in helps_of(name, app):
            text = say(msgid)
            said = sentences(text, language)
            if len(said) != 3 or len(text) > LONGEST or max(map(len, said)) > LONGEST_SENTENCE:
                wrong[name] = f"{len(said)} sentences, {len(text)}: {text}"
    assert wrong == {}


def test_no_two_pages_say_the_same(app: Flask) -> None:
    users: dict[str, set[str]] = {}
    for name in PAGES:
        for msgid in helps_of(name, app):
            users.setdefault(msgid, set()).add(name)
    shared = {frozenset(names) for names in users.values() if len(names) > 1}
    assert shared == set(TOGETHER)


def sentences(text: str, language: str) -> list[str]:
    """Cut a text behind the signs that end a sentence; what has no end is one more."""
    return [one for one in re.split(rf"(?<=[{ENDS[language]}])\s+", text.strip()) if one]


def help_on(page: Page) -> str:
    """What stands behind the question mark; '' for a page without one."""
    for one in page.all("details"):
        mark = one.find("summary")
        if mark is not None and (mark.text or "") == "?":
            assert mark.get("aria-label")
            return (one.findtext("p") or "").strip()
    return ""


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_page_got_carries_its_help(
    language: str, app: Flask, lived_in: worlds.World, browser: Callable[..., Browser]
) -> None:
    policy = app.extensions["rokad"].policy
    ranks = roles()
    order = [*FIRST, *(role for role in ranks if role not in FIRST)]
    people: dict[str, Browser] = {}
    seen, without = 0, {}
    for method, rule, endpoint, deed in endpoints(app):
        if method != "GET" or endpoint in ("asset", "session.sign_out", "session.logout"):
            continue
        may = [role for role in order if deed == PUBLIC or policy.may(role, deed)]
        for role in may[:2]:
            if role not in people:
                people[role] = browser(someone_of(role), language=language)
            query = "" if ranks[role] == "society" else "?society=KHR001"
            page = people[role].open("GET", sample(rule, endpoint) + query)
            if page.status != 200 or not is_of_the_screen(page):
                continue
            seen += 1
            text = help_on(page)
            if len(sentences(text, language)) != 3:
                without[rule] = text
    assert seen > 100
    assert without == {}


def is_of_the_screen(page: Page) -> bool:
    """Say whether this is a page to work with, not a paper or a file."""
    is_page = page.html.lstrip().lower().startswith("<!doctype")
    return is_page and not re.search(r"/static/(paper|receipt|print)-", page.html)

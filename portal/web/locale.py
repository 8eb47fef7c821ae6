"""In which language and digits a page is read. Hindi unless the reader chose otherwise."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, redirect, request
from flask_babel import Babel
from flask_babel import get_locale as babel_locale
from werkzeug.wrappers import Response

from portal.settings import ROOT

LANGUAGES = ("hi", "en")
COOKIE = "lang"
YEAR_S = 365 * 86400


def chosen() -> str:
    """Return the reader's language: the cookie, else Hindi."""
    wish = request.cookies.get(COOKIE, "hi")
    return wish if wish in LANGUAGES else "hi"


def language() -> str:
    """Return the language of this page."""
    found = babel_locale()
    return found.language if found else "hi"


def named(thing: Any) -> str:
    """Return the name of a thing that has names in both languages, Hindi where one is missing."""
    if language() == "en" and thing.name_en:
        return str(thing.name_en)
    return str(thing.name_hi)


def in_language(text_hi: str, text_en: str) -> str:
    """Return the text of this page's language, Hindi where the English is missing."""
    return text_en if language() == "en" and text_en else text_hi


def switch_language() -> Response | None:
    """Answer ``?lang=`` with the same page in that language."""
    wish = request.args.get("lang")
    if request.method != "GET" or wish not in LANGUAGES:
        return None
    left = request.args.copy()
    left.poplist("lang")
    target = request.path.replace("//", "/")
    if left:
        target += "?" + urlencode(list(left.items(multi=True)))
    answer = redirect(target, 303)
    answer.set_cookie(
        COOKIE, wish, max_age=YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return answer


def init_app(app: Flask) -> None:
    """Set up translations; Hindi is the default."""
    app.config["BABEL_DEFAULT_LOCALE"] = "hi"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, locale_selector=chosen, timezone_selector=lambda: "Asia/Kolkata")
    app.before_request(switch_language)
    app.add_template_global(named)
    app.add_template_global(in_language)
    app.add_template_global(language)


def has_deva_digits() -> bool:
    """Say whether the reader wants Devanagari digits."""
    person = g.get("person")
    return bool(person and person.has_deva_digits)

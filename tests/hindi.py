"""The Hindi catalogue as tests read it: fresh from the .po file, loud where a text is missing."""

from __future__ import annotations

import io
from functools import cache
from typing import NoReturn

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from flask_babel import get_babel

from portal.settings import ROOT


class HindiIsMissing(AssertionError):
    """A text without Hindi was about to be shown."""


class _Loud:
    def gettext(self, message: str) -> NoReturn:
        raise HindiIsMissing(message)

    def ngettext(self, one: str, _many: str, _number: int) -> NoReturn:
        raise HindiIsMissing(one)

    def pgettext(self, _context: str, message: str) -> NoReturn:
        raise HindiIsMissing(message)

    def npgettext(self, _context: str, one: str, _many: str, _number: int) -> NoReturn:
        raise HindiIsMissing(one)


@cache
def catalogue() -> Translations:
    """Compile the Hindi catalogue in memory, once."""
    path = ROOT / "translations" / "hi" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        texts = read_po(file, locale="hi")
    compiled = io.BytesIO()
    write_mo(compiled, texts)
    compiled.seek(0)
    found = Translations(compiled)
    found.add_fallback(_Loud())  # type: ignore[arg-type]
    return found


def be_loud(app: Flask) -> None:
    """Let an application raise HindiIsMissing instead of showing English on a Hindi page."""
    with app.app_context():
        cache_of_texts = get_babel().instance.domain_instance.cache
        cache_of_texts["hi", "messages"] = catalogue()

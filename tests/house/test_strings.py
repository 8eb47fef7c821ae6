"""Every text of the portal has its Hindi: extracted afresh, complete, with the same places."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from portal.settings import ROOT
from tests.house.source import TEMPLATES

_PLACE = re.compile(r"%\((\w+)\)[sd]|%%|%")
KEYWORDS = ("lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "_l", "N_")


def catalogue(language: str) -> Catalog:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Extract the texts as `make strings` does, from the sources as they are now."""
    path = tmp_path_factory.mktemp("strings") / "messages.pot"
    words = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        CommandLineInterface().run(
            ["pybabel", "-q", "extract", "-F", "pyproject.toml", *words, "-o", str(path), "."]
        )
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def hindi() -> Catalog:
    return catalogue("hi")


def test_every_text_has_its_hindi(extracted: Catalog, hindi: Catalog) -> None:
    """P10: present, not empty, not doubtful."""
    assert len(extracted) > 200
    missing = []
    for text in extracted:
        if not text.id:
            continue
        found = hindi.get(text.id, text.context)
        strings = [] if found is None else _strings(found.string)
        if found is None or found.fuzzy or not all(strings):
            missing.append(text.id)
    assert missing == []


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (tuple, list)) else [str(value)]


def test_the_places_in_a_text_are_the_same_in_hindi(hindi: Catalog) -> None:
    different = [
        text.id
        for text in hindi
        if text.id and sorted(_places(text.id)) != sorted(_places(text.string))
    ]
    assert different == []


def _places(text: object) -> set[str]:
    return {found[0] for one in _strings(text) for found in _PLACE.finditer(one)}


def test_hindi_texts_are_normalised(hindi: Catalog) -> None:
    """NFC, so that letters with a nukta compare equal; no stray joiners or spaces."""
    wrong = [
        text.id
        for text in hindi
        for one in _strings(text.string)
        if text.id
        if one != unicodedata.normalize("NFC", one) or one != one.strip() or "  " in one
    ]
    assert wrong == []


def test_hindi_texts_are_hindi(hindi: Catalog) -> None:
    """A text that stayed English would pass as translated."""
    same = [text.id for text in hindi if text.id and text.string == text.id]
    assert [one for one in same if re.search(r"[a-z]{3}", str(one))] == []


def test_no_button_is_named_jama(hindi: Catalog) -> None:
    """नामे and जमा stand in books only: at the counter जमा means the opposite of a credit."""
    named = re.compile(r"""(?:<button|class="btn)[^>]*>[^<]*?{{ *_\(['"](.+?)['"]""")
    words = {
        found[1]
        for path in TEMPLATES.rglob("*.html")
        for found in named.finditer(path.read_text(encoding="utf-8"))
    }
    assert "Right, save it" in words
    texts = {text.id: text.string for text in hindi}
    assert [one for one in words if "जमा" in texts.get(one, "")] == []


def test_english_is_its_own_text() -> None:
    """The message ids are the English; an entry there would be a second truth."""
    written = [text.id for text in catalogue("en") if text.id and text.string]
    assert written == []


def test_the_catalogues_carry_no_dates_or_lines() -> None:
    """A change of words alone shows in a diff."""
    for path in Path(ROOT / "translations").rglob("*.po*"):
        text = path.read_text(encoding="utf-8")
        assert "POT-Creation-Date" not in text or path.suffix == ".po", path
        assert "\n#: " not in text, path


def glossary() -> dict[str, str]:
    """Read the glossary's identifiers and their Hindi."""
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \|", (ROOT / "docs/glossary.md").read_text(encoding="utf-8"), re.M
    )
    return {identifier: hindi.strip() for identifier, hindi in rows}


def test_each_word_of_the_glossary_stands_once() -> None:
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    identifiers = re.findall(r"^\| `(\w+)` \|", text, re.M)
    assert len(identifiers) > 30
    assert len(identifiers) == len(set(identifiers))
    assert all(glossary().values())


def test_screens_say_the_words_of_the_glossary(hindi: Catalog) -> None:
    """The trade's commonest words, as the glossary spells them, are on the screens."""
    said = " ".join(one for text in hindi for one in _strings(text.string))
    words = glossary()
    for identifier in ("day", "society", "voucher", "head", "open_day", "close_day"):
        assert words[identifier].split(" / ")[0] in said, identifier

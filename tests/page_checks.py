"""What every page of the house must be; the tests' browser holds each answer to it.

A page parses without faults, has a language, a title and one heading, a label for each field, an
action and a token on each form that changes something; it calls no other site, carries no inline
script or style, works without scripts, and in Hindi it shows no word of another script.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

# Abbreviations that people at the counter say and write in Latin letters themselves.
LATIN_WORDS = {
    "UPI", "CSC", "KCC", "CSV", "XLSX", "QR", "UTR", "RRN", "NEFT", "RTGS", "IFSC", "SMS", "PDF",
    "PACS", "GST", "TDS", "PAN", "OTP", "ID", "RO", "PDS", "LPG", "PMFBY",
}  # fmt: skip
VOID_TYPES = frozenset(("hidden", "submit", "button", "reset", "image"))
SHOWN_ATTRIBUTES = ("placeholder", "title", "aria-label", "alt", "label", "data-title")
ADDRESS_ATTRIBUTES = ("href", "src", "action", "formaction", "poster", "data-later", "data-htmx")
# Where a link may lead that a person presses: to their own WhatsApp, with a receipt.
WAYS_OUT = ("https://wa.me/91",)
_OUTSIDE = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:)?//|(?:javascript|vbscript):|data:(?!image/|,$)", re.I
)
_LATIN = re.compile(r"[A-Za-z]+")


class PageIsWrong(AssertionError):
    """A page breaks a rule of the house."""


def document(text: str) -> Element:
    """Parse a whole page or a fragment strictly; raise PageIsWrong at the first fault."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    is_whole = text.lstrip().lower().startswith("<!doctype")
    tree = parser.parse(text) if is_whole else parser.parseFragment(text)
    if parser.errors:
        (line, column), code, data = parser.errors[0]
        excerpt = (text.splitlines() or [""])[min(line, len(text.splitlines())) - 1]
        near = excerpt[max(0, column - 60) : column + 20]
        raise PageIsWrong(f"does not parse: {code} {data} at {line}:{column}: …{near}…")
    return tree


def elements(tree: Element) -> Iterator[Element]:
    """Walk all elements (comments left out)."""
    for one in tree.iter():
        if isinstance(one.tag, str):
            yield one


def words_of(tree: Element) -> str:
    """Return the text of an element as a reader sees it, white space joined."""
    parts: list[str] = []

    def walk(one: Element) -> None:
        if one.tag in ("style", "script"):
            return
        if isinstance(one.tag, str):
            parts.append(one.text or "")
        for child in one:
            walk(child)
            parts.append(child.tail or "")
        if one.tag not in ("b", "i", "small", "span", "a"):
            parts.append(" ")

    walk(tree)
    return " ".join("".join(parts).split())


def check_page(tree: Element, text: str, language: str, *, is_whole: bool) -> None:
    """Hold a parsed answer to every rule; raise PageIsWrong with all that is wrong."""
    faults = [
        *(_frame_faults(tree, language) if is_whole else []),
        *(_heading_faults(tree) if is_whole or 'id="main"' in text else []),
        *_id_faults(tree),
        *_field_faults(tree),
        *_form_faults(tree),
        *_inline_faults(tree),
        *_address_faults(tree),
        *_script_faults(tree),
    ]
    if faults:
        raise PageIsWrong("; ".join(faults))


def _frame_faults(tree: Element, language: str) -> Iterator[str]:
    root = next((one for one in elements(tree) if one.tag == "html"), None)
    if root is None or root.get("lang") != language:
        yield f"html lang is not {language}"
    titles = [one for one in elements(tree) if one.tag == "title"]
    if len(titles) != 1 or not (titles[0].text or "").strip(" ·"):
        yield "no title"
    if len([one for one in elements(tree) if one.tag == "main"]) != 1:
        yield "not exactly one main"


def _heading_faults(tree: Element) -> Iterator[str]:
    found = [words_of(one) for one in elements(tree) if one.tag == "h1"]
    if len(found) != 1:
        yield f"{len(found)} h1"
    if "" in found:
        yield "empty h1"


def _id_faults(tree: Element) -> Iterator[str]:
    ids = [one.get("id", "") for one in elements(tree) if "id" in one.attrib]
    for found, times in Counter(ids).items():
        if times > 1:
            yield f"id {found} stands {times} times"
        if not found or " " in found:
            yield f"id {found!r} is no id"
    for one in elements(tree):
        for name, wanted in _ids_meant(one):
            if wanted not in ids:
                yield f"{name}={wanted} names nothing"
    if len([one for one in elements(tree) if "autofocus" in one.attrib]) > 1:
        yield "several autofocus"


def _ids_meant(one: Element) -> Iterator[tuple[str, str]]:
    for name in ("aria-describedby", "aria-labelledby"):
        for wanted in one.get(name, "").split():
            yield name, wanted
    if one.tag == "label" and "for" in one.attrib:
        yield "label for", one.get("for", "")


def _field_faults(tree: Element) -> Iterator[str]:
    named = {one.get("for") for one in elements(tree) if one.tag == "label" and words_of(one)}
    inside = {
        id(field)
        for one in elements(tree)
        if one.tag == "label" and words_of(one)
        for field in one.iter()
    }
    for one in elements(tree):
        is_field = one.tag in ("select", "textarea") or (
            one.tag == "input" and one.get("type", "text").lower() not in VOID_TYPES
        )
        is_named = one.get("id") in named or id(one) in inside or one.get("aria-label")
        if is_field and not is_named:
            yield f"{one.tag} {one.get('name')} has no label"
        if one.tag == "button" and not (words_of(one) or one.get("aria-label")):
            yield "a button without words"


def _form_faults(tree: Element) -> Iterator[str]:
    for form in elements(tree):
        if form.tag != "form":
            continue
        if "data-outside" in form.attrib:
            yield from _outside_form_faults(form)
            continue
        if not form.get("action", "").startswith("/"):
            yield f"a form without a plain action: {form.get('action')!r}"
        if form.get("method", "get").lower() != "post":
            continue
        tokens = [
            one.get("value")
            for one in elements(form)
            if one.get("name") == "form_token" and one.get("type") == "hidden"
        ]
        if len(tokens) != 1 or not tokens[0]:
            yield f"form {form.get('action')} has {len(tokens)} tokens"
        has_fields = any(
            one.tag in ("input", "select", "textarea") and one.get("type") != "hidden"
            for one in elements(form)
        )
        if has_fields and not any(one.tag == "button" for one in elements(form)):
            yield f"form {form.get('action')} has no button"


def _outside_form_faults(form: Element) -> Iterator[str]:
    """A form may lead to another site if it says so and carries nothing but hidden fields."""
    fields = [one for one in elements(form) if one.tag in ("input", "select", "textarea")]
    if any(one.get("type") != "hidden" for one in fields):
        yield "a form that leads outside asks for something"
    if any(one.get("name") == "form_token" for one in fields):
        yield "a form that leads outside carries our token"
    if form.get("method") != "post" or "data-send" in form.attrib:
        yield "a form that leads outside is no plain post"


def _inline_faults(tree: Element) -> Iterator[str]:
    for one in elements(tree):
        for name in one.attrib:
            if name == "style" or str(name).startswith("on"):
                yield f"{one.tag} has an inline {name}"
        if one.tag == "script" and (one.text or not one.get("src", "").startswith("/static/")):
            yield "an inline or foreign script"
    if len([one for one in elements(tree) if one.tag == "style"]) > 1:
        yield "a second style block"


def _address_faults(tree: Element) -> Iterator[str]:
    for one in elements(tree):
        for name in ADDRESS_ATTRIBUTES:
            address = one.get(name)
            is_said = name == "action" and "data-outside" in one.attrib
            is_said |= one.tag == "a" and (address or "").startswith(WAYS_OUT)
            is_said |= one.tag == "a" and _is_offices_page(address or "", one.get("rel"))
            if address is not None and _OUTSIDE.match(address.strip()) and not is_said:
                yield f"{one.tag} {name} leads outside: {address[:60]}"
        if one.tag == "a" and one.get("href", "") in ("", "#"):
            yield f"a link that leads nowhere: {words_of(one)}"


def _is_offices_page(address: str, rel: str | None) -> bool:
    """A plain link to an office's own page, which isn't told where its reader comes from."""
    return (
        rel == "noreferrer"
        and re.fullmatch(r"https://[a-z0-9.-]+(?:/[\w./-]*)?", address) is not None
    )


def _script_faults(tree: Element) -> Iterator[str]:
    inside_forms = {id(one) for form in elements(tree) if form.tag == "form" for one in form.iter()}
    ids = {one.get("id") for one in elements(tree)}
    for one in elements(tree):
        names = [str(name) for name in one.attrib]
        if any(name.startswith("hx-") for name in names):
            yield f"{one.tag} has hx- instead of data-hx-"
        if not any(name.startswith("data-hx-") for name in names):
            continue
        if not (one.get("href") or one.get("action") or id(one) in inside_forms):
            yield f"{one.tag} does nothing without scripts: {names}"
        target = one.get("data-hx-target", "")
        if target.startswith("#") and target[1:] not in ids:
            yield f"data-hx-target {target} is not on the page"


def latin_words(tree: Element) -> set[str]:
    """Collect the words in Latin letters that a reader of Hindi would meet, allowed ones left out.

    What is marked ``translate="no"`` (data, proper names) or with another ``lang`` is left out.
    """
    texts: list[str] = []

    def walk(one: Element) -> None:
        if not isinstance(one.tag, str) or one.tag in ("style", "script"):
            return
        if one.get("translate") == "no" or one.get("lang", "hi") != "hi":
            return
        texts.append(one.text or "")
        texts.extend(one.get(name, "") for name in SHOWN_ATTRIBUTES)
        if one.tag == "meta" and one.get("name") == "rokad":
            texts.append(one.get("content", ""))
        for child in one:
            walk(child)
            texts.append(child.tail or "")

    walk(tree)
    return {word for text in texts for word in _LATIN.findall(text)} - LATIN_WORDS

"""The tests' browser: every page it gets has already passed the house's checks of a whole page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import brotli
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from portal.clock import SetClock
from portal.storage import engine
from tests.house import budgets
from tests.page_checks import (
    PageIsWrong,
    check_page,
    document,
    elements,
    latin_words,
    words_of,
)
from tests.world import PASSWORD, TODAY

ADDRESS = "127.0.0.1"
# what gunicorn adds to each answer
SERVER = (
    "HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: Sun, 22 Nov 2026 03:30:00 GMT\r\n"
    "Connection: keep-alive\r\n"
)


class Form:
    """A form of a page, with what a browser would send of it."""

    def __init__(self, tree: Element) -> None:
        self.action = tree.get("action", "")
        self.method = tree.get("method", "get").lower()
        self.buttons: list[tuple[str, str]] = []
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        for one in elements(tree):
            name = one.get("name")
            if name is None or "disabled" in one.attrib:
                continue
            if one.tag == "button":
                self.buttons.append((name, one.get("value", "")))
            elif one.tag == "select":
                self._take_select(name, one)
            elif one.tag == "textarea":
                self.fields[name] = one.text or ""
            elif one.tag == "input":
                self._take_input(name, one)

    def _take_select(self, name: str, tree: Element) -> None:
        options = [one for one in elements(tree) if one.tag == "option"]
        values = [one.get("value", words_of(one)) for one in options]
        self.choices[name] = values
        marked = [
            value for one, value in zip(options, values, strict=True) if "selected" in one.attrib
        ]
        if values:
            self.fields[name] = (marked or values)[0]

    def _take_input(self, name: str, tree: Element) -> None:
        kind = tree.get("type", "text").lower()
        if kind in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(tree.get("value", "on"))
            if "checked" in tree.attrib:
                self.fields[name] = tree.get("value", "on")
        elif kind not in ("submit", "button", "reset", "image", "file"):
            self.fields[name] = tree.get("value", "")

    def button(self, wish: str) -> tuple[str, str] | None:
        """Return name and value of the button called so: ``confirm`` or ``outcome=verified``."""
        for name, value in self.buttons:
            if wish in (name, f"{name}={value}"):
                return name, value
        return None

    @property
    def token(self) -> str:
        """The form's one token (P1)."""
        return self.fields["form_token"]


class Page:
    """An answer: a checked page, a fragment, a redirect or plain data."""

    def __init__(self, answer: TestResponse, path: str) -> None:
        self.path = path
        self.status = answer.status_code
        self.headers = answer.headers
        self.location = answer.headers.get("Location", "")
        self.body = answer.data
        raw = self.body
        if raw and answer.headers.get("Content-Encoding") == "br":
            raw = brotli.decompress(raw)
        self.is_html = answer.mimetype == "text/html" and not self.location
        self.html = raw.decode(errors="replace")
        self.tree: Element | None = document(self.html) if self.is_html and self.html else None

    def __repr__(self) -> str:
        return f"<Page {self.status} {self.path} {self.location or self.text[:400]}>"

    @property
    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.html)

    def all(self, tag: str = "", **attributes: str | bool) -> list[Element]:
        """List elements by tag and attributes (``data_paise`` is data-paise, True is any)."""
        found = []
        for one in elements(self.tree) if self.tree is not None else ():
            if tag and one.tag != tag:
                continue
            wants = ((key.rstrip("_").replace("_", "-"), want) for key, want in attributes.items())
            if all(
                key in one.attrib if want is True else one.get(key) == want for key, want in wants
            ):
                found.append(one)
        return found

    def one(self, tag: str = "", **attributes: str | bool) -> Element:
        """Return the only element of this tag and these attributes."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes} on {self!r}"
        return found[0]

    @property
    def text(self) -> str:
        """What a reader sees of the main part (of all, in a fragment without one)."""
        if self.tree is None:
            return self.html
        mains = self.all("main")
        return words_of(mains[0] if mains else self.tree)

    @property
    def all_text(self) -> str:
        """What a reader sees, header and footer too."""
        return words_of(self.tree) if self.tree is not None else self.html

    @property
    def title(self) -> str:
        """The page's one heading."""
        return words_of(self.one("h1"))

    @property
    def refusal(self) -> str | None:
        """The name of the refusal that the page shows, or None."""
        mains = self.all("main", data_refusal=True)
        return mains[0].get("data-refusal") if mains else None

    @property
    def links(self) -> list[str]:
        """Where the page's links lead."""
        return [one.get("href", "") for one in self.all("a", href=True)]

    @property
    def errors(self) -> dict[str, str]:
        """What stands at the fields, by field id."""
        return {
            one.get("id", "").removesuffix("-e"): words_of(one)
            for one in self.all("p")
            if one.get("id", "").endswith("-e")
        }

    @property
    def warnings(self) -> str:
        """The summary above the form, or the alert."""
        return " ".join(words_of(one) for one in self.all(role="alert"))

    @property
    def forms(self) -> list[Form]:
        """The page's forms."""
        return [Form(one) for one in self.all("form")]

    def form(self, action: str = "", button: str = "") -> Form:
        """Return the form of this action (query left out) that has this button."""
        found = [
            one
            for one in self.forms
            if (not action or one.action.split("?")[0] == action)
            and (not button or one.button(button))
            and (action or one.method == "post")
        ]
        assert len(found) == 1, f"{len(found)} forms {action} {button} on {self!r}"
        return found[0]

    @property
    def voucher_id(self) -> int:
        """The voucher this page is about."""
        return int(self.one(data_voucher_id=True).get("data-voucher-id", ""))

    @property
    def voucher_no(self) -> str:
        """The printed number of the voucher this page is about."""
        return self.one(data_voucher_id=True).get("data-voucher-no", "")


class Browser:
    """A person at a browser of their own; deeds of the counter said shortly."""

    def __init__(
        self, app: Flask, clock: SetClock, *, language: str = "hi", address: str = ADDRESS
    ) -> None:
        self.app = app
        self.clock = clock
        self.language = language
        self.address = address
        self.site: FlaskClient = app.test_client()
        if language != "hi":
            self.site.set_cookie("lang", language)
        self.page: Page | None = None

    # What a browser does.

    def open(
        self,
        method: str,
        path: str,
        data: Mapping[str, str] | Iterable[tuple[str, str]] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Page:
        """Send any request and check the answer, whatever its status is."""
        sent = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
        sent |= dict(headers or {})
        before = engine.statements_run()
        answer = self.site.open(
            path, method=method, data=data, headers=[(k, v) for k, v in sent.items() if v],
            environ_base={"REMOTE_ADDR": self.address}, **kwargs,
        )  # fmt: skip
        statements = engine.statements_run() - before
        try:
            page = Page(answer, path)
            self._check(page, method, answer, statements, is_bare="HX-Request" in sent)
        except PageIsWrong as fault:
            raise PageIsWrong(f"{method} {path} ({answer.status_code}): {fault}") from None
        self.page = page
        return page

    def get(self, path: str, status: int = 200, **headers: str) -> Page:
        """Open an address that is expected to answer with this status."""
        page = self.open("GET", path, headers=_header_names(headers))
        assert page.status == status, f"GET {path}: {page!r}"
        return page

    def piece(self, path: str, target: str = "") -> Page:
        """Open an address as a script of the page does."""
        headers = {"HX-Request": "true"} | ({"HX-Target": target} if target else {})
        page = self.open("GET", path, headers=headers)
        assert page.status == 200, f"GET {path}: {page!r}"
        return page

    def post(self, path: str, data: Mapping[str, Any], status: int = 303, **headers: str) -> Page:
        """Send fields to an address that is expected to answer with this status."""
        sent = {key: str(value) for key, value in data.items()}
        page = self.open("POST", path, sent, _header_names(headers))
        assert page.status == status, f"POST {path}: {page!r}"
        return page

    def send(self, form: Form, button: str = "", status: int = 303, /, **fields: object) -> Page:
        """Fill in a form's fields and press one of its buttons (the only one unless said)."""
        strange = set(fields) - set(form.fields) - set(form.choices)
        assert not strange, f"{form.action} has no field {strange}: {sorted(form.fields)}"
        data: dict[str, object] = {**form.fields, **fields}
        if button:
            pressed = form.button(button)
            assert pressed, f"{form.action} has no button {button}: {form.buttons}"
            data[pressed[0]] = pressed[1]
        return self.post(form.action, data, status)

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads, until a page comes."""
        for _ in range(5):
            if page.status not in (301, 302, 303, 307, 308):
                return page
            page = self.open("GET", page.location)
        raise AssertionError(f"redirects without end at {page.path}")

    def again(self) -> Browser:
        """Return another window of the same browser, for use in another thread."""
        other = Browser(self.app, self.clock, language=self.language, address=self.address)
        for name in ("s", "lang"):
            cookie = self.site.get_cookie(name)
            if cookie is not None:
                other.site.set_cookie(name, cookie.value)
        return other

    # What a person does.

    def signs_in(self, username: str, password: str = PASSWORD, status: int = 303) -> Page:
        """Sign in on the sign-in page."""
        form = self.get("/login").form("/login")
        return self.send(form, "", status, username=username, password=password)

    def opens_day(self, on: str = TODAY, **gap: str) -> Browser:
        """Open a day, today's unless said; ``gap`` says what the days before it were."""
        day, month, year = reversed(on.split("-"))
        written = f"{day}-{month}-{year}"
        form = self.get(f"/day/open?on={on}").form("/day/open")
        self.send(form, on=written, **gap)
        return self

    def reads_back(self, task: str, amount: object, **fields: object) -> Page:
        """Fill in a task's form up to the read-back page."""
        form = self.get(f"/vouchers/new/{task}").form()
        return self.send(form, "", 200, amount=amount, **fields)

    def enters(self, task: str, amount: object, **fields: object) -> Page:
        """Enter a voucher by its task, read back and confirm, and return the voucher's page."""
        form = self.reads_back(task, amount, **fields).form(button="confirm")
        return self.follow(self.send(form, "confirm"))

    def begins_count(self) -> Page:
        """Begin counting and return the page of the count."""
        page = self.get("/day/count")
        if any(form.button("begin") for form in page.forms):
            page = self.follow(self.send(page.form(button="begin"), "begin"))
        return page

    def counts(self, **pieces: int) -> Page:
        """Count these pieces (d500, c1, …) and return the page of the closing."""
        page = self.begins_count()
        form = next(one for one in page.forms if "d500" in one.fields)
        return self.follow(self.send(form, **pieces))

    def counts_rupees(self, rupees: int) -> Page:
        """Count this much, in five-hundreds and single coins."""
        return self.counts(d500=rupees // 500, c1=rupees % 500)

    def closes(self) -> Page:
        """Close a day whose count agrees; return the redirect to its sheet."""
        return self.send(self.get("/day/close").form(button="confirm"), "confirm")

    # What the house looks at.

    def _check(
        self, page: Page, method: str, answer: TestResponse, statements: int, *, is_bare: bool
    ) -> None:
        head = len((SERVER + str(answer.headers)).encode())
        most = budgets.HEADERS + budgets.COOKIE * ("Set-Cookie" in answer.headers)
        if head > most + budgets.CLEARING * ("Clear-Site-Data" in answer.headers):
            raise PageIsWrong(f"{head} bytes of headers: {answer.headers}")
        endpoint = self._endpoint(method, page.path)
        is_practice = "society=P-" in page.path
        most = budgets.most_statements(endpoint, method)
        most += budgets.PRACTICE_STATEMENTS * is_practice
        if statements > most:
            raise PageIsWrong(f"{endpoint}: {statements} SQL statements, {most} allowed")
        if page.tree is None:
            return
        most = budgets.most_bytes(endpoint, method, page.status, is_bare=is_bare)
        most += budgets.BEHALF * ('id="behalf"' in page.html)
        most += budgets.PRACTICE * is_practice
        is_plain = "Content-Encoding" not in answer.headers
        weight = len(brotli.compress(page.body, quality=5) if is_plain else page.body)
        if weight > most:
            raise PageIsWrong(f"{endpoint}: {weight} bytes, {most} allowed")
        is_whole = page.html.lower().startswith("<!doctype")
        if is_whole is is_bare:
            raise PageIsWrong("a whole page for a script" if is_bare else "a bare page")
        language = self._language()
        check_page(page.tree, page.html, language, is_whole=is_whole)
        strange = latin_words(page.tree) if language == "hi" else set()
        if strange:
            raise PageIsWrong(f"words that are not Hindi: {sorted(strange)}")

    def _language(self) -> str:
        cookie = self.site.get_cookie("lang")
        return cookie.value if cookie and cookie.value in ("hi", "en") else "hi"

    def _endpoint(self, method: str, path: str) -> str:
        try:
            adapter = self.app.url_map.bind("localhost")
            return adapter.match(unquote(path.split("?")[0].split("#")[0]), method=method)[0]
        except (HTTPException, RequestRedirect):
            return ""


def _header_names(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}

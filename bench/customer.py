"""A counter's browser: kept connection, cookies, forms sent as they stand.

With ``is_script`` forms ask for the bare part of a page, as the portal's own script does; with
``has_dictionary`` it fetches the compression dictionary that home names, and offers it.

A request that gets no answer is sent again word for word, as an operator does after a power cut.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

import brotli
import zstandard

PATIENCE_S = 60
_DICTIONARY = re.compile(r'<link rel="compression-dictionary" href="([^"]+)">')


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and its buttons (name, value)."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, typed: Mapping[str, str], button: str = "") -> list[tuple[str, str]]:
        """What a browser sends of it, with what was typed and the button of a name."""
        kept = {name: values for name, values in self.fields.items() if name not in typed}
        pairs = [(name, one) for name, values in kept.items() for one in values]
        pairs += [*typed.items(), *(one for one in self.buttons if one[0] == button)]
        return pairs


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside: Form | None = None
        self._select: tuple[str, str] | None = None

    def handle_starttag(  # noqa: C901 - one branch for each element of a form
        self, tag: str, attrs: list[tuple[str, str | None]]
    ) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "form":
            self._inside = Form(has.get("action") or "")
            self.found.append(self._inside)
        elif self._inside is None:
            return
        elif tag == "button" and name:
            self._inside.buttons.append((name, value))
        elif tag == "input" and name:
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self._inside.fields.setdefault(name, []).append(value)
        elif tag == "select":
            self._select = (name, "")
        elif tag == "option" and self._select is not None:
            name = self._select[0]
            if name not in self._inside.fields or "selected" in has:
                self._inside.fields[name] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        elif tag == "select":
            self._select = None


@dataclass
class Answer:
    """An answer as it came; ``weight`` is its body's bytes on the line."""

    status: int
    location: str
    text: str
    weight: int

    def form(self, path: str, has: str = "") -> Form:
        """The form that goes to a path (its query aside) and has a field or button of a name."""
        reader = _Forms()
        reader.feed(self.text)
        for one in reader.found:
            names = {*one.fields, *(name for name, _ in one.buttons)}
            if one.action.partition("?")[0] == path and (not has or has in names):
                return one
        raise LookupError(f"no form to {path} with {has}:\n{self.text[:3000]}")


class Customer:
    """One operator's browser at a portal on this machine."""

    def __init__(
        self, port: int, username: str, password: str, *, is_script: bool = False,
        has_dictionary: bool = False,
    ) -> None:  # fmt: skip
        self._port, self._who, self._is_script = port, (username, password), is_script
        self._is_bare, self._has_dictionary, self._held = False, has_dictionary, b""
        self._line: http.client.HTTPConnection | None = None
        self._cookies: dict[str, str] = {}
        self.weights: list[tuple[str, int]] = []
        self.repeats = 0

    def signs_in(self) -> None:
        """Sign in, or sign in again after the session ended."""
        page = self._ask("GET", "/login")
        name, password = self._who
        form = page.form("/login")
        self._ask("POST", "/login", form.sent({"username": name, "password": password}))
        if self._has_dictionary and not self._held:
            found = _DICTIONARY.search(self.gets("/").text)
            assert found, "home names no dictionary"
            self._held = self._ask("GET", found[1]).text.encode()

    def gets(self, path: str) -> Answer:
        """Open a page, going where it leads."""
        return self._led("GET", path, self._ask("GET", path))

    def sends(self, form: Form, typed: Mapping[str, str], button: str = "") -> Answer:
        """Send a form and open the page that it leads to."""
        pairs = form.sent(typed, button)
        self._is_bare = self._is_script
        try:
            return self._led("POST", form.action, self._ask("POST", form.action, pairs))
        finally:
            self._is_bare = False

    def looks(self, path: str) -> Answer:
        """Ask for a piece of a page, as the script does."""
        self._is_bare = True
        try:
            return self._ask("GET", path)
        finally:
            self._is_bare = False

    def _led(self, method: str, path: str, answer: Answer) -> Answer:
        if answer.status != 303:
            return answer
        if answer.location.startswith("/login"):
            self.signs_in()
            return self.gets(path) if method == "GET" else answer
        return self.gets(answer.location)

    def _ask(self, method: str, path: str, pairs: list[tuple[str, str]] | None = None) -> Answer:
        body = urlencode(pairs or [])
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._asked(method, path, body)
            except (OSError, http.client.HTTPException):
                self._line = None
                self.repeats += 1
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def _asked(self, method: str, path: str, body: str) -> Answer:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {
            "Accept-Encoding": "br", "Accept-Language": "hi",
            "Cookie": "; ".join(f"{name}={text}" for name, text in self._cookies.items()),
        }  # fmt: skip
        if self._held:
            digest = base64.b64encode(hashlib.sha256(self._held).digest()).decode()
            headers |= {"Accept-Encoding": "br, dcz", "Available-Dictionary": f":{digest}:"}
        if self._is_bare:
            headers["HX-Request"] = "true"
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(method, path, body if method == "POST" else None, headers)
        answer = self._line.getresponse()
        came = answer.read()
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, text = one.partition(";")[0].partition("=")
            self._cookies[name] = text
        if answer.status >= 500:
            raise http.client.HTTPException(f"{answer.status} of {path}")
        self.weights.append((f"{method} {path}", len(came)))
        text = self._unpacked(came, answer.headers.get("Content-Encoding", "")).decode()
        return Answer(answer.status, answer.headers.get("Location", ""), text, len(came))

    def _unpacked(self, came: bytes, encoding: str) -> bytes:
        if encoding == "br":
            return bytes(brotli.decompress(came))
        if encoding == "dcz":  # eight magic bytes and the hash stand before the frame
            held = zstandard.ZstdCompressionDict(
                self._held, dict_type=zstandard.DICT_TYPE_RAWCONTENT
            )
            return zstandard.ZstdDecompressor(dict_data=held).decompress(came[40:])
        return came

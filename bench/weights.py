"""How many bytes each page sends, as the server really sends them, against the budgets."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from bench.demo import built_demo
from bench.table import Table
from portal.demo import PASSWORD
from portal.storage import engine
from portal.web.access import PUBLIC, deed_of
from portal.web.dictionary import Dictionaries
from tests.crash.rig import Site
from tests.house import budgets

COMMAND = "python -m bench weights"
COLUMNS = ("page", "br", "budget", "gzip", "plain", "headers", "with the dictionary")
ROLES = ("operator", "manager", "officer", "district", "auditor", "admin")
SKIPPED = {"asset"}


def tables() -> list[Table]:
    """Ask for every page there is, in Hindi, on the demo of seed 1."""
    with built_demo() as demo, _served(demo.home, demo.database_url) as site:
        table = Table("Bytes of every page", COMMAND, COLUMNS)
        visitors = {name: _signed_in(site, name) for name in ROLES}
        over, heaviest = [], 0
        for rule in _pages(demo.app):
            address = _address(rule, demo.examples)
            if address is None:
                table.notes.append(f"not asked for, no example at hand: {rule.rule}")
                continue
            found = _weighed(demo.app, site, visitors, rule, address)
            if found is None:
                table.notes.append(f"nobody gets it in the demo: {address}")
                continue
            table.rows.append(found)
            heaviest = max(heaviest, found[5])
            if found[1] > found[2]:
                over.append(found[0])
        engine.disconnect()
    table.notes.insert(0, f"Over its budget: {', '.join(over) or 'none'}.")
    table.notes.insert(1, f"Headers: at most {heaviest} bytes; budget {budgets.HEADERS}.")
    return [table]


def _pages(app: Flask) -> Iterator[Rule]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        view = app.view_functions[rule.endpoint]
        is_page = "GET" in (rule.methods or ()) and deed_of(view) and not rule.defaults
        if is_page and rule.endpoint not in SKIPPED:
            yield rule


def _address(rule: Rule, examples: dict[str, object]) -> str | None:
    family = rule.endpoint.partition(".")[0]
    values = {name: examples.get(f"{family}.{name}", examples.get(name)) for name in rule.arguments}
    if None in values.values():
        return None
    try:
        built = rule.build(values, append_unknown=False)
    except (TypeError, ValueError):
        return None
    return built[1] if built else None


def _weighed(
    app: Flask, site: Site, visitors: dict[str, str], rule: Rule, address: str
) -> tuple[str, int, int, int, int, int, int] | None:
    """Ask as the first person who gets the page; nobody's pages are asked for by nobody."""
    is_public = deed_of(app.view_functions[rule.endpoint]) == PUBLIC
    for cookie in ["", *visitors.values()] if is_public else visitors.values():
        status, headers, br = _asked(site, address, cookie, "br")
        if status == 200:
            _, _, gzipped = _asked(site, address, cookie, "gzip")
            _, _, plain = _asked(site, address, cookie, "identity")
            budget = budgets.most_bytes(rule.endpoint, "GET", status, is_bare=False)
            _, _, against = _asked(site, address, cookie, f"br, dcz\r\n{_held(app)}")
            return (address, br, budget, gzipped, plain, headers, against)
    return None


def _held(app: Flask) -> str:
    """The header of a browser that holds the Hindi dictionary."""
    held: Dictionaries = app.extensions["rokad_dictionaries"]
    return f"Available-Dictionary: {held.named('hi').available}"


def _asked(site: Site, address: str, cookie: str, encoding: str) -> tuple[int, int, int]:
    """Return status, bytes of the headers and bytes of the body, as they came."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
        line.sendall(
            f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
            f"Accept-Encoding: {encoding}\r\nConnection: close\r\n\r\n".encode()
        )
        came = b""
        while more := line.recv(1 << 16):
            came += more
    head, _, body = came.partition(b"\r\n\r\n")
    return int(head[9:12]), len(head) + 4, len(body)


def _signed_in(site: Site, username: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    line.request(
        "POST", "/login", f"username={username}&password={PASSWORD}",
        {"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    answer = line.getresponse()
    answer.read()
    line.close()
    return str(answer.headers.get("Set-Cookie", "")).partition(";")[0]


@contextmanager
def _served(home: Path, database_url: str) -> Iterator[Site]:
    site = Site(home, database_url, home / "keys", workers=2)
    try:
        site.start()
        yield site
    finally:
        site.kill()

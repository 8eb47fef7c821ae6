"""What a sheet of twenty paper slips costs: keys, requests, bytes, CPU beside single entries."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import TestResponse

from bench.table import Table
from portal import create_app
from portal.actions import paper_slips
from portal.actions.daybook import draft_task, enter_voucher
from portal.actions.people import sign_in
from portal.clock import SetClock
from portal.domain.paper_slips import SlipLine
from portal.domain.tasks import Filled
from portal.settings import ROOT, read_settings
from portal.storage import engine
from portal.storage.reference import task_book
from tests import world as worlds

COMMAND = "python -m bench day"
HOME = ROOT / "var" / "bench" / "day"
CHROMIUM = Path(os.environ.get("ROKAD_CHROMIUM", "/usr/bin/chromium"))
BEFORE_ON, PAST_ON = "2026-11-17", "2026-11-18"
LINES, SHEETS, CODE, TASK = 20, 8, "11", "csc_service_fee"
NAMES = ("सुशीला देवी", "राम लाल", "गणेश पाटीदार", "मीना राठौर", "कैलाश यादव")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log(self, *_args: object) -> None:
        """Say nothing."""


def tables() -> list[Table]:
    """Type sheets into a past day that is open, on SQLite."""
    with _portal() as (app, world):
        client = _signed_in(app, world)
        keys = _keys(app) if CHROMIUM.exists() else None
        return [_way(app, client, keys), _cost(client, world)]


@contextmanager
def _portal() -> Iterator[tuple[Flask, worlds.World]]:
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    (HOME / "rokad.db").touch()
    engine.disconnect()
    engine.connect(f"sqlite:///{HOME / 'rokad.db'}", HOME)
    clock = SetClock(worlds.MORNING)
    worlds.build()
    world = worlds.World(HOME / "keys", clock)
    world.starts_books(as_on=BEFORE_ON)
    world.opens_day(PAST_ON)
    engine.disconnect()
    app = create_app(read_settings({
        "ROKAD_CONFIG": "test", "ROKAD_DATA_DIR": str(HOME), "ROKAD_KEY_DIR": str(HOME / "keys"),
        "ROKAD_DATABASE_URL": f"sqlite:///{HOME / 'rokad.db'}",
    }), clock)  # fmt: skip
    try:
        yield app, world
    finally:
        engine.disconnect()
        shutil.rmtree(HOME, ignore_errors=True)


def _signed_in(app: Flask, world: worlds.World) -> FlaskClient:
    _, secret = sign_in(
        worlds.guards(), world.clock.now_ms(), "operator", worlds.PASSWORD, "127.0.0.1"
    )
    client = app.test_client()
    client.set_cookie("s", secret)
    return client


def _cells(sheet: int) -> dict[str, str]:
    """Fill a sheet: names of about ten letters, paper numbers of three digits, no line twice."""
    found = {}
    for line in range(1, LINES + 1):
        no = sheet * LINES + line
        found |= {
            f"t{line}": f"{9 + line // 6}{line % 6}5", f"k{line}": CODE,
            f"p{line}": NAMES[no % 5], f"a{line}": str(10 + (line * 4 + sheet) % 90),
            f"n{line}": str(100 + no),
        }  # fmt: skip
    return found


def _sheet(client: FlaskClient, sheet: int, headers: Mapping[str, str]) -> list[tuple[int, int]]:
    """Read a sheet back, save it and get the next one; return (bytes up, down) of each request."""
    fields = {"form_token": _blank(client), "on": PAST_ON, **_cells(sheet)}
    body, sent = urlencode(fields), urlencode(fields | {"seen": "0", "confirm": "1"})
    read = client.post("/day/grid", data=body, headers={**FORM, **headers})
    assert read.status_code == 200, read.status
    done = client.post("/day/grid", data=sent, headers={**FORM, **headers})
    assert done.status_code == 303, done.status
    following = client.get(done.location, headers=headers)
    assert following.status_code == 200
    return [
        (len(body), len(read.data)), (len(sent), len(done.data)), (0, len(following.data)),
    ]  # fmt: skip


def _way(app: Flask, client: FlaskClient, keys: tuple[float, int] | None) -> Table:
    """Say what goes over the line for an entry, both answers together."""
    held = app.extensions["rokad_dictionaries"].named("hi").available
    script, dictionary = {"HX-Request": "true"}, {
        "Accept-Encoding": "br, dcz", "Available-Dictionary": held,
    }  # fmt: skip
    ways = (
        ("scripts", {"Accept-Encoding": "br"} | script),
        ("scripts, and the dictionary is held", dictionary | script),
        ("no scripts, the dictionary is held", dictionary),
        ("neither", {"Accept-Encoding": "br"}),
    )
    found = Table(
        f"A sheet of {LINES} slips over the line", COMMAND,
        ("browser with", "requests", "up an entry", "read back", "next sheet", "down an entry"),
    )  # fmt: skip
    for at, (name, headers) in enumerate(ways):
        moved = _sheet(client, SHEETS + 1 + at, headers)
        up, down = sum(one for one, _ in moved), [one for _, one in moved]
        found.rows.append((
            name, len(moved), up / LINES, down[0] / LINES, sum(down[1:]) / LINES, sum(down) / LINES,
        ))  # fmt: skip
    found.notes = [
        "Bytes of the bodies as a browser sends and gets them; the answer to saving is a redirect.",
        "Goals: 300 up and 200 down with everything sent at once.",
    ]
    if keys is not None:
        found.notes.append(
            f"Keys in Chromium beside letters and digits: {keys[0]:.2f} an entry (goal 6), "
            f"{keys[1]} requests for the sheet without scripts."
        )
    return found


def _keys(app: Flask) -> tuple[float, int]:
    """Type a sheet by keyboard alone; return Tab and Enter an entry, and the requests."""
    from playwright.sync_api import sync_playwright

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address, pressed, asked = f"http://127.0.0.1:{server.server_port}", 0, 0
    with sync_playwright() as tool:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = tool.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        page = browser.new_context(locale="hi-IN", java_script_enabled=False).new_page()
        page.goto(f"{address}/login")
        page.fill("[name=username]", "operator")
        page.fill("[name=password]", worlds.PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        page.goto(f"{address}/day/grid")
        page.wait_for_selector("[name=t1]:focus")
        seen: list[str] = []
        page.on("request", lambda one: seen.append(one.url))
        for text in _cells(0).values():
            if pressed:
                page.keyboard.press("Tab")
            page.keyboard.type(text)
            pressed += 1  # Tab, or at the end Enter
        page.keyboard.press("Enter")
        page.wait_for_selector("button[name=confirm]:focus")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"[data-saved='{LINES}']")
        asked = sum("/day/grid" in one for one in seen)
        browser.close()
    server.shutdown()
    return (pressed + 1) / LINES, asked


def _cost(client: FlaskClient, world: worlds.World) -> Table:
    """Hold twenty entries of one sheet against twenty entries one by one."""
    found = Table(
        f"{LINES} entries: one sheet or one by one", COMMAND,
        ("ms of CPU", "a sheet", "one by one", "sheet ÷ one by one"),
    )  # fmt: skip
    numbers = iter(range(1, SHEETS + 1))
    html = {"Accept-Encoding": "br"}
    for name, sheet, single in (
        ("the action alone", lambda: _saves(world, next(numbers)), lambda: _enters(world)),
        (
            "all requests", lambda: _sheet(client, next(numbers), html),
            lambda: _one_by_one(client, html),
        ),
    ):  # fmt: skip
        whole, one = _cpu(sheet), _cpu(single)
        found.rows.append((name, whole, one, whole / one))
    found.notes = [
        "In one process, SQLite; best of three. All requests: form, read back, saved answer for "
        "each entry, or once for the sheet.",
    ]
    return found


def _cpu(work: Callable[[], object]) -> float:
    took = []
    for _ in range(3):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
    return min(took)


def _saves(world: worlds.World, sheet: int) -> None:
    task, lines = task_book()[TASK], []
    for line in range(1, LINES + 1):
        no = 50_000 + sheet * LINES + line
        rupees = 10 + (line * 4 + sheet) % 90
        filled = Filled((rupees * 100,), party=NAMES[no % 5], paper_no=str(no))
        lines.append(
            SlipLine(line, f"{9 + line // 6:02}:{line % 6}5", task, draft_task(task, filled))
        )
    paper_slips.save_sheet(
        world.doer(), world.slip(), world.society_id, PAST_ON, lines, 0, world.keys
    )


def _enters(world: worlds.World) -> None:
    for line in range(1, LINES + 1):
        filled = Filled(((40 + line) * 100,), party=NAMES[line % 5])
        draft = draft_task(task_book()[TASK], filled)
        enter_voucher(world.doer(), world.slip(), world.society_id, draft)


def _one_by_one(client: FlaskClient, headers: Mapping[str, Any]) -> None:
    path = f"/vouchers/new/{TASK}"
    for line in range(1, LINES + 1):
        token = _token(client.get(path, headers=headers))
        data = {"form_token": token, "amount": str(40 + line), "party": NAMES[line % 5]}
        client.post(path, data=data, headers=headers)
        done = client.post(path, data={**data, "confirm": "1"}, headers=headers)
        assert done.status_code == 303, done.status
        client.get(done.location, headers=headers)


def _blank(client: FlaskClient) -> str:
    return _token(client.get("/day/grid", headers={"Accept-Encoding": "br"}))


def _token(answer: TestResponse) -> str:
    text = brotli.decompress(answer.data).decode()
    return text.partition('name="form_token" value="')[2].partition('"')[0]

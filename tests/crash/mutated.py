"""The portal with one promise broken on purpose, to see that the crash tests notice (gunicorn app).

Where a break shows only within microseconds, the portal sleeps there, so that a kill can hit it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from portal import create_app
from portal.actions import daybook as deeds
from portal.actions import exactly_once
from portal.domain.daybook import NoDayIsOpen
from portal.storage import daybook, days, engine, form_tokens

WINDOW_S = 0.003


def lazy_sync() -> None:
    """Answer before the disk has it: synchronous=NORMAL."""
    engine._PRAGMAS["synchronous"] = "normal"


def no_look_up() -> None:
    """Never look whether a token was used already."""
    exactly_once._stored_answer = lambda slip: None


def forgotten_token() -> None:
    """Never keep a used token."""
    form_tokens.keep = lambda *args: None


def token_apart() -> None:
    """Keep the token in a transaction of its own, after the effect's."""
    keep, write = form_tokens.keep, engine.write_transaction
    later: list[tuple[Any, ...]] = []

    def write_and_then_keep(work: Callable[[], Any]) -> Any:
        done = write(work)
        time.sleep(WINDOW_S)
        while later:
            args = later.pop()
            write(lambda args=args: keep(*args))
        return done

    form_tokens.keep = lambda *args: later.append(args)
    exactly_once.write_transaction = write_and_then_keep


def half_done() -> None:
    """Commit a voucher before its lines."""
    insert = daybook.insert_lines

    def commit_and_insert(*args: Any) -> None:
        engine.run("COMMIT")
        time.sleep(WINDOW_S)
        engine.run("BEGIN IMMEDIATE")
        insert(*args)

    daybook.insert_lines = commit_and_insert


def any_day() -> None:
    """Let entries through while cash is counted, and onto a closed day."""

    def some_day(society_id: int) -> Any:
        daybook.lock_book(society_id)
        day = days.running_day(society_id) or days.last_closed(society_id)
        if day is None:
            raise NoDayIsOpen
        return day

    deeds.open_day_of = some_day


#: What is broken, and the fault that has to bring it to light.
MUTATIONS = {
    "lazy_sync": (lazy_sync, "power cut"),
    "no_look_up": (no_look_up, "kill -9"),
    "forgotten_token": (forgotten_token, "kill -9"),
    "token_apart": (token_apart, "kill -9"),
    "half_done": (half_done, "kill -9"),
    "any_day": (any_day, "kill -9"),
}

if "ROKAD_CRASH_MUTATION" in os.environ:
    MUTATIONS[os.environ["ROKAD_CRASH_MUTATION"]][0]()
    app = create_app()

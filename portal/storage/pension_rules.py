"""The schemes and their dated rules: as config/ lists them, with the changes approved since."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from portal.domain.pension_rows import read_rule_book, read_ways
from portal.domain.pension_rules import RuleBook
from portal.storage.engine import row, rows, store_identity
from portal.storage.reference import read_csv

log = logging.getLogger(__name__)
_here = threading.local()


@lru_cache(maxsize=1)
def listed_rule_book() -> RuleBook:
    """Return the rules of config/; raise RuleFileIsWrong with the line where a file is wrong."""
    return read_rule_book(read_csv("pension_schemes.csv"), read_csv("pension_rules.csv"))


def rule_book() -> RuleBook:
    """Return the rules that hold: those of config/ and every approved change.

    One statement sees whether a change was approved since, by whichever process; within a request
    it is asked once (``begin_request``). Raises RuleFileIsWrong where a change can't be read.
    """
    found: RuleBook | None = getattr(_here, "book", None)
    if found is None:
        found = _book_of(_version())
        if getattr(_here, "is_in_request", False):
            _here.book = found
    return found


def fresh_rule_book() -> RuleBook:
    """Return the rules as they are within the transaction of a deed that changes them."""
    return _book_of(_version())


def begin_request() -> None:
    """Look at the rules once only until end_request."""
    _here.is_in_request, _here.book = True, None


def end_request() -> None:
    """Look at the rules anew each time again."""
    _here.is_in_request, _here.book = False, None


def _version() -> tuple[Any, ...]:
    """Tell one set of approved changes from another; none is ever taken back."""
    found = row(
        "SELECT COUNT(*), COALESCE(MAX(id), 0), COALESCE(MAX(decided_at), 0) FROM rule_change "
        "WHERE status = 'approved'"
    )
    return (store_identity(), found)


@lru_cache(maxsize=4)
def _book_of(version: tuple[Any, ...]) -> RuleBook:
    book = listed_rule_book()
    if not version[1][0]:
        return book
    ids = {one.id for one in book}
    for change_no, ways in approved_rows():
        if {one.get("scheme") for one in ways} <= ids:
            book = book.changed_by(read_ways(ways, ids, change_no))
        else:
            log.warning("change %s is of a scheme that is not listed any more", change_no)
    return book


def approved_rows() -> list[tuple[int, list[Mapping[str, str]]]]:
    """List the rows of approved changes by number, in the order in which they were approved."""
    return [(change_no, json.loads(body)["rows"]) for change_no, body in rows(
        "SELECT id, body FROM rule_change WHERE status = 'approved' ORDER BY decided_at, id"
    )]  # fmt: skip

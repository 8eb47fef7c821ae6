"""Statements for tests: written as CSV, read in as an operator would."""

from __future__ import annotations

from portal.actions import statements
from portal.actions.exactly_once import Done
from portal.gateways.spreadsheets import Spreadsheets
from portal.storage import engine
from tests.world import World

HEAD = "Date,Particulars,Reference,Debit,Credit,Balance"
WALLET, UPI, AEPS = 2204, 2205, 2206


def csv(*lines: str) -> bytes:
    """A file of these lines under the usual headings."""
    return "\n".join((HEAD, *lines)).encode()


def reads(world: World, *lines: str, head: int = WALLET, username: str = "manager") -> Done:
    """Read a statement of these lines in."""
    return statements.send_statement(
        world.doer(username), world.slip(username), world.society_id, head, "सूची.csv",
        csv(*lines), Spreadsheets(),
    )  # fmt: skip


def lines_of(head: int = WALLET) -> list[tuple[int, str, int | None, int | None]]:
    """What stands of each line: (id, found as, voucher, order)."""
    found = engine.rows(
        "SELECT id, found_as, voucher_id, order_id FROM statement_line WHERE head = ? ORDER BY id",
        head,
    )
    return [(int(one[0]), str(one[1]), one[2], one[3]) for one in found]


def found_as(head: int = WALLET) -> list[str]:
    """What each line was found to be."""
    return [one[1] for one in lines_of(head)]

"""Reading in what the keepers of wallet, UPI and AePS money say, whole and once."""

from __future__ import annotations

import hashlib

from portal.actions import wallet_matching
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import note_act
from portal.domain.imports import FileIsMissing
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.domain.statement_columns import KIND
from portal.domain.statements import (
    HEADS,
    MOST_BYTES,
    ReadStatement,
    StatementIsTooLarge,
    new_lines,
    read_statement,
)
from portal.domain.text import has_aadhaar
from portal.gateways.ports import SheetBook
from portal.storage import daybook, statements
from portal.storage.statements import Statement


class StatementIsUnknown(Refusal):
    """There is no such statement in one's society."""

    message = N_("There is no such statement.")
    status = 404


class StatementIsNotLast(Refusal):
    """Later statements were read beside it: what both have stands once, with the earlier one."""

    message = N_("Only the statement that was read in last can be removed.")


class StatementHasWork(Refusal):
    """Somebody tied or explained its lines."""

    message = N_("Lines of this statement were settled by hand. Take that back first.")


class StatementHeadIsWrong(Refusal):
    """Statements are read of the wallet, of UPI and of AePS."""

    message = N_("Choose whose statement this is.")
    status = 422
    field = "head"


def send_statement(
    doer: Doer, slip: Slip, society_id: int, head: int, file_name: str, content: bytes,
    sheets: SheetBook,
) -> Done:  # fmt: skip
    """Read a statement in and hold its lines against the books.

    The same file, or a file of lines that are all known, changes nothing. Raises FileIsMissing,
    StatementHeadIsWrong, and a FileIsRefused where the whole file can't be read.
    """
    if head not in HEADS:
        raise StatementHeadIsWrong
    if not content:
        raise FileIsMissing
    if len(content) > MOST_BYTES:
        raise StatementIsTooLarge
    digest = hashlib.sha256(content).hexdigest()
    read = read_statement(sheets.read(content, KIND), head, doer.today_on)
    name = "" if has_aadhaar(file_name) else file_name

    def deed() -> Done:
        daybook.lock_book(society_id)
        before = statements.statement_of_file(society_id, head, digest)
        if before is not None:
            return Done(f"/wallet/statements/{before}?known=1")
        new = _keep(doer, society_id, head, name, digest, read)
        return Done(f"/wallet/statements/{new}?new=1" if new else "/wallet/statements?known=1")

    return exactly_once(doer, slip, deed)


def _keep(
    doer: Doer, society_id: int, head: int, name: str, digest: str, read: ReadStatement
) -> int:
    known = statements.identities(society_id, head, read.first_on, read.last_on)
    lines = new_lines(read.lines, known)
    if not lines:
        return 0
    new = statements.insert_statement(
        society_id, head, name, digest, (read.first_on, read.last_on),
        (read.opening_paise, read.closing_paise), doer.at, doer.person_id,
    )  # fmt: skip
    statements.insert_lines(society_id, head, new, lines)
    note_act(
        doer, society_id, "statement_read", doer.today_on, statement=new, head=head,
        lines=len(lines), digest=digest,
    )  # fmt: skip
    wallet_matching.match_all(society_id, head, doer.at)
    return new


def remove_statement(doer: Doer, slip: Slip, society_id: int, statement_id: int) -> Done:
    """Remove a statement that was read in by mistake, such as another account's.

    The act of reading and that of removing stay. Raises StatementIsUnknown, StatementIsNotLast,
    StatementHasWork.
    """

    def deed() -> Done:
        daybook.lock_book(society_id)
        found = statement_of(society_id, statement_id)
        if statements.last_of_head(society_id, found.head) != found.id:
            raise StatementIsNotLast
        if statements.has_said_by_hand(society_id, found):
            raise StatementHasWork
        lines = statements.remove(society_id, found)
        note_act(
            doer, society_id, "statement_removed", doer.today_on, statement=found.id,
            head=found.head, lines=lines,
        )  # fmt: skip
        return Done("/wallet/statements?removed=1")

    return exactly_once(doer, slip, deed)


def statement_of(society_id: int, statement_id: int) -> Statement:
    """Return a statement of the society; raise StatementIsUnknown."""
    found = statements.statement(society_id, statement_id)
    if found is None:
        raise StatementIsUnknown
    return found

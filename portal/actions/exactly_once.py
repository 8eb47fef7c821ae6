"""Exactly once (P1): a form's token and its effect are stored together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.actions.looks import note_told
from portal.domain.delegations import BehalfIsOver
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.storage import daybook, delegations, form_tokens
from portal.storage.engine import in_transaction, write_transaction


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed brought about: where to look at it, and the voucher if it made one."""

    location: str
    voucher_id: int | None = None
    is_repeat: bool = False


class FormWasUsedForOther(Refusal):
    """The same token came again with other content."""

    message = N_(
        "This form was already sent with other content, and that is saved. "
        "What you typed now is not saved; look at both and start a new entry if it is needed."
    )

    def __init__(self, location: str, voucher_id: int | None) -> None:
        """Keep what the first sending brought about."""
        super().__init__()
        self.location = location
        self.voucher_id = voucher_id


def exactly_once(doer: Doer, slip: Slip, deed: Callable[[], Done]) -> Done:
    """Do a deed once for this slip and return what it brought about, now or the first time.

    A repeat with the same content gets the stored answer; the same token with other content raises
    FormWasUsedForOther. Whatever ``deed`` raises leaves the token unused. Where two sendings of one
    form run at the same moment, the second may be refused because of what the first did (the day
    is closed, the cash is spent): it too gets the stored answer. A refusal that tells what a member
    has or owes is noted as a look (P9). On somebody's behalf a deed is done only while that goes on
    in the slip's society (D10): BehalfIsOver.
    """

    def work() -> Done:
        before = _stored_answer(slip)
        if before is not None:
            return before
        _require_behalf(doer, slip.society_id)
        done = deed()
        form_tokens.keep(
            slip.society_id, slip.token, slip.person_id, slip.digest, done.location,
            done.voucher_id, doer.at,
        )  # fmt: skip
        return done

    try:
        return write_transaction(work)
    except Refusal as refusal:
        if in_transaction():
            raise
        stored = _stored_answer(slip)
        if stored is None:
            note_told(doer, slip.society_id, refusal)
            raise
        return stored


def _require_behalf(doer: Doer, society_id: int) -> None:
    behalf = doer.on_behalf_of
    if behalf is None or doer.agreed is not None:  # what was agreed to later was begun in time
        return
    daybook.lock_book(society_id)  # so that nobody ends it before the deed is done
    if not delegations.is_running(society_id, doer.person_id, behalf, doer.at):
        raise BehalfIsOver


def _stored_answer(slip: Slip) -> Done | None:
    used = form_tokens.used(slip.society_id, slip.token)
    if used is None:
        return None
    if used.digest != slip.digest or used.person_id != slip.person_id:
        raise FormWasUsedForOther(used.location, used.voucher_id)
    return Done(used.location, used.voucher_id, is_repeat=True)

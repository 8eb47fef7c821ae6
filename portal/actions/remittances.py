"""Sending on what is held for others, each item once, and what of it is still here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.actions import applications as engine
from portal.actions.bill_books import wallet
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.actions.second_persons import waits
from portal.actions.sub_ledgers import require_held_now
from portal.domain.applications import Application
from portal.domain.dates import show_on
from portal.domain.heads import HELD_FOR_OTHERS, WALLET
from portal.domain.money import rupees
from portal.domain.people import Doer, Slip
from portal.domain.proposals import Asked
from portal.domain.remittances import (
    FROM_HEADS,
    LONGEST_PARTY,
    LONGEST_REFERENCE,
    MOST_ITEMS,
    DayOfSendingIsWrong,
    Item,
    ItemIsNotHeld,
    NothingIsChosen,
    NumberOfSendingIsMissing,
    Remittance,
    RemittanceIsUnknown,
    WhereFromIsMissing,
    WhomIsMissing,
    remit_draft,
)
from portal.domain.text import AadhaarIsNotStored, TextIsTooLong, clean, has_aadhaar
from portal.domain.wallet_payments import WalletHasLess
from portal.storage import applications, daybook, remittances
from portal.storage.application_forms import application_forms

SENT = "sent"
"""The state of a premium or a transfer whose money was sent on."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held on a head: by items, since when, and what no item is for (by hand), in paise."""

    head: int
    items: int
    paise: int
    since_on: str
    by_hand_paise: int


@dataclass(frozen=True, slots=True)
class Sending:
    """What is sent on: items as (visit, number), from which head, to whom, under which number."""

    items: tuple[tuple[int, int], ...]
    from_head: int
    party: str
    reference: str
    sent_on: str


def held(society_id: int) -> list[Held]:
    """Say what is held for others, by head, where anything is.

    ``by_hand_paise`` is what the books hold beyond items and bill payments: taken by its own task.
    """
    sums = {one.head: one for one in remittances.held_sums(society_id)}
    found = []
    for head in HELD_FOR_OTHERS:
        of_items = sums.get(head)
        paise = of_items.paise if of_items else 0
        by_hand = -daybook.sub_balances(society_id, head).get(0, 0) - (
            paise if head == HELD_FOR_OTHERS[0] else 0
        )
        if of_items or by_hand > 0:
            found.append(Held(
                head, of_items.items if of_items else 0, paise,
                of_items.since_on if of_items else "", max(0, by_hand),
            ))  # fmt: skip
    return found


def remittance(society_id: int, remittance_id: int) -> Remittance:
    """Return what was sent on at once; raise RemittanceIsUnknown."""
    found = remittances.remittance(society_id, remittance_id)
    if found is None:
        raise RemittanceIsUnknown
    return found


def chosen(society_id: int, wanted: Iterable[tuple[int, int]]) -> list[Item]:
    """Return the chosen items as they stand, all held on one head.

    Raises NothingIsChosen, ItemIsNotHeld.
    """
    keys = list(dict.fromkeys(wanted))
    if not keys or len(keys) > MOST_ITEMS:
        raise NothingIsChosen
    items = [one for one in remittances.items_by_keys(society_id, keys) if one.is_held]
    if len(items) < len(keys) or len({one.fee.passed_head for one in items}) > 1:
        raise ItemIsNotHeld
    return items


def checked(society_id: int, sending: Sending, today_on: str) -> tuple[Sending, list[Item]]:
    """Return a sending as it is kept, with its items.

    Raises WhereFromIsMissing, WhomIsMissing, NumberOfSendingIsMissing, DayOfSendingIsWrong,
    TextIsTooLong, AadhaarIsNotStored, WalletHasLess and what ``chosen`` raises.
    """
    if sending.from_head not in FROM_HEADS:
        raise WhereFromIsMissing
    party, reference = clean(sending.party), clean(sending.reference)
    if not party:
        raise WhomIsMissing
    if not reference:
        raise NumberOfSendingIsMissing
    if len(party) > LONGEST_PARTY:
        raise TextIsTooLong(most=LONGEST_PARTY, field="party")
    if len(reference) > LONGEST_REFERENCE:
        raise TextIsTooLong(most=LONGEST_REFERENCE, field="reference")
    if has_aadhaar(party):
        raise AadhaarIsNotStored(field="party")
    items = chosen(society_id, sending.items)
    first_on = max(one.paid_on for one in items)
    if not first_on <= sending.sent_on <= today_on:
        raise DayOfSendingIsWrong(first_on=show_on(first_on))
    _require_wallet(society_id, sending.from_head, items)
    keys = tuple(one.key for one in items)
    return Sending(keys, sending.from_head, party, reference, sending.sent_on), items


def _require_wallet(society_id: int, from_head: int, items: Sequence[Item]) -> None:
    if from_head != WALLET:
        return
    free = wallet(society_id).available_paise
    if sum(one.fee.passed_paise for one in items) > free:
        raise WalletHasLess(amount=rupees(max(0, free)), field="from_head")


def send_on(doer: Doer, slip: Slip, society_id: int, sending: Sending) -> Done:
    """Enter that items were sent on: one voucher, and each application moves to where it is sent.

    Above its limit it waits, and the items stay held. Raises NoDayIsOpen, CountIsGoingOn,
    RecordIsWaiting and what ``checked`` raises.
    """
    return exactly_once(doer, slip, lambda: send_on_now(doer, slip, society_id, sending))


def send_on_now(doer: Doer, slip: Slip, society_id: int, sending: Sending) -> Done:
    """Enter a sending inside a deed's transaction; raises as ``send_on``."""
    day = open_day_of(society_id)
    sent, items = checked(society_id, sending, day.day_on)
    draft = remit_draft(items, sent.from_head, sent.party, sent.reference, sent.sent_on)
    about = tuple(about_item(*one.key) for one in items)
    waiting = waits(doer, day, [draft], Asked("send_on", {"sending": sent}, about))
    if waiting is not None:
        return waiting
    voucher_id, _no = post(doer, day, draft, slip.token, is_part=True)
    made = Remittance(
        society_id, remittances.next_id(society_id), items[0].fee.passed_head, sent.from_head,
        draft.total_paise, sent.party, sent.reference, sent.sent_on, doer.at, doer.person_id,
        doer.on_behalf_of, voucher_id,
    )  # fmt: skip
    remittances.insert(made, items)
    require_held_now(society_id, [draft])
    daybook.count_task_use(society_id, draft.task, voucher_id)
    for key in sorted({one.fee.application_id or 0 for one in items} - {0}):
        _move_on(doer, society_id, key, sent.reference)
    return Done(f"/remittances/{made.id}", voucher_id)


def about_item(visit_id: int, fee_no: int) -> str:
    """Name an item of a visit among what waits for second persons."""
    return f"item:{visit_id}-{fee_no}"


def _move_on(doer: Doer, society_id: int, application_id: int, reference: str) -> None:
    one = engine.application(society_id, application_id)
    found = application_forms().step(one.chain, one.state, SENT)
    if found is not None and found.is_by_money:
        engine.step(doer, one, SENT, reference)
    else:
        engine.note(doer, one, "money_sent", reference)


def applications_of(society_id: int, items: Sequence[Item]) -> dict[int, Application]:
    """Return the applications of items, by their key."""
    return applications.by_ids(society_id, {one.fee.application_id or 0 for one in items} - {0})

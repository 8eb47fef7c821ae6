"""Holds the books to what was taken for others in visits: held, sent on, owed back (P8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.heads import (
    BY_HAND,
    CROP_PREMIUM,
    OTHER_PREMIUM,
    RECEIVED_FOR_BILLS,
    REFUNDS_DUE,
)
from portal.domain.proof import Notes


@dataclass(frozen=True, slots=True)
class Told:
    """What the tables say: what items hold by (head, application), what is owed back, in paise.

    ``fees``, ``returns`` (each as visit and number) and ``remittances`` are those whose vouchers
    aren't what they say.
    """

    held: Mapping[tuple[int, int | None], int]
    due_paise: int
    fees: Iterable[tuple[int, int]] = ()
    remittances: Iterable[int] = ()
    returns: Iterable[tuple[int, int]] = ()


def check_held(notes: Notes, told: Told, subs: Mapping[tuple[int, int], int]) -> None:
    """Compare what the tables say with the books.

    ``subs`` are balances by (head, sub-ledger), debit > 0. Premiums stand on their application,
    to the paisa; fees, fares and what is owed back stand with what was entered by hand, of which
    there is at least that much.
    """
    wanted: dict[tuple[int, int], int] = {}
    for (head, application_id), paise in told.held.items():
        key = (head, application_id or BY_HAND) if head in _PREMIUMS else (head, BY_HAND)
        wanted[key] = wanted.get(key, 0) + paise
    stands = {key: -paise for key, paise in subs.items() if key[0] in _PREMIUMS and key[1]}
    of_applications = {key for key in wanted if key[0] in _PREMIUMS and key[1]}
    for key in sorted(of_applications | stands.keys()):
        if wanted.get(key, 0) != stands.get(key, 0):
            notes.add(
                "HeldMoneyDisagrees", f"premium of application {key[1]}", id=key[1], head=key[0]
            )
    at_least = {(head, BY_HAND): wanted.get((head, BY_HAND), 0) for head in _WITH_BY_HAND}
    at_least[REFUNDS_DUE, BY_HAND] = told.due_paise
    for key, paise in sorted(at_least.items()):
        if -subs.get(key, 0) < paise:
            notes.add("HeldSumDisagrees", f"head {key[0]} by hand", head=key[0])
    _check_vouchers(notes, told)


def _check_vouchers(notes: Notes, told: Told) -> None:
    for visit_id, no in told.fees:
        notes.add("FeeDisagrees", f"fee {no} of visit {visit_id}", visit=visit_id, no=no)
    for remittance_id in told.remittances:
        notes.add("RemittanceDisagrees", f"remittance {remittance_id}", id=remittance_id)
    for visit_id, no in told.returns:
        notes.add("ReturnDisagrees", f"return {no} of visit {visit_id}", visit=visit_id, no=no)


_PREMIUMS = (CROP_PREMIUM, OTHER_PREMIUM)
_WITH_BY_HAND = (RECEIVED_FOR_BILLS, *_PREMIUMS)

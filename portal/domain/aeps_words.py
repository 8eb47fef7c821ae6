"""What is said of an Aadhaar transaction: to the operator, who must know at once whether cash
changes hands, and to the customer on the slip. All are messages for the catalogues; their places
are ``amount`` (rupees) and ``on`` (the day by which the bank should have put it right).
"""

from __future__ import annotations

from portal.domain.aeps import (
    BALANCE,
    DECLINED,
    DEPOSIT,
    DONE,
    GIVEN,
    RETURNED,
    TAKEN,
    TO_GIVE,
    TO_TAKE,
    UNCERTAIN,
    VOID,
    WITHDRAWAL,
    Record,
)
from portal.domain.refusals import N_

KIND_NAMES = {
    WITHDRAWAL: N_("Cash withdrawal by Aadhaar"), DEPOSIT: N_("Cash deposit by Aadhaar"),
    BALANCE: N_("Balance enquiry by Aadhaar"),
}  # fmt: skip
OUTCOME_NAMES = {
    DONE: N_("Done"), DECLINED: N_("Not carried out"), UNCERTAIN: N_("Not known – uncertain"),
}  # fmt: skip
SETTLED_NAMES = {
    (WITHDRAWAL, RETURNED): N_("The bank put the money back into the account"),
    (WITHDRAWAL, TO_GIVE): N_("It was paid; the cash is still to be given"),
    (WITHDRAWAL, GIVEN): N_("It was paid; the cash is given now"),
    (DEPOSIT, RETURNED): N_("Nothing was deposited, or the bank took it back"),
    (DEPOSIT, TO_TAKE): N_("It was deposited; the customer is still to bring the cash"),
    (DEPOSIT, TAKEN): N_("It was deposited; the cash is taken now"),
}  # fmt: skip

_TO_DO = {
    (WITHDRAWAL, DONE): N_("Give ₹ %(amount)s in cash"),
    (WITHDRAWAL, DECLINED): N_("Give no cash"),
    (WITHDRAWAL, UNCERTAIN): N_("Give no cash"),
    (DEPOSIT, DONE): N_("Take ₹ %(amount)s in cash"),
    (DEPOSIT, DECLINED): N_("Give the customer's cash back: ₹ %(amount)s"),
    (DEPOSIT, UNCERTAIN): N_("Give the customer's cash back: ₹ %(amount)s"),
}  # fmt: skip
_NOTHING = N_("No cash changes hands")
_LATER = {TO_GIVE: N_("Give ₹ %(amount)s in cash"), TO_TAKE: N_("Take ₹ %(amount)s in cash")}

_SAID = {
    (WITHDRAWAL, DONE): N_("₹ %(amount)s was paid out in cash."),
    (WITHDRAWAL, DECLINED): N_("The bank refused. No cash was given."),
    (WITHDRAWAL, UNCERTAIN): N_("The bank's answer is not known. No cash was given."),
    (DEPOSIT, DONE): N_("₹ %(amount)s was taken in cash and deposited."),
    (DEPOSIT, DECLINED): N_("The bank refused. The cash was given back."),
    (DEPOSIT, UNCERTAIN): N_("The bank's answer is not known. The cash was given back."),
    (BALANCE, DONE): N_("The balance was looked up."),
    (BALANCE, DECLINED): N_("The bank refused. The balance was not shown."),
}  # fmt: skip
_SAID_LATER = {
    (WITHDRAWAL, RETURNED): N_("The bank put the money back into the account."),
    (WITHDRAWAL, TO_GIVE): N_("It was paid. ₹ %(amount)s in cash is still to be given."),
    (WITHDRAWAL, GIVEN): N_("It was paid. ₹ %(amount)s was given in cash."),
    (DEPOSIT, RETURNED): N_("Nothing was deposited. The cash was given back."),
    (DEPOSIT, TO_TAKE): N_("It was deposited. ₹ %(amount)s in cash is still to be brought."),
    (DEPOSIT, TAKEN): N_("₹ %(amount)s was taken in cash and deposited."),
}  # fmt: skip
_VOID = N_("This was written down wrongly and is taken back. It is no proof.")

_ADVICE = {
    WITHDRAWAL: (
        N_("It may be that the account was charged. The bank then puts it back by itself."),
        N_("If it is not back after 5 working days (%(on)s), take this slip to your bank."),
    ),
    DEPOSIT: (
        N_("It may be that the bank booked the deposit all the same."),
        N_("If the account shows it after 5 working days (%(on)s), come with this slip."),
    ),
}


def to_do_of(record: Record) -> str:
    """Say to the operator, in large words, what happens with the cash."""
    if record.is_void or record.kind == BALANCE:
        return _NOTHING
    if record.settled_as:
        return _LATER.get(record.settled_as, _NOTHING)
    return _TO_DO[record.kind, record.outcome]


def said_of(record: Record) -> tuple[str, tuple[str, ...]]:
    """Say to the customer how it stands, and what they can do where that isn't known."""
    if record.settled_as == VOID:
        return _VOID, ()
    if record.settled_as:
        return _SAID_LATER[record.kind, record.settled_as], ()
    advice = _ADVICE[record.kind] if record.is_open else ()
    return _SAID[record.kind, record.outcome], advice

"""Commission that came into the wallet, with the TDS that was kept back from it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.actions import wallet_matching
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.posting import open_day_of, post
from portal.domain.daybook import Draft, Line, check
from portal.domain.heads import WALLET
from portal.domain.money import AmountIsZero
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.domain.statement_words import Label, label_of
from portal.domain.wallet_matching import COMMISSION_TASK, Found
from portal.storage import daybook, statements
from portal.storage.reference import chart
from portal.storage.statements import Line as StatementLine

TDS_HEAD = 2510
WORKS = {"bill": 3304, "other": 3303}


class TdsIsTooLarge(Refusal):
    """More tax than commission is a slip of the pen."""

    message = N_("TDS can't be more than what came into the wallet.")
    status = 422
    field = "tds"


class WorkIsUnknown(Refusal):
    """Commission is of bill payments or of other work."""

    message = N_("Choose what the commission is for.")
    status = 422
    field = "work"


@dataclass(frozen=True, slots=True)
class Commission:
    """What came in (``net_paise``) and what was kept back for tax, of which work and time.

    ``month`` is that of the statement whose lines it was summed up from, '' where it was typed.
    """

    net_paise: int
    tds_paise: int
    work: str
    period: str
    reference: str = ""
    month: str = ""


def commission_draft(found: Commission) -> Draft:
    """Make the voucher: the wallet and the tax receivable against the income, gross.

    Raises AmountIsZero, TdsIsTooLarge, WorkIsUnknown.
    """
    if found.net_paise <= 0:
        raise AmountIsZero(field="net")
    if found.tds_paise > found.net_paise:
        raise TdsIsTooLarge
    if found.work not in WORKS:
        raise WorkIsUnknown
    gross = found.net_paise + found.tds_paise
    lines = (
        Line(WALLET, found.net_paise), Line(TDS_HEAD, found.tds_paise),
        Line(WORKS[found.work], -gross),
    )  # fmt: skip
    draft = Draft(
        kind="bank_receipt", task=COMMISSION_TASK, lines=tuple(one for one in lines if one.paise),
        reference=found.reference, narration=found.period,
    )  # fmt: skip
    check(draft, chart())
    return draft


def enter_commission(doer: Doer, slip: Slip, society_id: int, found: Commission) -> Done:
    """Enter a commission once for this slip, and say of its lines in the statement what they are.

    Raises NoDayIsOpen, CountIsGoingOn and what ``commission_draft`` raises.
    """
    draft = commission_draft(found)

    def deed() -> Done:
        day = open_day_of(society_id)
        voucher_id, _no = post(doer, day, draft, slip.token)
        daybook.count_task_use(society_id, draft.task, voucher_id)
        lines = _lines_waiting(society_id, found.month)
        if sum(one.paise for one in lines) == found.net_paise:
            for line in lines:
                statements.say_of_line(
                    society_id, line, Found.COMMISSION, doer.at, doer.person_id, voucher_id
                )
        wallet_matching.match_all(society_id, WALLET, doer.at)
        return Done(f"/vouchers/{voucher_id}?new=1", voucher_id)

    return exactly_once(doer, slip, deed)


def waiting(society_id: int, month: str) -> Commission | None:
    """Sum up the commission of a month ('2026-11') that the wallet shows and nobody entered."""
    lines = _lines_waiting(society_id, month)
    net = sum(one.paise for one in lines)
    tds = -sum(one.paise for one in lines if label_of(one.narration) is Label.TDS)
    return Commission(net, tds, "bill", "", month=month) if net > 0 and tds >= 0 else None


def _lines_waiting(society_id: int, month: str) -> list[StatementLine]:
    if not month:
        return []
    return [
        one for one in statements.lines_between(society_id, WALLET, f"{month}-01", f"{month}-31")
        if not one.found_as and label_of(one.narration) in (Label.COMMISSION, Label.TDS)
    ]  # fmt: skip

"""The proof that a society's books are what was entered: its words, and what it found (P7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.domain.refusals import N_

MOST_OF_A_KIND = 20  # findings of one kind that are listed; the first one is what matters

TEXTS = {
    "BookIsMissing": N_("The society has no book."),
    "BookDisagrees": N_("The book ends at %(part)s %(book)s, but the records end at %(found)s."),
    "VoucherIsMissing": N_("Voucher %(id)s is missing from the records."),
    "LastVouchersAreMissing": N_("Voucher %(id)s was entered, and is missing from the records."),
    "VoucherWasInserted": N_("Voucher %(id)s was put into the records; it was never entered."),
    "VoucherHasNoForm": N_("No form was sent from which voucher %(id)s was entered."),
    "VoucherWasEdited": N_("Voucher %(id)s was changed after it was entered."),
    "ChainIsBroken": N_("Voucher %(id)s is not tied to the voucher before it."),
    "WordsWereChanged": N_("Name or narration of voucher %(id)s was changed."),
    "WordsAreMissing": N_("The record of name and narration of voucher %(id)s is missing."),
    "VoucherIsUnbalanced": N_("Debit and credit of voucher %(id)s are not equal."),
    "TotalDisagrees": N_("The amount of voucher %(id)s is not the sum of its lines."),
    "NumbersHaveAGap": N_(
        "Numbers of %(kind)s in the year %(fy)s have a gap: %(found)s follows %(last)s."
    ),
    "CounterDisagrees": N_(
        "%(last)s numbers of %(kind)s were given in the year %(fy)s, but the last is %(found)s."
    ),
    "FinancialYearDisagrees": N_("Voucher %(id)s is numbered in a year that is not its own."),
    "CashWasNegative": N_("After voucher %(id)s the cash of head %(head)s was below zero."),
    "EntriesWereMoved": N_("Lines of voucher %(id)s carry another date than the voucher."),
    "EntriesHaveNoVoucher": N_("There are lines of voucher %(id)s, but no such voucher."),
    "VoucherIsOnAnotherDay": N_("Voucher %(id)s is dated %(on)s, outside its sealed day."),
    "AdjustmentMovesMoney": N_("Adjustment %(id)s of a year moves cash or bank."),
    "YearEdgeDisagrees": N_("The adjustments of %(on)s are not those that were sealed: %(parts)s."),
    "YearEdgeHasNoSeal": N_("The adjustments of %(on)s are closed, but their seal is missing."),
    "SealIsMissing": N_("Seal %(no)s is missing from the records."),
    "SealWasEdited": N_("Seal %(no)s of the day %(on)s was changed."),
    "SealIsForeign": N_("Seal %(no)s of the day %(on)s was not made with a key of this portal."),
    "SealsAreBroken": N_("Seal %(no)s is not tied to the seal before it."),
    "ChainWasRehashed": N_(
        "The vouchers sealed on %(on)s (%(first)s to %(last)s) are not those that were sealed."
    ),
    "ActsWereRehashed": N_("The acts sealed on %(on)s are not those that were sealed."),
    "SealSpanDisagrees": N_("The day %(on)s does not have the vouchers that were sealed."),
    "DayFiguresDisagree": N_("Figures of the day %(on)s do not agree: %(parts)s."),
    "DayHandsDisagree": N_("Who opened or closed the day %(on)s was changed."),
    "CountWasChanged": N_("The cash count of the day %(on)s was changed."),
    "SkippedDaysDisagree": N_("The days passed over before %(on)s are not those that were sealed."),
    "DayHasNoSeal": N_("The day %(on)s is closed, but its seal is missing."),
    "DayHasNoAct": N_("There is no record that the day %(on)s was opened or closed."),
    "DayIsOpenThoughSealed": N_("The day %(on)s is sealed, but stands open again."),
    "DayIsMissing": N_("The day %(on)s is sealed, but missing from the records."),
    "WitnessDisagrees": N_("Seal %(no)s is not the one in the witness log."),
    "WitnessIsMissing": N_("Seal %(no)s is missing from the witness log, which holds later ones."),
    "SealAwaitsWitness": N_("Seal %(no)s is not yet in the witness log."),
    "OfficerRecordDisagrees": N_(
        "The officer's record of the day %(on)s does not agree with its seal."
    ),
    "ActIsMissing": N_("Act %(id)s is missing from the records."),
    "ActWasInserted": N_("Act %(id)s was put into the records."),
    "ActWasEdited": N_("Act %(id)s was changed after it was written."),
    "ActsAreBroken": N_("Act %(id)s is not tied to the act before it."),
    "CorrectionDisagrees": N_("How voucher %(id)s corrects another was changed."),
    "BalanceDisagrees": N_("The balance of head %(head)s is not the sum of its lines."),
    "RegisterDisagrees": N_("The register of head %(head)s does not add up to the head."),
    "RegisterHasAStranger": N_(
        "The register of head %(head)s has an entry of %(id)s, who is not of this society."
    ),
    "MemberDisagrees": N_("The record of member %(id)s is not its latest version."),
    "PictureIsMissing": N_("The picture that act %(id)s added is missing."),
    "AttachmentDisagrees": N_("A picture at voucher %(id)s is not the one that was attached."),
    "AttachmentIsMissing": N_("The picture that act %(id)s attached is gone."),
    "PictureDisagrees": N_("Picture %(id)s is not the one that was added."),
    "MemberVersionIsMissing": N_("A version of the record of member %(id)s is missing."),
    "MemberVersionWasChanged": N_("A version of the record of member %(id)s was changed."),
    "MemberVersionsDisagree": N_("The records of act %(id)s are not those that were written."),
    "AccountWasInserted": N_("Account %(id)s was put into the records; it was never opened."),
    "AccountsDisagree": N_("The accounts of act %(id)s are not those that were opened."),
    "OrderMoneyDisagrees": N_("Money of bill payment %(id)s in the books is not what it holds."),
    "OrderReserveDisagrees": N_("What bill payment %(id)s keeps of the wallet was changed."),
    "OrderIsMissing": N_("There is money in the books of bill payment %(id)s, which is missing."),
    "HeldMoneyDisagrees": N_(
        "What is held of the premium of application %(id)s (head %(head)s) is not what was taken "
        "for it and not yet sent on."
    ),
    "HeldSumDisagrees": N_(
        "Head %(head)s holds less than what was taken in visits for others and is still here."
    ),
    "FeeDisagrees": N_("The voucher of fee %(no)s of visit %(visit)s is not what was paid."),
    "RemittanceDisagrees": N_("Money sent on (%(id)s) is not what its items and its voucher say."),
    "ReturnDisagrees": N_(
        "The return of fee %(no)s of visit %(visit)s is not what its vouchers say."
    ),
    "CounterSettingsDisagree": N_("The settings of the counter are not those that were set."),
    "WalletPaymentDisagrees": N_("The voucher of wallet payment %(id)s is not what was paid."),
    "WalletPaymentIsMissing": N_("Voucher %(id)s paid from the wallet; its payment is missing."),
    "AadhaarRecordDisagrees": N_(
        "Aadhaar transaction %(id)s is not what was written down, or it is missing."
    ),
    "SurpriseCountDisagrees": N_("Surprise count %(id)s is not what was counted and written down."),
    "ReopeningDisagrees": N_("Request %(id)s to reopen a day is not what was asked and decided."),
    "ApprovalRuleDisagrees": N_("Approval rule %(id)s is not the one that was set."),
    "ChargeListDisagrees": N_("Charge list %(id)s is not what was written and signed."),
    "DelegationDisagrees": N_("Work on behalf %(id)s is not what was begun and ended."),
    "FreeDayIsMissing": N_("The free day %(on)s was written down, and is missing from the days."),
    "AccountStandingDisagrees": N_("Whether account %(id)s is open or closed was changed."),
}

#: Findings that only inform: nothing is wrong with the records.
INFORMATION = frozenset({"SealAwaitsWitness"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: ``kind`` names what is true, ``where`` the first row it holds for.

    ``text`` is an English message id with places that ``params`` fill. ``is_bad`` is false where
    it only informs.
    """

    kind: str
    where: str
    text: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_bad: bool = True

    def __str__(self) -> str:
        """Say it in English, for commands and logs."""
        return f"{self.where}: {self.kind}: {self.text % self.params}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared for a society, and what was found.

    The sealed part reaches to the day ``sealed_to`` (None before the first seal); the
    ``unsealed_vouchers`` after it rest on the chain and the forms alone.
    """

    society_code: str
    vouchers: int
    acts: int
    seals: int
    sealed_to: str | None
    unsealed_vouchers: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Nothing bad was found."""
        return self.first_bad is None

    @property
    def first_bad(self) -> Finding | None:
        """The first bad row, in the order seals, witness log, vouchers, acts, days, balances."""
        return next((one for one in self.findings if one.is_bad), None)


class Notes:
    """Collects findings in order, each row once, and of each kind the first MOST_OF_A_KIND."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self.findings: list[Finding] = []
        self._times: Counter[str] = Counter()
        self._seen: set[tuple[str, str]] = set()

    def add(self, kind: str, where: str, /, **params: object) -> None:
        """Write down a finding."""
        if (kind, where) in self._seen:
            return
        self._seen.add((kind, where))
        self._times[kind] += 1
        if self._times[kind] <= MOST_OF_A_KIND:
            self.findings.append(Finding(kind, where, TEXTS[kind], params, kind not in INFORMATION))

    def on_voucher(self, kind: str, voucher_id: int, **params: object) -> None:
        """Write down a finding about a voucher."""
        self.add(kind, f"voucher {voucher_id}", id=voucher_id, **params)

    def on_day(self, kind: str, day_on: str, **params: object) -> None:
        """Write down a finding about a day."""
        self.add(kind, f"day {day_on}", on=day_on, **params)

    def on_seal(self, kind: str, seal_no: int, **params: object) -> None:
        """Write down a finding about a seal."""
        self.add(kind, f"seal {seal_no}", no=seal_no, **params)

    def on_act(self, kind: str, act_id: int, **params: object) -> None:
        """Write down a finding about an act."""
        self.add(kind, f"act {act_id}", id=act_id, **params)


class BookRow(NamedTuple):
    """Where a society's chains stand, as its book says."""

    last_voucher_id: int
    chain_hash: bytes
    last_act_id: int
    act_hash: bytes
    last_seal_no: int
    seal_hash: bytes


class ActRow(NamedTuple):
    """One act as stored: chain.ACT_FIELDS and its hashes."""

    society_id: int
    id: int
    kind: str
    day_on: str
    done_at: int
    done_by: int
    on_behalf_of: int | None
    detail: str
    leaf_hash: bytes
    chain_hash: bytes
    hash_version: int


class SealRow(NamedTuple):
    """One seal as stored."""

    seal_no: int
    day_on: str
    body: str
    hash: bytes
    previous_hash: bytes
    signature: bytes
    key_id: str
    code: str
    made_at: int


class DayRow(NamedTuple):
    """One day as stored."""

    day_on: str
    kind: str
    status: str
    opened_at: int
    opened_by: int
    opened_on_behalf_of: int | None
    opening_paise: int
    accepted_take: int | None
    closed_at: int | None
    closed_by: int | None
    closed_on_behalf_of: int | None
    first_voucher_id: int | None
    last_voucher_id: int | None
    receipts_paise: int | None
    payments_paise: int | None
    closing_paise: int | None
    difference_paise: int | None
    review: str
    is_legacy: int = 0

    @property
    def sealed_kind(self) -> str:
        """The kind as the seal says it: a day taken over from older books is ``legacy``."""
        return "legacy" if self.kind == "working" and self.is_legacy else self.kind


class CountRow(NamedTuple):
    """One line of a closing count as stored."""

    day_on: str
    take: int
    till: int
    kind: str
    denomination: int
    pieces: int

"""What the device's slip may say: amounts, RRN, no Aadhaar number, working days, the voucher."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.domain import aeps, aeps_words
from portal.domain.aeps import Record, check, check_settlement, working_day_after
from portal.domain.daybook import Line
from portal.domain.refusals import Refusal
from portal.domain.text import with_check_digit
from portal.storage.reference import task_book

TODAY = "2026-11-24"  # the 328th day of the year
RRN = "632812345678"
AADHAAR = "999941057058"
PLAIN = Record(
    society_id=1, id=7, version=1, kind="withdrawal", outcome="done", amount_paise=1_000_00,
    rrn=RRN, last_four="1234", bank="भारतीय स्टेट बैंक", name="सुशीला देवी", mobile="",
    register=None, record_id=None, day_on=TODAY, recorded_at=0, recorded_by=1,
)  # fmt: skip


def refusal_of(record: Record) -> tuple[str, str | None] | None:
    """Say why a record is refused and at which field, or None."""
    try:
        check(record)
    except Refusal as refusal:
        return refusal.name, refusal.field
    return None


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({}, None),
        ({"amount_paise": 10_000_00}, None),
        ({"amount_paise": 10_001_00}, ("AmountIsAboveTheCap", "amount")),
        ({"amount_paise": 0}, ("AmountIsZero", "amount")),
        ({"amount_paise": 100_50}, ("CashHasPaise", "amount")),
        ({"kind": "transfer"}, ("KindIsNotAChoice", "kind")),
        ({"outcome": ""}, ("OutcomeIsNotAChoice", "outcome")),
        ({"outcome": "uncertain"}, None),
        ({"rrn": "63281234567"}, ("RrnIsWrong", "rrn")),
        ({"rrn": AADHAAR}, ("AadhaarIsNotStored", "rrn")),
        ({"last_four": "123"}, ("LastFourIsWrong", "last_four")),
        ({"last_four": AADHAAR}, ("AadhaarIsNotStored", "last_four")),
        ({"bank": ""}, ("BankIsMissing", "bank")),
        ({"name": ""}, ("HolderIsMissing", "name")),
        ({"name": "अ" * 81}, ("TextIsTooLong", "name")),
        ({"name": f"सुशीला {AADHAAR}"}, ("AadhaarIsNotStored", "name")),
        ({"bank": "बैंक 1234 5678 9012"}, ("AadhaarIsNotStored", "bank")),
        ({"bank": "बैंक १२३४५६७८९०१२"}, ("AadhaarIsNotStored", "bank")),
        ({"bank": "बैंक 1234567890123"}, None),
    ],
)  # fmt: skip
def test_a_slip_says_what_a_device_can_print(
    changed: dict[str, object], wanted: tuple[str, str] | None
) -> None:
    assert refusal_of(replace(PLAIN, **changed)) == wanted  # type: ignore[arg-type]


def test_an_enquiry_has_no_amount_and_is_never_uncertain() -> None:
    enquiry = replace(PLAIN, kind="balance", amount_paise=0)
    assert refusal_of(enquiry) is None
    assert refusal_of(replace(enquiry, amount_paise=100)) == ("KindIsNotAChoice", "kind")
    assert refusal_of(replace(enquiry, outcome="uncertain")) == ("OutcomeIsNotAChoice", "outcome")
    assert not enquiry.moves_cash


@pytest.mark.parametrize(("text", "wanted"), [
    (RRN, RRN), ("६३२८१२३४५६७८", RRN), (" 6328 1234-5678 ", RRN),
])  # fmt: skip
def test_an_rrn_is_read_in_both_scripts(text: str, wanted: str) -> None:
    assert aeps.parse_rrn(text) == wanted


@pytest.mark.parametrize("text", ["", "12", "6328123456789", "63281234567a", "६३२८ १२३४ ५६७"])
def test_an_rrn_has_twelve_digits(text: str) -> None:
    with pytest.raises(aeps.RrnIsWrong):
        aeps.parse_rrn(text)


def test_an_rrn_with_the_check_digit_of_an_aadhaar_number_is_known_by_its_day() -> None:
    """One RRN in ten has that digit; it begins with the year's last digit and the day's number."""
    ours = with_check_digit("63281234567")
    assert refusal_of(replace(PLAIN, rrn=ours)) is None
    assert refusal_of(replace(PLAIN, rrn=with_check_digit("62971234567"))) is None  # a month ago
    for other in ("63301234567", "53281234567", "62961234567", "73281234567"):
        found = refusal_of(replace(PLAIN, rrn=with_check_digit(other)))
        assert found == ("AadhaarIsNotStored", "rrn"), other
    new_year = replace(PLAIN, day_on="2027-01-01", rrn=with_check_digit("63651234567"))
    assert refusal_of(new_year) is None


def test_an_rrn_that_ends_as_the_aadhaar_number_does_is_that_number() -> None:
    ours = with_check_digit("63281234567")
    same_end = replace(PLAIN, rrn=ours, last_four=ours[-4:])
    assert refusal_of(same_end) == ("AadhaarIsNotStored", "rrn")


def test_the_voucher_moves_cash_against_the_bank_and_carries_the_rrn() -> None:
    draft = aeps.draft_for(PLAIN, task_book())
    assert draft.lines == (Line(2101, -1_000_00), Line(2206, 1_000_00))
    assert (draft.kind, draft.mode, draft.reference) == ("cash_payment", "cash", RRN)
    assert (draft.reference_on, draft.party) == (TODAY, PLAIN.name)
    assert draft.narration == "भारतीय स्टेट बैंक · …1234"
    draft = aeps.draft_for(replace(PLAIN, kind="deposit"), task_book())
    assert draft.lines == (Line(2101, 1_000_00), Line(2206, -1_000_00))
    assert draft.kind == "cash_receipt"


@pytest.mark.parametrize(("on", "wanted"), [
    ("2026-11-23", "2026-12-01"),  # a week with a fourth Saturday and a Sunday
    ("2026-11-30", "2026-12-05"),  # the first Saturday is worked
    ("2026-12-07", "2026-12-14"),  # the second is not
])  # fmt: skip
def test_five_working_days_leave_out_what_banks_rest_on(on: str, wanted: str) -> None:
    assert working_day_after(on, 5, {"2026-11-25"}) == wanted


def test_an_uncertain_one_ends_as_its_kind_can() -> None:
    open_one = replace(PLAIN, outcome="uncertain")
    for answer in ("returned", "to_give", "given"):
        check_settlement(open_one, answer)
    for answer in ("", "taken", "void", "to_take"):
        with pytest.raises(aeps.SettlementIsNotAChoice):
            check_settlement(open_one, answer)
    with pytest.raises(aeps.SettlementIsNotAChoice):
        check_settlement(replace(open_one, settled_as="to_give"), "to_give")
    with pytest.raises(aeps.RecordIsSettled):
        check_settlement(PLAIN, "returned")
    with pytest.raises(aeps.RecordIsSettled):
        check_settlement(replace(open_one, settled_as="given", settled_at=1), "returned")
    with pytest.raises(aeps.RecordIsVoid):
        check_settlement(replace(open_one, settled_as="void", settled_at=1), "returned")


def test_a_record_taken_back_shows_its_rrn_as_printed() -> None:
    void = replace(PLAIN, rrn=PLAIN.void_rrn, settled_as="void")
    assert (void.rrn, void.printed_rrn, void.is_void) == (f"{RRN}~7", RRN, True)
    assert void.void_rrn == void.rrn


def test_every_state_has_its_words() -> None:
    for kind in aeps.KINDS:
        for outcome in aeps.OUTCOMES:
            if (kind, outcome) == ("balance", "uncertain"):
                continue
            record = replace(PLAIN, kind=kind, outcome=outcome)
            said, advice = aeps_words.said_of(record)
            assert said
            assert bool(advice) is record.is_open
            assert aeps_words.to_do_of(record)
        for answer in aeps.SETTLEMENTS[kind]:
            record = replace(PLAIN, kind=kind, outcome="uncertain", settled_as=answer)
            assert aeps_words.said_of(record)[0]
            assert aeps_words.SETTLED_NAMES[kind, answer]
            is_later = answer in aeps.STAYS_OPEN
            assert ("amount" in aeps_words.to_do_of(record)) is is_later
    assert "no proof" in aeps_words.said_of(replace(PLAIN, settled_as="void"))[0]


def test_no_cash_is_said_wherever_nothing_is_sure() -> None:
    for outcome in ("declined", "uncertain"):
        record = replace(PLAIN, outcome=outcome)
        assert aeps_words.to_do_of(record) == "Give no cash"
        assert "cash back" in aeps_words.to_do_of(replace(record, kind="deposit"))

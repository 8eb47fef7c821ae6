"""Whatever is entered, the cash book's sides agree and nothing but cash moves cash."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import books
from portal.domain.books import BookLine, Columns, Folded, Sides, Sums
from portal.domain.daybook import Line

CASH, BANK, UPI, FEE, RENT, DUE = 2101, 2201, 2205, 3307, 4306, 1516
HEADS = (CASH, BANK, UPI, FEE, RENT, DUE)


@st.composite
def vouchers(draw: st.DrawFn) -> Folded:
    """Draw a balanced voucher on any heads, also odd ones that give and take the same head."""
    one_line = st.tuples(
        st.sampled_from(HEADS), st.integers(-9_999_00, 9_999_00).filter(lambda paise: paise != 0)
    )
    drawn = draw(st.lists(one_line, min_size=1, max_size=6))
    lines = [Line(head, paise) for head, paise in drawn]
    gap = sum(line.paise for line in lines)
    if gap:
        lines.append(Line(draw(st.sampled_from(HEADS)), -gap))
    kind = draw(st.sampled_from(("cash_receipt", "cash_payment", "contra", "journal", "sales")))
    return Folded(1, kind, tuple(lines))


def side_sums(lines: list[BookLine]) -> Sides:
    found = Sides()
    for line in lines:
        found = found.with_line(line)
    return found


def moved(voucher: Folded, *heads: int) -> tuple[int, int]:
    """Return (debit, credit) of some heads in a voucher."""
    sums = books.sums_of(line.paise for line in voucher.lines if line.head in heads)
    return sums.debit_paise, sums.credit_paise


@given(vouchers())
def test_cash_and_bank_columns_hold_what_those_heads_moved_and_adjustments_are_equal(
    voucher: Folded,
) -> None:
    found = side_sums(books.lines_of(voucher))
    assert (found.receipts.cash_paise, found.payments.cash_paise) == moved(voucher, CASH)
    assert (found.receipts.bank_paise, found.payments.bank_paise) == moved(voucher, BANK, UPI)
    assert found.receipts.adjusted_paise == found.payments.adjusted_paise
    assert found.balance.adjusted_paise == 0


@given(vouchers())
def test_no_line_stands_in_the_book_without_money(voucher: Folded) -> None:
    for line in books.lines_of(voucher):
        assert any(line.columns)
        assert all(paise >= 0 for paise in line.columns)


def line_list(*lines: tuple[int, int], kind: str = "journal") -> list[tuple[bool, int, Columns]]:
    voucher = Folded(7, kind, tuple(Line(*line) for line in lines))
    return [tuple(line)[1:] for line in books.lines_of(voucher)]  # type: ignore[misc]


def test_a_cash_receipt_stands_under_the_head_that_paid() -> None:
    assert line_list((CASH, 500), (FEE, -500)) == [(True, FEE, Columns(cash_paise=500))]


def test_a_bank_payment_does_not_touch_cash() -> None:
    assert line_list((RENT, 900), (BANK, -900)) == [(False, RENT, Columns(bank_paise=900))]


def test_cash_taken_to_the_bank_is_a_payment_in_cash_and_a_receipt_in_bank() -> None:
    assert line_list((BANK, 300), (CASH, -300)) == [
        (True, CASH, Columns(bank_paise=300)),
        (False, BANK, Columns(cash_paise=300)),
    ]


def test_a_journal_stands_on_both_sides_as_adjustment() -> None:
    assert line_list((RENT, 700), (DUE, -700)) == [
        (True, DUE, Columns(adjusted_paise=700)),
        (False, RENT, Columns(adjusted_paise=700)),
    ]


def test_a_sale_paid_partly_in_cash_and_by_upi_is_one_line_in_two_columns() -> None:
    found = line_list((CASH, 300), (UPI, 200), (FEE, -500))
    assert found == [(True, FEE, Columns(300, 200))]


def test_a_deduction_from_a_payment_is_adjusted() -> None:
    found = line_list((RENT, 1000), (DUE, -100), (CASH, -900))
    assert found == [
        (False, RENT, Columns(cash_paise=900, adjusted_paise=100)),
        (True, DUE, Columns(adjusted_paise=100)),
    ]


def test_the_opening_voucher_is_one_line_of_what_was_there() -> None:
    found = line_list((CASH, 900), (BANK, 100), (UPI, -40), (DUE, -960), kind="opening")
    assert found == [(True, None, Columns(900, 100)), (False, None, Columns(0, 40))]
    assert line_list((RENT, 5), (DUE, -5), kind="opening") == []


@given(st.lists(vouchers(), max_size=40), st.sampled_from([50, 25]))
def test_pages_carry_their_sums_forward_and_end_in_the_closing(
    written: list[Folded], most_a_side: int
) -> None:
    opening = Columns(26_386_00, -150_000_00)
    pages = books.cash_book(written, opening, most_a_side)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert sum(page.vouchers for page in pages) == len(written)
    assert pages[0].brought == Sides(opening)
    assert all(one.carried == other.brought for one, other in pairwise(pages))
    for page in pages:
        assert len(page.receipts) + len(page.payments) <= 50
        assert max(len(page.receipts), len(page.payments)) <= most_a_side
    last = pages[-1].carried
    assert last is not None
    cash = sum(line.paise for one in written for line in one.lines if line.head == CASH)
    assert last.balance.cash_paise == opening.cash_paise + cash
    assert last.payments.plus(last.balance) == last.receipts


def test_a_page_holds_fifty_lines_and_an_empty_book_has_one_page() -> None:
    one = Folded(1, "cash_receipt", (Line(CASH, 100), Line(FEE, -100)))
    assert [len(page.receipts) for page in books.cash_book([one] * 101, Columns())] == [50, 50, 1]
    assert [len(page.receipts) for page in books.cash_book([one] * 30, Columns(), 25)] == [25, 5]
    empty = books.cash_book([], Columns(5, 6))
    assert len(empty) == 1
    assert empty[0].carried == Sides(Columns(5, 6))


def test_a_blind_book_knows_no_sums() -> None:
    one = Folded(1, "cash_receipt", (Line(CASH, 100), Line(FEE, -100)))
    pages = books.cash_book([one] * 60, None)
    assert [(page.brought, page.carried) for page in pages] == [(None, None)] * 2
    told = books.day_book([one] * 60, is_blind=True)
    assert [(page.brought, page.carried) for page in told] == [(None, None)] * len(told)


@given(st.lists(vouchers(), max_size=40))
def test_the_day_book_balances_on_every_page(written: list[Folded]) -> None:
    pages = books.day_book(written, is_blind=False)
    assert sum(page.vouchers for page in pages) == len(written)
    for page in pages:
        assert page.carried is not None
        assert page.carried.debit_paise == page.carried.credit_paise
        held = written[page.first_voucher : page.first_voucher + page.vouchers]
        assert sum(len(one.lines) for one in held) <= 50
    assert all(one.carried == other.brought for one, other in pairwise(pages))


def test_records_are_gathered_into_vouchers_in_entry_order() -> None:
    records = [(3, "sales", CASH, 5), (3, "sales", FEE, -5), (4, "journal", RENT, 2)]
    assert books.fold(records) == [
        Folded(3, "sales", (Line(CASH, 5), Line(FEE, -5))),
        Folded(4, "journal", (Line(RENT, 2),)),
    ]


@given(st.lists(st.integers(-10_000, 10_000)), st.integers(-10_000, 10_000))
def test_the_last_balance_of_a_ledger_is_what_was_brought_and_all_its_lines(
    amounts: list[int], brought: int
) -> None:
    found = books.with_balance(amounts, brought)
    assert [one.paise for one in found] == amounts
    if found:
        assert found[-1].balance_paise == brought + sum(amounts)


def test_a_trial_balance_leaves_out_heads_that_never_had_anything() -> None:
    found = books.trial_balance({CASH: 100, DUE: 0, FEE: -100}, {CASH: (50, 20), RENT: (0, 0)})
    assert [(one.head, one.closing_paise) for one in found] == [(CASH, 130), (FEE, -100)]


def test_signed_amounts_are_summed_by_side() -> None:
    assert books.sums_of([5, -3, 7, -1]) == Sums(12, 4)

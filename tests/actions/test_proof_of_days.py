"""The proof (P7) of days, counts, acts and balances: what was changed is named."""

# ruff: noqa: S608 - the statements are made of these tests' own words

from __future__ import annotations

import pytest

from portal.actions.posting import note_act
from portal.actions.proof import prove_society
from portal.domain import chain
from portal.storage.engine import rows, run, write_transaction
from tests.actions.tampering import TOMORROW, Tampered
from tests.reopening_world import reopens
from tests.world import TODAY, YESTERDAY, World


def test_holidays_idle_days_and_empty_days_are_whole(world: World) -> None:
    world.starts_books(as_on="2026-11-20")
    world.opens_day(skipped={"2026-11-21": "idle", "2026-11-22": "holiday", YESTERDAY: "idle"})
    world.counts(26_386)
    world.closes_day()
    assert prove_society("KHR001", world.keys).findings == ()
    tampered = Tampered(world)
    tampered.change("day", "last_voucher_id = 1", f"day_on = '{TODAY}'")
    assert tampered.first() == ("DayFiguresDisagree", f"day {TODAY}")
    tampered.change("day", "last_voucher_id = NULL", f"day_on = '{TODAY}'")
    tampered.change("day", "kind = 'holiday'", "day_on = '2026-11-21'")
    kinds = {one.kind for one in prove_society("KHR001", world.keys).findings}
    assert kinds == {"SkippedDaysDisagree", "DayHasNoAct"}


@pytest.mark.parametrize(
    ("assignment", "condition", "kind"),
    [
        ("opening_paise = 1", f"day_on = '{TODAY}'", "DayFiguresDisagree"),
        ("receipts_paise = 1", f"day_on = '{TODAY}'", "DayFiguresDisagree"),
        ("closing_paise = 1", f"day_on = '{TODAY}'", "DayFiguresDisagree"),
        ("difference_paise = 0", f"day_on = '{TODAY}'", "DayFiguresDisagree"),
        ("last_voucher_id = 3", f"day_on = '{TODAY}'", "DayFiguresDisagree"),
        ("kind = 'idle'", f"day_on = '{TODAY}'", "DayFiguresDisagree"),
        ("opened_by = 3", f"day_on = '{TODAY}'", "DayHandsDisagree"),
        ("opened_on_behalf_of = 3", f"day_on = '{TODAY}'", "DayHandsDisagree"),
        ("closed_by = 3", f"day_on = '{TODAY}'", "DayHandsDisagree"),
        ("accepted_take = 2", f"day_on = '{TODAY}'", "DayHandsDisagree"),
        ("review = 'none'", f"day_on = '{TODAY}'", "OfficerRecordDisagrees"),
        ("review = 'verified'", f"day_on = '{YESTERDAY}'", "OfficerRecordDisagrees"),
        ("opening_paise = 1", f"day_on = '{TOMORROW}'", "DayFiguresDisagree"),
        ("opened_at = 1", f"day_on = '{TOMORROW}'", "DayHandsDisagree"),
    ],
)  # fmt: skip
def test_a_changed_day_is_named(
    tampered: Tampered, assignment: str, condition: str, kind: str
) -> None:
    tampered.change("day", assignment, condition)
    assert tampered.finds(kind, "day " + condition.split("'")[1])


def test_a_sealed_day_does_not_stand_open(tampered: Tampered) -> None:
    run("DELETE FROM day WHERE day_on = ?", TOMORROW)
    tampered.drop_vouchers(after_id=4)
    tampered.change("day", "status = 'open'", f"day_on = '{TODAY}'")
    assert tampered.finds("DayIsOpenThoughSealed", f"day {TODAY}")
    run("INSERT INTO reopening (society_id, id, day_on, reopened_at, reopened_by, reason, seal_no) "
        "VALUES (1, 1, ?, 1, 1, 'x', 2)", TODAY)  # fmt: skip
    assert not tampered.finds("DayIsOpenThoughSealed", f"day {TODAY}")


def test_a_removed_or_invented_day_is_named(tampered: Tampered) -> None:
    run("DELETE FROM day WHERE day_on = ?", TODAY)
    assert tampered.finds("DayIsMissing", f"day {TODAY}")
    run("INSERT INTO day (society_id, day_on, kind, status, opened_at, opened_by, opening_paise) "
        "VALUES (1, '2026-11-20', 'working', 'closed', 1, 1, 0)")  # fmt: skip
    assert tampered.finds("DayHasNoSeal", "day 2026-11-20")
    assert tampered.finds("DayHasNoAct", "day 2026-11-20")


def test_a_changed_count_is_named(tampered: Tampered) -> None:
    tampered.change("cash_count", "pieces = pieces + 1", "denomination = 500")
    assert tampered.first() == ("CountWasChanged", f"day {TODAY}")


def test_a_changed_count_of_an_open_day_is_named(tampered: Tampered) -> None:
    tampered.world.counts(26_000)
    assert tampered.prove().findings == ()
    tampered.change("cash_count", "pieces = 0", f"denomination = 500 AND day_on = '{TOMORROW}'")
    assert tampered.first() == ("CountWasChanged", f"day {TOMORROW}")


def test_a_changed_act_is_named(tampered: Tampered) -> None:
    tampered.change("act", "done_by = 3", "id = 4")
    assert tampered.first() == ("ActWasEdited", "act 4")
    tampered.change("act", "chain_hash = leaf_hash", "id = 6")
    assert tampered.finds("ActsAreBroken", "act 6")


@pytest.mark.parametrize("detail", ["not json", "[]", '{"pieces": 3, "take": 1}'])
def test_an_act_that_cannot_be_read_is_named(tampered: Tampered, detail: str) -> None:
    tampered.change("act", f"detail = '{detail}'", "kind = 'counted'")
    assert tampered.first()[0] == "ActWasEdited"


def test_removed_and_inserted_acts_are_named(tampered: Tampered) -> None:
    run("DELETE FROM act WHERE id = 8")
    assert tampered.first() == ("ActIsMissing", "act 8")
    run("DELETE FROM act WHERE id = 3")
    assert tampered.first() == ("ActIsMissing", "act 3")
    tampered.change("book", "last_act_id = 6", "society_id = 1")
    assert tampered.finds("ActWasInserted", "act 7")
    tampered.change("act", "id = 0", "id = 1")
    assert tampered.first() == ("ActWasInserted", "act 0")


def test_rehashed_acts_are_told_by_the_seal(tampered: Tampered) -> None:
    tampered.change("act", "done_by = 3", "kind = 'counted'")
    link = chain.START
    for fields in rows(f"SELECT {', '.join(chain.ACT_FIELDS)} FROM act ORDER BY id"):
        leaf = chain.act_leaf(fields)
        link = chain.link(link, leaf)
        run("UPDATE act SET leaf_hash = ?, chain_hash = ? WHERE id = ?", leaf, link, fields[1])
    run("UPDATE book SET act_hash = ? WHERE society_id = 1", link)
    assert tampered.first() == ("ActsWereRehashed", f"day {YESTERDAY}") or tampered.first() == (
        "ActsWereRehashed", f"day {TODAY}",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "assignment", "condition", "where"),
    [
        ("head_balance", "paise = paise + 100", "head = 2101", "head 2101"),
        ("sub_balance", "paise = paise - 100", "head = 2805", "head 2805 of 1"),
        ("head_total", "debit_paise = 1", f"head = 3307 AND day_on = '{TODAY}'",
         f"head 3307 on {TODAY}"),
    ],
)  # fmt: skip
def test_a_drifted_balance_is_named(
    tampered: Tampered, table: str, assignment: str, condition: str, where: str
) -> None:
    tampered.change(table, assignment, condition)
    assert tampered.first() == ("BalanceDisagrees", where)


def test_a_drifted_number_counter_is_named(tampered: Tampered) -> None:
    tampered.change("voucher_number", "last_no = 9", "kind = 'cash_receipt'")
    assert tampered.first() == ("CounterDisagrees", "numbers of cash_receipt 2026")


def test_cash_below_zero_at_any_instant_is_named(tampered: Tampered) -> None:
    for voucher_id, paise in ((5, -9_00_000_00), (6, 9_00_000_00)):
        tampered.change("entry", f"paise = {paise}", f"voucher_id = {voucher_id} AND line = 1")
        tampered.change("entry", f"paise = {-paise}", f"voucher_id = {voucher_id} AND line = 2")
        tampered.change("voucher", f"total_paise = {abs(paise)}", f"id = {voucher_id}")
    tampered.rehash()
    assert tampered.first() == ("CashWasNegative", "voucher 5")


def test_a_gap_in_a_rehashed_chain_is_named(tampered: Tampered) -> None:
    tampered.change("voucher", "no = 8", "id = 6")
    tampered.rehash()
    assert tampered.first() == ("NumbersHaveAGap", "voucher 6")


def test_a_day_sealed_twice_is_whole(tampered: Tampered) -> None:
    """A reopened day has two seals; the second one's figures count."""
    world = tampered.world
    world.counts(26_386 + 30 - 10 + 150)
    world.closes_day()
    reopens(world, on=TOMORROW)
    world.enters(rupees=5)
    assert tampered.prove().findings == ()
    world.counts(26_386 + 30 - 10 + 150 + 5)
    world.closes_day()
    assert tampered.prove().findings == ()
    assert tampered.prove().seals == 4


def test_a_changed_correction_is_named(tampered: Tampered) -> None:
    run("INSERT INTO correction (society_id, voucher_id, original_id, part, reason, remark) "
        "VALUES (1, 6, 5, 'reversal', 'twice', 'x')")  # fmt: skip
    assert tampered.first() == ("CorrectionDisagrees", "voucher 6")
    write_transaction(
        lambda: note_act(
            tampered.world.doer(), 1, "corrected", TOMORROW, original=5, reason="twice",
            parts=[["reversal", 6]],
        )
    )  # fmt: skip
    assert tampered.prove().findings == ()
    tampered.change("correction", "original_id = 2", "voucher_id = 6")
    assert tampered.first() == ("CorrectionDisagrees", "voucher 6")

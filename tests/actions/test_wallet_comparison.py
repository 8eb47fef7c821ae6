"""A month beside its statements: both balances and every difference add up."""

from __future__ import annotations

from pathlib import Path

from portal.actions import wallet_comparison as deeds
from portal.actions import wallet_matching
from portal.actions.commission import Commission, enter_commission
from portal.actions.corrections import correct_voucher
from portal.actions.wallet_comparison import Comparison
from portal.domain.corrections import Correction
from portal.domain.wallet_matching import Gap, Standing
from portal.storage import daybook, statements
from tests.bills_world import WITH_WALLET, Counter
from tests.sandboxes.running import RunningSandbox
from tests.statements_world import UPI, WALLET, reads
from tests.world import TODAY, World

OPEN = 8_00_000_00


def compared(world: World, month: str = "", head: int = WALLET) -> Comparison:
    found = deeds.compare_month(world.society_id, head, month)
    assert found is not None
    return found


def rows(found: Comparison) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.theirs_paise // 100, one.ours_paise // 100) for one in found.rows}


def starts(world: World) -> World:
    world.starts_books(balances=WITH_WALLET)
    world.opens_day()
    return world


def test_a_month_in_which_all_agrees(world: World) -> None:
    starts(world)
    world.enters("csc_wallet_topup", 5000, head=2201)
    enter_commission(
        world.doer(), world.slip(), world.society_id, Commission(95_00, 5_00, "bill", "")
    )
    reads(
        world, "24-11-2026,Top up,N1,,5000,805000", "24-11-2026,Commission,C1,,100,805100",
        "24-11-2026,TDS commission,T1,5,,805095",
    )  # fmt: skip
    found = compared(world)
    assert (found.opening, found.closing) == ((OPEN, OPEN), (8_05_095_00, 8_05_095_00))
    assert rows(found) == {"moved": (5000, 5000), "commission": (95, 95)}
    assert (found.differences, found.gap_paise, found.rest_paise, found.number) == (0, 0, 0, 3)
    assert (found.gaps, found.left, found.unread) == ({}, {}, ())


def test_opening_balances_of_the_same_days_are_the_beginning(world: World) -> None:
    starts(world)
    reads(world, "22-11-2026,Charge,X1,5,,799995", "24-11-2026,Charge,X2,5,,799990")
    found = compared(world)
    assert (found.opening, found.closing) == ((OPEN, OPEN), (7_99_990_00, OPEN))
    assert (found.first_on, found.last_on) == ("2026-11-22", TODAY)
    assert rows(found) == {"other": (-10, 0)}
    assert (found.differences, found.gap_paise) == (2, -10_00)


def test_every_difference_stands_under_its_name_and_adds_up(world: World) -> None:
    starts(world)
    kept = world.enters("csc_wallet_topup", 5000, head=2201)
    gone = world.enters("csc_wallet_topup", 70, head=2201)
    world.enters("csc_wallet_topup", 30, head=2201)
    correct_voucher(
        world.doer(), world.slip(), world.society_id, gone, Correction("twice", "गलती")
    )  # fmt: skip
    reads(
        world, "24-11-2026,Top up,N1,,4990,", "24-11-2026,Reversal,R1,,40,",
        "24-11-2026,Commission,C1,,10,", "24-11-2026,Charge,X1,3,,",
        "24-11-2026,Charge,X2,2,,804735",
        "24-11-2026,Sum,Y9,100,,",
    )  # fmt: skip
    manager = world.doer("manager"), world.slip("manager")
    wallet_matching.explain(*manager, world.society_id, WALLET, 1, 1, voucher_id=kept)
    wallet_matching.explain(
        world.doer("manager"), world.slip("manager"), world.society_id, WALLET, 4, 1, note="शुल्क"
    )
    found = compared(world, TODAY[:7])
    assert {gap: len(some) for gap, some in found.gaps.items()} == {
        Gap.COMMISSION_MISSING: 1, Gap.NOT_IN_BOOKS: 3,
    }  # fmt: skip
    assert [ours.paise for ours, _ in found.left[Standing.WAITING]] == [30_00]
    assert found.uneven == {kept: -10_00}
    assert [one.id for one in found.by_hand] == [1, 4]
    assert rows(found) == {
        "moved": (4990, 5030), "returned": (40, 0), "commission": (10, 0), "other": (-105, 0),
    }  # fmt: skip
    assert found.differences == 5
    for side in (0, 1):
        moved = sum(row.theirs_paise if side == 0 else row.ours_paise for row in found.rows)
        opening = found.opening[side]
        assert opening is not None
        assert opening + moved == found.closing[side]
    assert found.closing[1] == daybook.balance(world.society_id, WALLET)
    assert found.closing[0] == 804635_00


def test_an_entry_is_missing_once_a_later_day_is_read(world: World) -> None:
    starts(world)
    world.enters("csc_wallet_topup", 30, head=2201)
    world.clock.move(days=1)
    reads(world, "24-11-2026,Charge,X1,5,,", "25-11-2026,Charge,X2,5,,")
    found = compared(world)
    assert [ours.paise for ours, _ in found.left[Standing.MISSING]] == [30_00]
    assert found.differences == 3
    assert (found.opening[0], found.closing[0], found.gap_paise) == (None, None, 0)


def test_lines_that_are_missing_between_statements_leave_a_rest(world: World) -> None:
    starts(world)
    reads(world, "22-11-2026,Charge,X1,5,,799995")
    reads(world, "23-11-2026,Charge,X3,5,,799980")
    assert compared(world).rest_paise == -10_00


def test_days_and_months_that_were_not_read_are_named(world: World) -> None:
    starts(world)
    reads(world, "30-09-2026,Charge,X0,5,,", "03-10-2026,Charge,X1,5,,")
    reads(world, "20-11-2026,Charge,X2,5,,", "21-11-2026,Charge,X3,5,,")
    reads(world, "24-11-2026,Charge,X4,5,,")
    spans = wallet_matching.read_spans(world.society_id)[WALLET]
    assert deeds.months_of(spans) == ["2026-11", "2026-10", "2026-09"]
    found = compared(world)
    assert (found.first_on, found.last_on) == ("2026-11-20", TODAY)
    assert found.unread == (("2026-11-22", "2026-11-23"),)
    october = compared(world, "2026-10")
    assert (october.first_on, october.last_on, october.number) == ("2026-10-01", "2026-10-03", 1)
    assert deeds.compare_month(world.society_id, WALLET, "2026-08") is None
    assert deeds.compare_month(world.society_id, UPI, "") is None


def test_refunds_stand_apart_and_come_to_nothing(world: World) -> None:
    starts(world)
    reads(world, "24-11-2026,BBPS,PX123456,50,,", "24-11-2026,Reversal,PX123456,,50,")
    found = compared(world)
    assert (found.rows, found.differences) == ((), 0)
    assert len(statements.lines_between(world.society_id, WALLET, TODAY, TODAY)) == 2


def test_another_amount_is_a_payment_and_later_entries_are_no_matter_yet(world: World) -> None:
    starts(world)
    voucher_id = world.enters("csc_wallet_topup", 30, head=2201, reference="NEFT26112301")
    reads(world, "23-11-2026,Top up,NEFT26112301,,40,")
    found = compared(world)
    (one,) = found.gaps[Gap.AMOUNT_DIFFERS]
    assert (one.voucher_id, found.left) == (voucher_id, {})
    assert rows(found) == {"moved": (40, 0)}


def test_another_amount_of_an_order_stands_with_the_bills(world: World, tmp_path: Path) -> None:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    try:
        counter = Counter(world, sandbox)
        order = counter.order(counter.takes_for("100"))
        waiting = counter.order(counter.takes_for("147"))
        through = waiting.through_paise
        reads(
            world, f"24-11-2026,BBPS,{order.payment_ref_id},7,,",
            f"24-11-2026,BBPS,{waiting.payment_ref_id},{through // 100}.{through % 100:02d},,",
        )  # fmt: skip
    finally:
        sandbox.stop()
    found = compared(world)
    assert [one.order_id for one in found.gaps[Gap.AMOUNT_DIFFERS]] == [order.id]
    assert [one.order_id for one in found.gaps[Gap.NOT_POSTED]] == [waiting.id]
    assert found.differences == 1
    assert rows(found) == {"payment": ((-700 - through) // 100, 0)}

"""Wallet, UPI and AePS beside their statements, on real orders, visits and vouchers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.actions import wallet_matching as deeds
from portal.actions.aeps import Slipped, record_slip
from portal.actions.corrections import correct_voucher
from portal.actions.exactly_once import Done
from portal.domain.bill_orders import OrderState
from portal.domain.corrections import Correction
from portal.domain.wallet_matching import Gap
from portal.storage import engine, statements
from tests.bills_world import Counter
from tests.sandboxes.running import RunningSandbox
from tests.statements_world import AEPS, UPI, WALLET, found_as, lines_of, reads
from tests.world import TODAY, World


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def gaps(world: World, head: int = WALLET) -> list[object]:
    """What each line is called now."""
    held = deeds.held_between(world.society_id, head, TODAY, TODAY)
    return [one.gap or one.found for _no, one in sorted(held.matching.verdicts.items())]


def rupees(paise: int) -> str:
    return f"{paise // 100}.{paise % 100:02d}"


def takes_upi(counter: Counter, digits: str, utr: str) -> int:
    """Take the money of one bill by UPI."""
    order_id = counter.fetched(digits)
    counter.chooses(order_id)
    visit_id = counter.order(order_id).visit_id
    assert visit_id is not None
    counter.pays(visit_id, mode="upi", reference=utr)
    return order_id


def explains(world: World, line_id: int, head: int = WALLET, **said: Any) -> Done:
    line = statements.line(world.society_id, head, line_id)
    assert line is not None
    version = said.pop("version", line.version)
    return deeds.explain(
        world.doer("manager"), world.slip("manager"), world.society_id, head, line_id, version,
        **said,
    )  # fmt: skip


def matches(world: World, head: int = WALLET) -> Done:
    return deeds.match(world.doer("manager"), world.slip("manager"), world.society_id, head)


def test_bills_are_known_by_any_of_their_numbers(counter: Counter) -> None:
    orders = [counter.order(counter.takes_for(digits)) for digits in ("100", "047")]
    counter.settles()
    orders = [counter.order(one.id) for one in orders]
    assert {one.state for one in orders} == {OrderState.SUCCESS}
    first, second = orders
    assert first.transaction_id
    reads(
        counter.world,
        f"24-11-2026,BBPS {first.transaction_id},W1,{rupees(first.through_paise)},,",
        f"24-11-2026,BBPS,{second.payment_ref_id},{rupees(second.through_paise)},,",
    )
    assert lines_of() == [
        (1, "payment", first.outcome_voucher_id, first.id),
        (2, "payment", second.outcome_voucher_id, second.id),
    ]
    assert deeds.unexplained(counter.society_id) == 0


def test_a_second_debit_and_its_refund_and_money_kept(counter: Counter) -> None:
    order = counter.order(counter.takes_for("100"))
    counter.settles()
    amount = rupees(order.through_paise)
    debit = f"24-11-2026,BBPS,{order.payment_ref_id},{amount},,"
    reads(counter.world, debit, debit)
    assert gaps(counter.world) == ["payment", Gap.PAID_TWICE]
    seen = deeds.look_at(counter.society_id, deeds.line_of(counter.society_id, WALLET, 2))
    assert (seen.gap, seen.order_id, seen.candidates) == (Gap.PAID_TWICE, order.id, [])
    assert deeds.unexplained(counter.society_id) == 1
    reads(counter.world, f"24-11-2026,Reversal,{order.payment_ref_id},,{amount},")
    assert found_as() == ["payment", "refund", "refund"]


def test_money_taken_for_a_bill_under_way_and_for_a_failed_one(counter: Counter) -> None:
    order = counter.order(counter.takes_for("100"))
    debit = f"24-11-2026,BBPS,{order.payment_ref_id},{rupees(order.through_paise)},,"
    reads(counter.world, debit)
    assert gaps(counter.world) == [Gap.NOT_POSTED]
    counter.gives_up(order.id)
    counter.settles()
    assert counter.state(order.id) is OrderState.REFUND_DUE
    assert gaps(counter.world) == [Gap.FAILED_KEPT]


def test_a_top_up_entered_later_is_found_by_comparing_anew(open_world: World) -> None:
    reads(open_world, "23-11-2026,Top up,N1,,5000,")
    assert matches(open_world).location == "/wallet/compare?head=2204&found=0"
    voucher_id = open_world.enters("csc_wallet_topup", 5000, head=2201)
    assert deeds.unexplained(open_world.society_id) == 1
    assert matches(open_world).location == "/wallet/compare?head=2204&found=1"
    assert lines_of() == [(1, "moved", voucher_id, None)]
    assert deeds.unexplained(open_world.society_id) == 0


def test_a_line_is_open_again_when_its_entry_is_reversed(open_world: World) -> None:
    voucher_id = open_world.enters("csc_wallet_topup", 5000, head=2201)
    reads(open_world, "24-11-2026,Top up,N1,,5000,")
    assert found_as() == ["moved"]

    def corrects(reason: str, **right: Any) -> None:
        correct_voucher(
            open_world.doer(), open_world.slip(), open_world.society_id, voucher_id,
            Correction(reason, "गलती", **right),
        )  # fmt: skip

    corrects("wrong_amount", right_amount_paise=4000_00)
    assert gaps(open_world) == [Gap.NOT_IN_BOOKS]
    matches(open_world)
    assert lines_of() == [(1, "", None, None)]
    again = open_world.enters("csc_wallet_topup", 5000, head=2201)
    matches(open_world)
    assert lines_of() == [(1, "moved", again, None)]


def test_a_line_moves_on_to_the_entry_that_replaced_its_own(open_world: World) -> None:
    voucher_id = open_world.enters("csc_wallet_topup", 5000, head=2201)
    reads(open_world, "24-11-2026,Top up,N1,,5000,")
    correct_voucher(
        open_world.doer(), open_world.slip(), open_world.society_id, voucher_id,
        Correction("twice", "गलती"),
    )  # fmt: skip
    again = open_world.enters("csc_wallet_topup", 5000, head=2201)
    matches(open_world)
    assert lines_of() == [(1, "moved", again, None)]


def test_nothing_is_compared_where_nothing_was_read(open_world: World) -> None:
    open_world.enters("csc_wallet_topup", 5000, head=2201)
    assert matches(open_world).location.endswith("found=0")
    assert deeds.unexplained(open_world.society_id) == 0


def test_an_entry_that_no_statement_shows_counts_once_a_later_day_is_read(
    open_world: World,
) -> None:
    open_world.enters("csc_wallet_topup", 5000, head=2201)
    reads(open_world, "23-11-2026,Charge,X1,5,,", "24-11-2026,Charge,X2,6,,")
    assert deeds.unexplained(open_world.society_id) == 2
    open_world.clock.move(days=1)
    reads(open_world, "25-11-2026,Charge,X3,7,,")
    assert deeds.unexplained(open_world.society_id) == 4
    assert deeds.unexplained(open_world.society_id, [UPI]) == 0


def test_a_line_is_tied_by_hand_and_taken_back(open_world: World) -> None:
    voucher_id = open_world.enters("csc_wallet_topup", 5000, head=2201)
    reads(open_world, "24-11-2026,Refund of something,R1,,4990,")
    seen = deeds.look_at(
        open_world.society_id, deeds.line_of(open_world.society_id, WALLET, 1)
    )  # fmt: skip
    assert [entry.voucher_id for _, entry in seen.candidates] == [voucher_id]
    with pytest.raises(deeds.EntryIsMissing):
        explains(open_world, 1, voucher_id=999)
    done = explains(open_world, 1, voucher_id=voucher_id)
    assert done.location == "/wallet/compare?head=2204&month=2026-11"
    held = deeds.held_between(open_world.society_id, WALLET, TODAY, TODAY)
    assert held.matching.uneven() == {voucher_id: -10_00}
    with pytest.raises(deeds.LineHasMovedOn):
        explains(open_world, 1, note="फिर से")
    line = statements.line(open_world.society_id, WALLET, 1)
    assert line is not None
    assert (line.matched_by, line.matched_at) == (
        open_world.person("manager").id, open_world.clock.now_ms(),
    )  # fmt: skip
    manager = open_world.doer("manager"), open_world.slip("manager")
    deeds.reopen(*manager, open_world.society_id, WALLET, 1, line.version)
    assert lines_of() == [(1, "", None, None)]
    assert engine.value("SELECT COUNT(*) FROM act WHERE kind = 'statement_line'") == 2
    with pytest.raises(deeds.LineHasMovedOn):
        deeds.reopen(
            manager[0], open_world.slip("manager"), open_world.society_id, WALLET, 1, 3
        )  # fmt: skip


def test_a_line_is_explained_in_words(open_world: World) -> None:
    reads(open_world, "24-11-2026,Charge,X1,5,,")
    with pytest.raises(deeds.NoteIsMissing):
        explains(open_world, 1, note="ok")
    with pytest.raises(deeds.LineHasMovedOn):
        explains(open_world, 1, note="वॉलेट का शुल्क", version=9)
    explains(open_world, 1, note="वॉलेट का शुल्क")
    matches(open_world)
    assert found_as() == ["explained"]
    assert deeds.unexplained(open_world.society_id) == 0
    with pytest.raises(deeds.LineIsUnknown):
        deeds.line_of(open_world.society_id, WALLET, 2)


def test_one_upi_payment_pays_all_of_a_visit(counter: Counter) -> None:
    orders = [counter.fetched("100")]
    counter.chooses(orders[0])
    visit_id = counter.order(orders[0]).visit_id
    assert visit_id is not None
    orders.append(counter.fetched("047", visit_id=visit_id))
    counter.chooses(orders[1])
    counter.pays(visit_id, mode="upi", reference="432112345678")
    total = engine.value("SELECT total_paise FROM visit WHERE id = ?", visit_id)
    reads(
        counter.world, f"24-11-2026,UPI/CR/432112345678/RAMESH,,,{rupees(total)},",
        "24-11-2026,UPI/CR/432112345000/X,,,70,", head=UPI,
    )  # fmt: skip
    first = counter.order(orders[0]).cash_voucher_id
    assert lines_of(UPI)[0] == (1, "entry", first, None)
    assert gaps(counter.world, UPI) == ["entry", Gap.NOT_IN_BOOKS]


def test_our_own_reference_in_the_words_is_enough(counter: Counter) -> None:
    order_id = takes_upi(counter, "100", "432112345678")
    order = counter.order(order_id)
    words = f"UPI/KHR001V{order.visit_id:06d}/CR"
    reads(counter.world, f"24-11-2026,{words},,,{rupees(order.cash_paise)},", head=UPI)
    assert found_as(UPI) == ["entry"]


def test_a_wrong_utr_is_two_differences_with_one_offer(counter: Counter) -> None:
    order = counter.order(takes_upi(counter, "100", "432112345678"))
    amount = rupees(order.cash_paise)
    reads(counter.world, f"24-11-2026,UPI/432112345687/X,,,{amount},", head=UPI)
    assert gaps(counter.world, UPI) == [Gap.NOT_IN_BOOKS]
    line = deeds.line_of(counter.society_id, UPI, 1)
    seen = deeds.look_at(counter.society_id, line)
    assert [ours.key for ours, _ in seen.candidates] == [order.cash_voucher_id]
    explains(counter.world, 1, UPI, voucher_id=order.cash_voucher_id)
    assert deeds.unexplained(counter.society_id) == 0


def test_aeps_is_matched_by_its_rrn(open_world: World) -> None:
    out = open_world.enters("aeps_withdraw", 500, reference="632800001234")
    reads(
        open_world, "24-11-2026,AEPS RRN 632800001234,,,500,", "24-11-2026,AEPS,632800009999,,70,",
        head=AEPS,
    )  # fmt: skip
    assert lines_of(AEPS) == [(1, "entry", out, None), (2, "", None, None)]


def test_money_of_an_uncertain_slip_leads_to_what_was_written_down(open_world: World) -> None:
    record_slip(
        open_world.doer(), open_world.slip(), open_world.society_id,
        Slipped("withdrawal", "uncertain", 1_000_00, "632812345678", "1234", "भारतीय स्टेट बैंक",
                "सुशीला देवी", "9826012345"),
    )  # fmt: skip
    reads(
        open_world, "24-11-2026,AEPS RRN 632812345678,,,1000,", "24-11-2026,AEPS,632812345699,,5,",
        head=AEPS,
    )  # fmt: skip
    lines = [deeds.line_of(open_world.society_id, AEPS, no) for no in (1, 2)]
    seen = [deeds.look_at(open_world.society_id, one) for one in lines]
    assert [(one.gap, one.record_id) for one in seen] == [
        (Gap.NOT_IN_BOOKS, 1), (Gap.NOT_IN_BOOKS, None),
    ]  # fmt: skip


def test_what_was_paid_on_the_csc_page_is_known_by_its_numbers(open_world: World) -> None:
    voucher_id = open_world.enters("csc_wallet_topup", 500, head=2201)
    engine.run(
        "INSERT INTO wallet_payment (society_id, id, version, merchant_txn, csc_id, product_id, "
        "head, what, amount_paise, state, csc_txn, begun_on, begun_at, begun_by, state_at, "
        "voucher_id) VALUES (?, 1, 1, 'M2611240001', 'c', 'p', 2201, 'x', 50000, 'paid', "
        "'240000000000000000000001', ?, 1, ?, 1, ?)",
        open_world.society_id, TODAY, open_world.person("manager").id, voucher_id,
    )  # fmt: skip
    reads(open_world, "10-11-2026,PAY,240000000000000000000001,,500,")
    assert lines_of() == [(1, "moved", voucher_id, None)]


def test_spans_of_days_are_joined_where_they_touch(open_world: World) -> None:
    for on in ("20", "21", "23"):
        reads(open_world, f"{on}-11-2026,Charge,X{on},5,,")
    assert deeds.read_spans(open_world.society_id) == {
        WALLET: [("2026-11-20", "2026-11-21"), ("2026-11-23", "2026-11-23")]
    }


def test_an_entry_of_another_season_may_be_tied(open_world: World) -> None:
    voucher_id = open_world.enters("csc_wallet_topup", 40, head=2201)
    reads(open_world, "01-09-2026,Top up,N1,,40,")
    explains(open_world, 1, voucher_id=voucher_id)
    held = deeds.held_between(open_world.society_id, WALLET, "2026-09-01", "2026-09-01")
    assert (held.matching.verdicts[1].found, held.matching.uneven()) == ("tied", {})


def test_the_worker_looks_again_after_vouchers(open_world: World) -> None:
    reads(open_world, "24-11-2026,Top up,N1,,5000,")
    open_world.clock.move(minutes=9)
    assert deeds.match_after_vouchers(open_world.clock.now_ms()) == 0
    voucher_id = open_world.enters("csc_wallet_topup", 5000, head=2201)
    assert deeds.match_after_vouchers(open_world.clock.now_ms()) == 1
    assert lines_of() == [(1, "moved", voucher_id, None)]
    assert statements.to_match(open_world.clock.now_ms()) == []
    correct_voucher(
        open_world.doer(), open_world.slip(), open_world.society_id, voucher_id,
        Correction("twice", "गलती"),
    )  # fmt: skip
    assert deeds.match_after_vouchers(open_world.clock.now_ms()) == 1
    assert found_as() == [""]
    open_world.clock.move(minutes=9)
    assert statements.to_match(open_world.clock.now_ms() - deeds.FRESH_MS) == []

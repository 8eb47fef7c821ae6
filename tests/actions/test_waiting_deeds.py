"""Deeds of registers above a limit: the same deed is done by its maker once others agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from portal.actions import accounts as account_deeds
from portal.actions import aeps, bill_orders, corrections, leaving, register, wallet_payments
from portal.actions import day as day_actions
from portal.actions import fee_returns as return_deeds
from portal.actions.exactly_once import Done
from portal.actions.proof import prove_society
from portal.actions.waiting_deeds import DEEDS
from portal.actions.wallet_payments import NewWalletPayment
from portal.domain.accounts import Payout
from portal.domain.corrections import Correction
from portal.domain.daybook import CashWouldGoNegative, CountIsGoingOn
from portal.domain.proposals import (
    ProposalIsDecided,
    ProposalIsYourOwn,
    RecordIsWaiting,
    SumHasChanged,
)
from portal.domain.refusals import Refusal
from portal.storage import accounts, daybook, engine, members
from portal.storage import proposals as stored
from portal.storage.daybook import balance
from tests.actions.test_aeps import records
from tests.actions.test_proposals import agrees, refuses, sets, state, withdraws
from tests.bills_world import Counter
from tests.members_world import a_member, an_account, buys_shares, moves, puts_in
from tests.money_desk import CROP, Desk
from tests.pensioners_world import a_pensioner, money_arrives, pays
from tests.sandboxes.running import RunningSandbox
from tests.wallet_world import PRINTING, Payer
from tests.world import World, traces, voucher_count

LIMIT = 500


@dataclass
class Case:
    """A deed that is about to be asked for in a world, and what it moves when it is done."""

    world: World
    maker: str
    ask: Callable[[], Done]
    task: str
    paise: int
    is_done: Callable[[], Any]
    is_bill: bool = False


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


@pytest.fixture(params=sorted(DEEDS))
def case(request: pytest.FixtureRequest, world: World) -> Case:
    made: Case = globals()[f"_{request.param}"](request, world)
    sets(made.world, LIMIT)
    return made


def _opened(world: World) -> World:
    world.starts_books()
    world.opens_day()
    return world


def _close_account(_request: Any, world: World) -> Case:
    account = an_account(a_member(_opened(world)))
    puts_in(world, account, 800)
    return Case(
        world, "operator", lambda: closes(world, account.id), "cash_withdraw_savings", 800_00,
        lambda: not account_of(account.id).is_open,
    )  # fmt: skip


def _pay_pension(_request: Any, world: World) -> Case:
    money_arrives(_opened(world))
    one = a_pensioner(world)
    return Case(
        world, "operator", lambda: pays(world, one), "pension_pay", 600_00,
        lambda: engine.value("SELECT COUNT(*) FROM pension_payment"),
    )  # fmt: skip


def _send_on(_request: Any, world: World) -> Case:
    desk = Desk(world)
    one = desk.takes(CROP, passed=950)
    return Case(
        world, "manager", lambda: desk.tries_sending(one), "insurance_remit", 950_00,
        lambda: desk.application(one).state == "sent",
    )  # fmt: skip


def _give_back_fee(_request: Any, world: World) -> Case:
    desk = Desk(world)
    found = desk.cancels(desk.takes(CROP, passed=950))
    key = (found.visit_id, found.fee_no)
    return Case(
        world, "operator", lambda: return_deeds.give_back(
            world.doer(), world.slip(), 1, key, found.version
        ), "csc_refund", 950_00, lambda: desk.returned(*key).state == "given",
    )  # fmt: skip


def _give_back_bill(request: Any, _world: World) -> Case:
    counter: Counter = request.getfixturevalue("counter")
    order_id = counter.takes_for("100")
    counter.sandbox.server.shutdown()
    counter.sandbox.server.server_close()
    world = counter.world
    bill_orders.give_up(world.doer(), world.slip(), counter.society_id, order_id)
    return Case(
        world, "operator", lambda: bill_orders.give_back(
            world.doer(), world.slip(), counter.society_id, order_id
        ), "csc_refund", counter.order(order_id).cash_paise or 0,
        lambda: counter.state(order_id).value == "refunded", is_bill=True,
    )  # fmt: skip


def _take_back_aeps(_request: Any, world: World) -> Case:
    records(_opened(world))
    wish = Correction("not_ours", "भूल से")
    return Case(
        world, "manager", lambda: aeps.take_back(
            world.doer("manager"), world.slip("manager"), world.society_id, 1, wish
        ), "aeps_withdraw", 1_000_00, lambda: aeps.record_of(world.society_id, 1).is_void,
    )  # fmt: skip


def _pay_from_wallet(request: Any, world: World) -> Case:
    payer = Payer(world, request.getfixturevalue("csc"))
    new = NewWalletPayment(PRINTING, 700_00, "टोनर", payer.csc.gateway.product_id)
    return Case(
        world, "accountant", lambda: wallet_payments.begin_payment(
            world.doer("accountant"), world.slip("accountant"), world.society_id, new
        ), "csc_wallet_pay", 700_00, lambda: engine.value("SELECT COUNT(*) FROM wallet_payment"),
    )  # fmt: skip


def _transfer_shares(_request: Any, world: World) -> Case:
    giver, taker = a_member(_opened(world)), a_member(world)
    buys_shares(world, giver, 900)
    return Case(
        world, "manager", lambda: leaving.transfer_shares(
            world.doer("manager"), world.slip("manager"), world.society_id, giver.id,
            str(taker.member_no), 900_00, "7", "2026-11-20",
        ), "share_transfer", 900_00, lambda: shares_of(world, taker.id) == 900_00,
    )  # fmt: skip


def _admit(_request: Any, world: World) -> Case:
    applicant = a_member(_opened(world), member_no=None, status="applicant")
    moves(world, 1104, applicant.id, -600)
    return Case(
        world, "manager", lambda: register.admit(
            world.doer("manager"), world.slip("manager"), world.society_id, applicant.id, "9",
            "7", "2026-11-20",
        ), "share_admit", 600_00, lambda: member_of(world, applicant.id).is_active,
    )  # fmt: skip


def closes(world: World, account_id: int) -> Done:
    return account_deeds.close_account(
        world.doer(), world.slip(), world.society_id, account_id, Payout(party="सुशीला देवी")
    )


def account_of(account_id: int) -> Any:
    return accounts.account(1, account_id)


def member_of(world: World, member_id: int) -> Any:
    return members.member(world.society_id, member_id)


def shares_of(world: World, member_id: int) -> int:
    return register.standing(world.society_id, member_id).shares_paise


def waiting_key(done: Done) -> int:
    assert done.voucher_id is None, done
    assert done.location.startswith("/proposals/"), done
    return int(done.location.split("/")[2].split("?")[0])


def test_it_waits_and_moves_nothing_until_the_last_one_agrees(case: Case) -> None:
    """P4: no number, no cash, no change in its register."""
    before, cash = voucher_count(), balance(case.world.society_id, 2101)
    key = waiting_key(case.ask())
    found = stored.proposal(case.world.society_id, key)
    assert found is not None
    assert (found.task, found.total_paise) == (case.task, case.paise)
    assert (voucher_count(), balance(case.world.society_id, 2101)) == (before, cash)
    assert not case.is_done()
    done = agrees(case.world, key, "chairman")
    assert case.is_done()
    assert state(case.world, key) == "approved"
    assert prove_society("KHR001", case.world.keys).is_whole
    if case.task == "csc_wallet_pay":  # the CSC says later that it was paid
        return
    voucher = daybook.voucher(case.world.society_id, done.voucher_id or 0)
    assert voucher is not None
    assert voucher.entered_by == case.world.person(case.maker).id
    assert voucher.approved_by == case.world.person("chairman").id


def test_a_second_one_of_the_same_record_is_refused_meanwhile(case: Case) -> None:
    key = waiting_key(case.ask())
    if case.task == "csc_wallet_pay":  # there is no record yet
        return
    before = traces()
    with pytest.raises(RecordIsWaiting):
        case.ask()
    assert traces() == before
    withdraws(case.world, key, case.maker)
    waiting_key(case.ask())


def test_what_is_refused_or_lapses_leaves_no_trace(case: Case) -> None:
    before, cash = voucher_count(), balance(case.world.society_id, 2101)
    refuses(case.world, waiting_key(case.ask()), "chairman")
    key = waiting_key(case.ask())
    assert not case.is_done()
    assert (voucher_count(), balance(case.world.society_id, 2101)) == (before, cash)
    sets(case.world, LIMIT, persons=0, username="officer")
    with pytest.raises(RecordIsWaiting if case.task != "csc_wallet_pay" else AssertionError):
        waiting_key(case.ask())
    agrees(case.world, key, "chairman")
    with pytest.raises(ProposalIsDecided):
        agrees(case.world, key, "chairman")


def test_its_own_maker_never_agrees(case: Case) -> None:
    case.maker = "manager"
    key = waiting_key(case.ask())
    engine.run(
        "UPDATE proposal SET proposed_by = ? WHERE id = ?", case.world.person("manager").id, key
    )
    with pytest.raises(ProposalIsYourOwn):
        agrees(case.world, key, "manager")
    assert not case.is_done()


# A closing in particular.


@pytest.fixture
def held(open_world: World) -> tuple[World, int]:
    """An account with ₹ 8,000, and a limit of ₹ 5,000."""
    account = an_account(a_member(open_world))
    puts_in(open_world, account, 8_000)
    sets(open_world, 5_000)
    return open_world, account.id


def test_money_that_came_meanwhile_is_not_paid_out_unseen(held: tuple[World, int]) -> None:
    world, account_id = held
    key = waiting_key(closes(world, account_id))
    puts_in(world, account_of(account_id), 100)
    before = traces()
    with pytest.raises(SumHasChanged) as refused:
        agrees(world, key)
    assert refused.value.params == {"amount": "8,100"}
    assert traces() == before
    assert state(world, key) == "waiting"
    withdraws(world, key)
    agrees(world, waiting_key(closes(world, account_id)))
    assert not account_of(account_id).is_open


def test_cash_that_is_gone_leaves_it_waiting(held: tuple[World, int]) -> None:
    """P5."""
    world, account_id = held
    key = waiting_key(closes(world, account_id))
    for at in range(6):
        world.enters("stationery_paid", 5_000 - at, party=f"दुकान {at}")
    with pytest.raises(CashWouldGoNegative):
        agrees(world, key)
    assert account_of(account_id).is_open
    assert state(world, key) == "waiting"


def test_it_waits_over_a_count_and_lapses_with_its_day(held: tuple[World, int]) -> None:
    """D5."""
    world, account_id = held
    key = waiting_key(closes(world, account_id))
    world.counts(balance(world.society_id, 2101) // 100)
    with pytest.raises(CountIsGoingOn):
        agrees(world, key)
    day_actions.close_day(world.doer(), world.slip(), world.society_id, world.keys, lapses=True)
    assert state(world, key) == "lapsed"
    assert account_of(account_id).is_open


def test_two_who_agree_at_the_same_instant_close_it_once(held: tuple[World, int]) -> None:
    """P1, on both engines."""
    world, account_id = held
    key, start = waiting_key(closes(world, account_id)), Barrier(2)
    answers: list[object] = []

    def ask(username: str) -> None:
        start.wait()
        try:
            answers.append(agrees(world, key, username).voucher_id)
        except Refusal as refusal:
            answers.append(refusal.name)
        finally:
            engine.disconnect()

    before = voucher_count()
    threads = [Thread(target=ask, args=(who,)) for who in ("manager", "chairman")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert voucher_count() == before + 1
    assert "ProposalIsDecided" in answers
    assert not account_of(account_id).is_open


def test_a_cancelled_item_is_not_sent_on_meanwhile(world: World) -> None:
    desk = Desk(world)
    one = desk.takes(CROP, passed=950)
    sets(world, LIMIT)
    waiting_key(desk.tries_sending(one))
    with pytest.raises(RecordIsWaiting):
        desk.cancels(one)


# Several just below a limit.


def test_payments_to_one_member_on_one_day_add_up(open_world: World) -> None:
    account = an_account(a_member(open_world))
    other = an_account(a_member(open_world))
    for one in (account, other):
        puts_in(open_world, one, 9_000)
    sets(open_world, 5_000)
    assert _draws(open_world, account, 4_000).voucher_id
    assert _draws(open_world, other, 4_000).voucher_id
    key = waiting_key(_draws(open_world, account, 1_500))
    agrees(open_world, key)  # what somebody agreed to counts no more
    assert _draws(open_world, account, 900).voucher_id
    waiting_key(_draws(open_world, account, 200))


def _draws(world: World, account: Any, rupees: int) -> Done:
    from portal.actions.daybook import enter_voucher
    from portal.domain.daybook import Line

    draft = world.drafts("cash_withdraw_savings", rupees, subs={1301: account.id})
    assert Line(1301, rupees * 100, account.id) in draft.lines
    return enter_voucher(world.doer(), world.slip(), world.society_id, draft)


def test_closing_after_a_withdrawal_adds_up_too(held: tuple[World, int]) -> None:
    world, account_id = held
    agrees(world, waiting_key(_draws(world, account_of(account_id), 7_000)))
    assert closes(world, account_id).voucher_id


def test_payments_to_one_name_add_up_and_those_taken_back_do_not(open_world: World) -> None:
    sets(open_world, 5_000)
    first = open_world.enters("stationery_paid", 3_000, party="मोहन स्टोर")
    open_world.enters("stationery_paid", 3_000, party="राम स्टोर")
    open_world.enters("repairs_paid", 3_000, party="मोहन स्टोर")
    draft = open_world.drafts("stationery_paid", 2_500, party="मोहन स्टोर")
    waiting_key(_enters(open_world, draft))
    corrections.correct_voucher(
        open_world.doer("manager"), open_world.slip("manager"), open_world.society_id, first,
        Correction("not_ours", "दो बार लिखा"),
    )  # fmt: skip
    assert _enters(open_world, replace(draft, narration="दूसरा")).voucher_id


def _enters(world: World, draft: Any) -> Done:
    from portal.actions.daybook import enter_voucher

    return enter_voucher(world.doer(), world.slip(), world.society_id, draft)


def test_what_comes_in_is_not_added_up(open_world: World) -> None:
    sets(open_world, 5_000)
    for _ in range(3):
        open_world.enters("fert_sale_cash", 4_000, party="मोहन")

"""Second persons: above its limit an entry waits, and never its own maker agrees to it."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import peewee
import pytest

from portal.actions import approval_rules, corrections, daybook, proposals
from portal.actions import day as day_actions
from portal.actions.exactly_once import Done, FormWasUsedForOther
from portal.actions.posting import open_day_of
from portal.domain.approval_rules import (
    RuleIsLoosened,
    RuleIsTheSame,
    RuleIsYourOwn,
)
from portal.domain.corrections import Correction
from portal.domain.day import ProposalsAreWaiting, ReasonIsMissing
from portal.domain.daybook import CashWouldGoNegative, CountIsGoingOn
from portal.domain.people import Slip
from portal.domain.proposals import (
    PersonCanNotApprove,
    PersonHasAgreed,
    ProposalIsDecided,
    ProposalIsOfAnother,
    ProposalIsUnknown,
    ProposalIsYourOwn,
    RemarkIsMissing,
    SecondPersonIsNeeded,
    SomeoneIsThere,
)
from portal.domain.refusals import Refusal
from portal.domain.tasks import TaskIsUnknown
from portal.storage import engine
from portal.storage import proposals as stored
from portal.storage.daybook import balance
from portal.storage.engine import write_transaction
from tests.world import World, traces, voucher_count


@pytest.fixture
def limited(open_world: World) -> World:
    """KHR001 asks for one second person above ₹ 5,000."""
    sets(open_world, above=5_000)
    return open_world


def sets(
    world: World, above: int, persons: int = 1, task: str = "", username: str = "manager"
) -> Done:
    return approval_rules.set_rule(
        world.doer(username), world.slip(username), world.society_id, task, above * 100, persons,
        "बैठक का निर्णय",
    )  # fmt: skip


def proposes(
    world: World, rupees: int = 8_000, username: str = "operator", task: str = "stationery_paid",
    behalf: str | None = None,
) -> int:  # fmt: skip
    doer = world.doer(username)
    if behalf:
        doer = world.works_on_behalf(username, behalf)
    done = daybook.enter_voucher(
        doer, world.slip(username), world.society_id,
        world.drafts(task, rupees, party="मोहन स्टोर"),
    )  # fmt: skip
    assert done.voucher_id is None, done
    return int(done.location.split("/")[2].split("?")[0])


def agrees(world: World, key: int, username: str = "manager", slip: Slip | None = None) -> Done:
    return proposals.approve(
        world.doer(username), slip or world.slip(username), world.society_id, key
    )


def refuses(world: World, key: int, username: str = "manager", why: str = "बिल नहीं है") -> Done:
    slip = world.slip(username)
    return proposals.refuse(world.doer(username), slip, world.society_id, key, why)


def withdraws(world: World, key: int, username: str = "operator") -> Done:
    slip = world.slip(username)
    return proposals.withdraw(world.doer(username), slip, world.society_id, key)


def state(world: World, key: int) -> str:
    found = stored.proposal(world.society_id, key)
    assert found is not None
    return found.state


def leaves(username: str) -> None:
    engine.run("UPDATE person SET is_active = 0 WHERE username = ?", username)


def test_an_entry_above_its_limit_waits_without_number_and_without_moving_cash(
    limited: World,
) -> None:
    """P4: no number, no chain, no cash."""
    before, cash = voucher_count(), balance(limited.society_id, 2101)
    key = proposes(limited)
    assert (voucher_count(), balance(limited.society_id, 2101)) == (before, cash)
    assert state(limited, key) == "waiting"
    at_limit = limited.enters("stationery_paid", 5_000)
    assert engine.value("SELECT no FROM voucher WHERE id = ?", at_limit) == 1


def test_the_last_who_agrees_posts_it_in_its_makers_name(limited: World) -> None:
    key, cash = proposes(limited), balance(limited.society_id, 2101)
    done = agrees(limited, key, "chairman")
    found = daybook.voucher(limited.society_id, done.voucher_id or 0)
    assert found.entered_by == limited.person("operator").id
    assert found.approved_by == limited.person("chairman").id
    assert (found.total_paise, found.party, found.no) == (8_000_00, "मोहन स्टोर", 1)
    assert balance(limited.society_id, 2101) == cash - 8_000_00
    one = stored.proposal(limited.society_id, key)
    assert one is not None
    assert (one.state, one.voucher_id) == ("approved", found.id)


@pytest.mark.parametrize("deed", [agrees, refuses])
def test_nobody_decides_on_what_is_their_own(deed: object, limited: World) -> None:
    own, delegated = (
        proposes(limited, username="manager"),
        proposes(limited, username="assistant", behalf="manager"),
    )
    before = traces()
    for key in (own, delegated):
        with pytest.raises(ProposalIsYourOwn):
            deed(limited, key, "manager")  # type: ignore[operator]
    assert traces() == before


def test_the_statement_itself_takes_no_maker_and_nobody_twice(limited: World) -> None:
    """Whatever an action forgets, what is stored never has a maker as second person."""
    own = proposes(limited, username="manager")
    behalf = proposes(limited, username="assistant", behalf="manager")
    manager, chairman = limited.person("manager").id, limited.person("chairman").id
    for key in (own, behalf):
        assert not stored.agree(limited.society_id, key, manager, 1)
        assert not stored.decide(limited.society_id, key, "approved", limited.doer("manager"))
    assert not stored.agree(limited.society_id, behalf, limited.person("assistant").id, 1)
    assert stored.agree(limited.society_id, own, chairman, 1)
    assert not stored.agree(limited.society_id, own, chairman, 2)


@pytest.mark.parametrize("others", [{}, {"on_behalf_of": 2}])
def test_the_database_itself_takes_no_maker(limited: World, others: dict[str, int]) -> None:
    proposal_id = proposes(limited)
    row = {"no": 1, "approved_at": 1, "approved_by": 2, "proposed_by": 3 if others else 2} | others
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    with pytest.raises(peewee.DatabaseError):
        write_transaction(lambda: engine.run(
            f"INSERT INTO proposal_approval (society_id, proposal_id, {names}) "  # noqa: S608
            f"VALUES (?, ?, {marks})",
            limited.society_id, proposal_id, *row.values(),
        ))  # fmt: skip


@pytest.mark.parametrize(
    ("username", "refusal"),
    [
        ("accountant", PersonCanNotApprove), ("assistant", PersonCanNotApprove),
        ("auditor", PersonCanNotApprove), ("operator2", PersonCanNotApprove),
        ("district", PersonCanNotApprove), ("officer", SomeoneIsThere),
    ],
)  # fmt: skip
def test_only_second_persons_of_the_society_agree(
    username: str, refusal: type[Refusal], limited: World
) -> None:
    key, before = proposes(limited), traces()
    with pytest.raises(refusal):
        agrees(limited, key, username)
    assert traces() == before


def test_the_officer_agrees_where_nobody_else_is_there(limited: World) -> None:
    key = proposes(limited, username="manager")
    with pytest.raises(SomeoneIsThere):
        agrees(limited, key, "officer")
    leaves("chairman")
    assert agrees(limited, key, "officer").voucher_id


def test_the_officer_of_another_block_never_agrees(limited: World) -> None:
    key = proposes(limited, username="manager")
    leaves("chairman")
    other = limited.society("ALM001").block_id
    engine.run("UPDATE person SET place_id = ? WHERE username = 'officer'", other)
    with pytest.raises(PersonCanNotApprove):
        agrees(limited, key, "officer")


def test_several_persons_agree_each_once(limited: World) -> None:
    sets(limited, above=7_000, persons=2)
    key = proposes(limited)
    assert agrees(limited, key, "manager").voucher_id is None
    with pytest.raises(PersonHasAgreed):
        agrees(limited, key, "manager")
    with pytest.raises(SomeoneIsThere):
        agrees(limited, key, "officer")
    assert agrees(limited, key, "chairman").voucher_id


def test_the_officer_is_the_third_where_three_are_asked_for(limited: World) -> None:
    sets(limited, above=7_000, persons=3)
    key = proposes(limited)
    agrees(limited, key, "officer")
    agrees(limited, key, "manager")
    assert agrees(limited, key, "chairman").voucher_id


def test_cash_that_is_gone_meanwhile_leaves_it_waiting(limited: World) -> None:
    """P5."""
    key = proposes(limited, 20_000)
    for shop in ("मोहन स्टोर", "राधा स्टोर"):
        limited.enters("stationery_paid", 5_000, party=shop)
    before = traces()
    with pytest.raises(CashWouldGoNegative):
        agrees(limited, key)
    assert traces() == before
    assert stored.proposal(limited.society_id, key).agreed == ()  # type: ignore[union-attr]
    refuses(limited, key)
    assert state(limited, key) == "refused"


def test_a_refusal_needs_a_remark_and_is_final(limited: World) -> None:
    key = proposes(limited)
    with pytest.raises(RemarkIsMissing):
        refuses(limited, key, why="  ")
    refuses(limited, key)
    with pytest.raises(ProposalIsDecided):
        agrees(limited, key, "chairman")
    with pytest.raises(ProposalIsDecided):
        withdraws(limited, key)


def test_only_its_maker_withdraws_it(limited: World) -> None:
    key = proposes(limited)
    with pytest.raises(ProposalIsOfAnother):
        withdraws(limited, key, "manager")
    withdraws(limited, key)
    one = stored.proposal(limited.society_id, key)
    assert one is not None
    assert one.is_withdrawn
    with pytest.raises(ProposalIsDecided):
        agrees(limited, key)


def test_closing_names_what_waits_and_lapses_it_by_word_only(limited: World) -> None:
    """D5."""
    key = proposes(limited)
    limited.counts(26_386)
    with pytest.raises(CountIsGoingOn):
        agrees(limited, key)
    with pytest.raises(ProposalsAreWaiting):
        limited.closes_day()
    day_actions.close_day(
        limited.doer(), limited.slip(), limited.society_id, limited.keys, lapses=True
    )
    assert state(limited, key) == "lapsed"
    limited.clock.move(days=1)
    limited.opens_day()
    before = traces()
    with pytest.raises(ProposalIsDecided):
        agrees(limited, key)
    assert traces() == before


def test_a_replay_gets_the_first_answer_and_another_content_is_refused(limited: World) -> None:
    """P1."""
    key, other, slip = proposes(limited), proposes(limited, 6_000), limited.slip("manager")
    first, again = agrees(limited, key, slip=slip), agrees(limited, key, slip=slip)
    assert (again.voucher_id, again.is_repeat) == (first.voucher_id, True)
    forged = Slip(slip.token, b"other", slip.person_id, slip.society_id)
    with pytest.raises(FormWasUsedForOther):
        agrees(limited, other, slip=forged)
    assert voucher_count() == 2


def test_an_entry_of_another_society_is_unknown_here(limited: World) -> None:
    key = proposes(limited)
    other = limited.society("KHR002").id
    with pytest.raises(ProposalIsUnknown):
        proposals.approve(limited.doer("manager"), limited.slip("manager", other), other, key)


def test_two_who_agree_at_the_same_instant_post_it_once(limited: World) -> None:
    """P1, on both engines."""
    key, start = proposes(limited), Barrier(4)
    slip = limited.slip("manager")
    asks = [("manager", slip), ("manager", slip), ("chairman", limited.slip("chairman")),
            ("chairman", limited.slip("chairman"))]  # fmt: skip
    answers: list[object] = []

    def ask(username: str, paper: Slip) -> None:
        start.wait()
        try:
            answers.append(agrees(limited, key, username, paper).voucher_id)
        except Refusal as refusal:
            answers.append(refusal.name)
        finally:
            engine.disconnect()

    threads = [Thread(target=ask, args=one) for one in asks]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    posted = {one for one in answers if isinstance(one, int)}
    assert len(posted) == 1, answers
    assert voucher_count() == 2  # the opening balances are the first
    assert {one for one in answers if isinstance(one, str)} <= {"ProposalIsDecided"}


def test_a_task_with_its_own_limit_follows_that_and_free_heads_the_strictest(
    limited: World,
) -> None:
    sets(limited, above=500, task="tea_expense")
    sets(limited, above=10_000, task="salary_pay", username="chairman")
    proposes(limited, 600, task="tea_expense")
    limited.enters("salary_pay", 9_000)
    free = limited.drafts("stationery_paid", 600)
    done = daybook.enter_voucher(
        limited.doer("manager"), limited.slip("manager"), limited.society_id,
        replace(free, task=""),
    )  # fmt: skip
    assert done.voucher_id is None


def test_one_line_among_others_can_not_wait(limited: World) -> None:
    """A sheet of slips is entered whole or not at all."""

    def sheet() -> None:
        day = open_day_of(limited.society_id)
        daybook.write_entry(limited.doer(), day, limited.drafts("stationery_paid", 8_000), "x")

    with pytest.raises(SecondPersonIsNeeded):
        write_transaction(sheet)


def test_a_correction_above_the_limit_waits_too(limited: World) -> None:
    small = limited.enters("stationery_paid", 50)
    wish = Correction("wrong_amount", "एक शून्य छूट गया", right_amount_paise=9_000_00)
    done = corrections.correct_voucher(
        limited.doer(), limited.slip(), limited.society_id, small, wish
    )
    assert done.voucher_id is None
    key, cash = int(done.location.split("/")[2].split("?")[0]), balance(limited.society_id, 2101)
    agrees(limited, key, "chairman")
    assert balance(limited.society_id, 2101) == cash - 9_000_00 + 50_00
    last = engine.row("SELECT approved_by, total_paise FROM voucher ORDER BY id DESC LIMIT 1")
    assert last == (limited.person("chairman").id, 9_000_00)


# Rules.


def test_a_rule_is_tightened_by_anyone_of_three_and_never_loosened_by_its_maker(
    open_world: World,
) -> None:
    sets(open_world, 5_000, username="chairman")
    sets(open_world, 3_000, username="manager")
    with pytest.raises(RuleIsLoosened):
        sets(open_world, 3_000, persons=0, username="manager")
    with pytest.raises(RuleIsYourOwn):
        sets(open_world, 5_000, persons=0, username="chairman")
    with pytest.raises(RuleIsLoosened):  # by way of a task's own rule
        sets(open_world, 90_000, task="salary_pay", username="manager")
    with pytest.raises(RuleIsYourOwn):
        sets(open_world, 90_000, task="salary_pay", username="chairman")
    sets(open_world, 3_000, persons=0, username="officer")
    sets(open_world, 5_000, persons=0, username="officer")
    assert open_world.enters("stationery_paid", 8_000)


def test_a_rule_says_why_names_a_task_and_changes_something(open_world: World) -> None:
    sets(open_world, 5_000)
    with pytest.raises(RuleIsTheSame):
        sets(open_world, 5_000, username="chairman")
    with pytest.raises(TaskIsUnknown):
        sets(open_world, 5_000, task="no_such")
    with pytest.raises(ReasonIsMissing):
        approval_rules.set_rule(
            open_world.doer("chairman"), open_world.slip("chairman"), open_world.society_id, "",
            1_00, 1, " ",
        )  # fmt: skip


def test_what_waits_keeps_the_number_of_persons_it_was_made_with(limited: World) -> None:
    key = proposes(limited)
    sets(limited, 5_000, persons=0, username="chairman")
    assert state(limited, key) == "waiting"
    assert stored.proposal(limited.society_id, key).missing == 1  # type: ignore[union-attr]

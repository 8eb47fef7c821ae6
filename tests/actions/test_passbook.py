"""Passbooks: each print goes on below the last one, is noted once, and can be made again."""

from __future__ import annotations

import pytest

from portal.actions.passbook import Again, Printing, note_printed, printing
from portal.domain.passbook import (
    PassbookPageIsNotThere,
    PassbookWasPrinted,
    Place,
    ReprintNeedsReason,
)
from portal.storage import engine, member_account
from portal.storage.accounts import Account
from tests.members_world import a_member, an_account, puts_in, takes_out
from tests.world import World


@pytest.fixture
def savings(open_world: World) -> Account:
    """Give a savings account with three deposits."""
    account = an_account(a_member(open_world))
    for rupees in (100, 200, 300):
        puts_in(open_world, account, rupees)
    return account


def prints(world: World, account: Account, again: Again | None = None) -> Printing:
    """Print what the passbook lacks and note it."""
    now = printing(account, again)
    note_printed(
        world.doer(), world.slip(), account, now.last.id if now.last else 0, now.upto_id, again
    )
    return now


def test_the_first_print_has_the_cover_and_all_lines(open_world: World, savings: Account) -> None:
    now = prints(open_world, savings)
    assert (now.is_first, now.has_cover, now.lines, now.place) == (True, True, 3, Place(1, 3))
    assert [one.balance_paise for one in now.sheets[0].lines] == [100_00, 300_00, 600_00]
    later = printing(savings)
    assert (later.is_first, later.has_cover, later.sheets, later.place) == (
        False, False, [], Place(1, 3)
    )  # fmt: skip


def test_the_next_print_goes_on_with_line_and_balance(open_world: World, savings: Account) -> None:
    prints(open_world, savings)
    takes_out(open_world, savings, 50)
    for _ in range(20):
        puts_in(open_world, savings, 10)
    now = prints(open_world, savings)
    assert [(one.page, one.first_line, len(one.lines)) for one in now.sheets] == [
        (1, 4, 17), (2, 1, 4)
    ]  # fmt: skip
    assert now.sheets[0].lines[0].balance_paise == 550_00
    assert now.sheets[-1].lines[-1].balance_paise == 750_00
    assert printing(savings).place == Place(2, 4)


def test_a_print_that_went_wrong_is_simply_made_again(savings: Account) -> None:
    """Only the word that it came out well is kept."""
    assert printing(savings) == printing(savings)
    assert member_account.last_print(savings.society_id, savings.id) is None


def test_what_was_entered_after_the_page_was_shown_waits_for_the_next_print(
    open_world: World, savings: Account
) -> None:
    now = printing(savings)
    puts_in(open_world, savings, 400)
    note_printed(open_world.doer(), open_world.slip(), savings, 0, now.upto_id, None)
    later = printing(savings)
    assert [one.balance_paise for one in later.sheets[0].lines] == [1_000_00]
    assert later.sheets[0].first_line == 4


def test_the_word_of_printing_counts_once(open_world: World, savings: Account) -> None:
    """P1."""
    now, slip = printing(savings), open_world.slip()
    for is_repeat in (False, True):
        done = note_printed(open_world.doer(), slip, savings, 0, now.upto_id, None)
        assert done.is_repeat is is_repeat
    assert engine.value("SELECT COUNT(*) FROM passbook_print") == 1


def test_two_people_never_note_the_same_lines_twice(open_world: World, savings: Account) -> None:
    now = printing(savings)
    prints(open_world, savings)
    with pytest.raises(PassbookWasPrinted):
        note_printed(open_world.doer(), open_world.slip(), savings, 0, now.upto_id, None)
    with pytest.raises(PassbookWasPrinted):  # nothing new since
        prints(open_world, savings)


def test_a_passbook_without_entries_has_its_cover_printed(open_world: World) -> None:
    account = an_account(a_member(open_world))
    now = prints(open_world, account)
    assert (now.has_cover, now.sheets, now.place) == (True, [], Place(0, 0))
    puts_in(open_world, account, 10)
    later = printing(account)
    assert (later.has_cover, later.sheets[0].page, later.sheets[0].used) == (False, 1, 0)


def test_a_lost_passbook_is_printed_anew_with_its_reason(
    open_world: World, savings: Account
) -> None:
    for _ in range(20):
        puts_in(open_world, savings, 10)
    prints(open_world, savings)
    puts_in(open_world, savings, 10)
    now = prints(open_world, savings, Again(2, "spoiled"))
    assert [(one.page, one.used, len(one.lines)) for one in now.sheets] == [(2, 0, 4)]
    assert now.sheets[0].lines[0].balance_paise == 780_00
    assert not now.has_cover
    assert printing(savings, Again(1, "lost")).has_cover
    assert printing(savings).place == Place(2, 4)
    (detail,) = engine.row("SELECT detail FROM act WHERE kind = 'passbook_reprinted'") or ("",)
    assert '"page":2,"why":"spoiled"' in detail


def test_printing_again_needs_a_page_that_is_there_and_a_reason(
    open_world: World, savings: Account
) -> None:
    with pytest.raises(PassbookPageIsNotThere):
        printing(savings, Again(1, "lost"))
    prints(open_world, savings)
    with pytest.raises(PassbookPageIsNotThere):
        printing(savings, Again(2, "lost"))
    for why in ("", "because"):
        with pytest.raises(ReprintNeedsReason):
            printing(savings, Again(1, why))


def test_a_loan_with_its_interest_is_printed_too(open_world: World) -> None:
    loan = an_account(a_member(open_world), "loan")
    takes_out(open_world, loan, 5_000)
    puts_in(open_world, loan, 1_000)
    (sheet,) = printing(loan).sheets
    assert [one[1:] for one in sheet.lines] == [
        (5_000_00, 0, 5_000_00), (0, 1_000_00, 4_000_00)
    ]  # fmt: skip

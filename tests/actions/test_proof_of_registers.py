"""The proof of the registers (P2, P7): what was changed of members and accounts is named."""

# ruff: noqa: S608 - the statements are made of these tests' own words

from __future__ import annotations

import hashlib
import io
from time import perf_counter

import pytest
from PIL import Image

from portal.actions import register
from portal.actions.accounts import close_account
from portal.actions.members import change_member, record_members
from portal.domain.accounts import Payout
from portal.domain.members import Particulars
from portal.gateways.pictures import Pictures
from portal.storage.engine import is_postgres, run, value, write_transaction
from tests.actions.tampering import Tampered
from tests.members_world import a_member, an_account, buys_shares, puts_in
from tests.world import OPENING, YESTERDAY, World


@pytest.fixture
def registered(tampered: Tampered) -> Tampered:
    """Three members, the first changed once; savings, a closed account and a loan of the first."""
    if not is_postgres():
        for table in ("member_version", "member_image", "voucher_for"):
            run(f"DROP TRIGGER {table}_no_update")
            run(f"DROP TRIGGER {table}_no_delete")
    world = tampered.world
    first, second, _ = (a_member(world), a_member(world, name_hi="राम"), a_member(world))
    write_transaction(lambda: change_member(
        world.doer(), YESTERDAY, "mobile", first, Particulars(
            name_hi="सुशीला बाई", member_no=first.member_no, mobile="9826012345"
        )
    ))  # fmt: skip
    savings = an_account(first)
    closed = an_account(first, "recurring")
    an_account(second, "loan")
    buys_shares(world, first, 500)
    puts_in(world, savings, 300)
    puts_in(world, closed, 100)
    close_account(world.doer(), world.slip(), world.society_id, closed.id, Payout())
    return tampered


def test_registers_as_written_are_whole(registered: Tampered) -> None:
    assert registered.prove().findings == ()


@pytest.mark.parametrize(
    ("table", "assignment", "condition", "kind", "where"),
    [
        ("member", "name_hi = 'और'", "id = 2", "MemberDisagrees", "member 2"),
        ("member", "mobile = ''", "id = 1", "MemberDisagrees", "member 1"),
        ("member", "member_class = 'nominal'", "id = 3", "MemberDisagrees", "member 3"),
        ("member", "version = 3", "id = 2", "MemberVersionIsMissing", "member 2"),
        ("member_version", "body = '{}'", "member_id = 1 AND version = 1",
         "MemberVersionWasChanged", "member 1"),
        ("member_version", "version = 5", "member_id = 1 AND version = 1",
         "MemberVersionIsMissing", "member 1"),
        ("account", "member_id = 2", "id = 1", "AccountsDisagree", None),
        ("account", "rate_bp = 900", "id = 2", "AccountsDisagree", None),
        ("account", "amount_paise = 900", "id = 3", "AccountsDisagree", None),
        ("account", "status = 'open', closed_on = ''", "id = 2", "AccountStandingDisagrees",
         "account 2"),
        ("account", "status = 'closed', closed_on = '2026-11-25'", "id = 1",
         "AccountStandingDisagrees", "account 1"),
        ("account", "closed_on = '2026-11-24'", "id = 2", "AccountStandingDisagrees", "account 2"),
        ("sub_balance", "paise = paise - 100", "head = 1301 AND sub_id = 1",
         "RegisterDisagrees", "register of head 1301"),
        ("sub_balance", "paise = paise - 100", "head = 1301 AND sub_id = 1",
         "BalanceDisagrees", "head 1301 of 1"),
        ("sub_balance", "sub_id = 99", "head = 1301 AND sub_id = 1",
         "RegisterHasAStranger", "head 1301 of 99"),
        ("sub_balance", "sub_id = 99", "head = 1101 AND sub_id = 1",
         "RegisterHasAStranger", "head 1101 of 99"),
    ],
)  # fmt: skip
def test_a_changed_register_is_named(
    registered: Tampered, table: str, assignment: str, condition: str, kind: str, where: str | None
) -> None:
    registered.change(table, assignment, f"society_id = 1 AND {condition}")
    found = [(one.kind, one.where) for one in registered.prove().findings]
    if where is None:
        assert [name for name, _ in found] == [kind]
        assert found[0][1].startswith("act ")
    else:
        assert (kind, where) in found


@pytest.mark.parametrize("change", [
    "UPDATE member_image SET content = ?", "UPDATE member_image SET content = ?, sha256 = ?",
    "UPDATE member_image SET member_id = 2", "UPDATE member_image SET kind = 'thumb'",
])  # fmt: skip
def test_a_picture_put_in_the_place_of_another_is_named(registered: Tampered, change: str) -> None:
    a_picture_of(registered, 1)
    assert registered.prove().is_whole
    other = b"another face"
    given = (other, hashlib.sha256(other).digest())[: change.count("?")]
    run(change, *given)
    assert registered.finds("PictureDisagrees", "picture 1")


def test_a_picture_that_is_gone_is_told_by_its_act_and_an_erased_one_is_fine(
    registered: Tampered,
) -> None:
    a_picture_of(registered, 1)
    run("UPDATE member_image SET content = NULL")
    assert registered.prove().is_whole
    act = value("SELECT act_id FROM member_image")
    run("DELETE FROM member_image")
    assert registered.finds("PictureIsMissing", f"act {act}")


def a_picture_of(registered: Tampered, member_id: int) -> None:
    """Add a photo of a member."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    world = registered.world
    register.add_picture(
        world.doer(), world.slip(), 1, member_id, "photo", out.getvalue(), Pictures()
    )


def test_a_changed_version_with_a_true_commitment_is_told_by_its_act(registered: Tampered) -> None:
    run("UPDATE member_version SET commitment = salt WHERE member_id = 1 AND version = 1")
    act = value("SELECT act_id FROM member_version WHERE member_id = 1 AND version = 1")
    assert registered.finds("MemberVersionsDisagree", f"act {act}")


def test_a_removed_member_and_a_removed_account_are_told_by_their_acts(
    registered: Tampered,
) -> None:
    run("DELETE FROM member WHERE id = 3")
    assert registered.finds("MemberDisagrees", "member 3")
    act = value("SELECT act_id FROM member_version WHERE member_id = 3")
    run("DELETE FROM member_version WHERE member_id = 3")
    assert registered.finds("MemberVersionsDisagree", f"act {act}")
    run("DELETE FROM account WHERE id = 3")
    kinds = [one.kind for one in registered.prove().findings]
    assert "AccountsDisagree" in kinds
    assert "AccountWasInserted" not in kinds


def test_inserted_members_and_accounts_were_never_written(registered: Tampered) -> None:
    columns = "member_id, kind, head, account_no, status, opened_on"
    run(f"INSERT INTO account (society_id, id, {columns}) "
        f"SELECT society_id, 9, member_id, kind, head, 'X', status, opened_on FROM account "
        "WHERE society_id = 1 AND id = 1")  # fmt: skip
    assert registered.finds("AccountWasInserted", "account 9")
    run("INSERT INTO member (society_id, id, status, member_class, name_hi, sort_key, version, "
        "added_at, changed_at) SELECT society_id, 9, status, member_class, name_hi, sort_key, 1, "
        "added_at, changed_at FROM member WHERE society_id = 1 AND id = 1")  # fmt: skip
    assert registered.finds("MemberVersionIsMissing", "member 9")


def test_an_act_of_accounts_that_says_nothing_explains_no_account(registered: Tampered) -> None:
    run("UPDATE act SET detail = '{}' WHERE kind = 'accounts_recorded'")
    found = {(one.kind, one.where) for one in registered.prove().findings}
    assert {("AccountWasInserted", f"account {one}") for one in (1, 2, 3)} <= found


def test_erased_words_of_a_member_are_fine(registered: Tampered) -> None:
    """A member's words may be erased later; the commitment stays."""
    run("UPDATE member_version SET body = NULL WHERE member_id = 1")
    run("UPDATE member SET name_hi = '-', mobile = '' WHERE id = 1")
    assert registered.prove().findings == ()


def test_an_entry_of_another_societys_account_is_a_strangers(registered: Tampered) -> None:
    run("UPDATE account SET society_id = 2 WHERE society_id = 1 AND id = 3")
    assert registered.finds("AccountsDisagree", registered.first()[1])


def test_opening_lines_from_before_the_registers_count_as_not_allotted(tampered: Tampered) -> None:
    """Books of before have opening lines on control heads without a key."""
    run("UPDATE entry SET sub_id = NULL WHERE voucher_id = 1")
    tampered.rehash()
    run("INSERT INTO sub_balance (society_id, head, sub_id, paise) VALUES (1, 1101, 0, ?)",
        OPENING[1101])  # fmt: skip
    kinds = {one.kind for one in tampered.prove().findings}
    assert not kinds & {"BalanceDisagrees", "RegisterDisagrees", "RegisterHasAStranger"}


def test_many_members_are_proved_in_seconds(world: World) -> None:
    many = 5_000
    world.starts_books()
    records = [Particulars(name_hi=f"राम {no}", member_no=str(no)) for no in range(1, many + 1)]
    write_transaction(
        lambda: record_members(world.doer(), world.society_id, YESTERDAY, "imported", records)
    )
    start = perf_counter()
    assert Tampered(world).prove().findings == ()
    assert perf_counter() - start < 3

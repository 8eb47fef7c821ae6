"""Members and their accounts for the tests, put into the world of tests/world.py."""

from __future__ import annotations

from typing import Any

from portal.actions.accounts import record_accounts
from portal.actions.daybook import enter_voucher
from portal.actions.members import record_members
from portal.domain.daybook import Draft, Line
from portal.domain.members import Member, Particulars
from portal.domain.people import Doer
from portal.storage import accounts, members
from portal.storage.accounts import Account
from portal.storage.engine import write_transaction
from tests.world import MORNING, YESTERDAY, World

HEADS = {
    "savings": 1301, "fixed": 1303, "recurring": 1304, "daily": 1305, "thrift": 1306,
    "group": 1307, "matured": 1309, "loan": 2411,
}  # fmt: skip
NAME, GUARDIAN, VILLAGE = "सुशीला देवी", "रामलाल पटेल", "बमनाला"


def a_member(world: World, **particulars: Any) -> Member:
    """Put a member into the register of KHR001 (or of ``code``), number 101 and up unless said."""
    society_id = world.society(particulars.pop("code", "KHR001")).id
    given = {
        "name_hi": NAME, "guardian_hi": GUARDIAN, "relation": "husband", "village_hi": VILLAGE,
        "joined_on": YESTERDAY,
    }  # fmt: skip
    if "member_no" not in particulars:
        given["member_no"] = str(max(100, members.next_number(society_id) - 1) + 1)
    record = Particulars(**{**given, **particulars})
    (member_id,) = write_transaction(
        lambda: record_members(world.doer(), society_id, YESTERDAY, "imported", [record])
    )
    found = members.member(society_id, member_id)
    assert found is not None
    return found


def an_account(member: Member, kind: str = "savings", **fields: Any) -> Account:
    """Open an account of a member without money in it; ``fields`` are columns of the account."""
    head = int(fields.pop("head", HEADS[kind]))

    def work() -> Account:
        account_id = accounts.next_id(member.society_id)
        plain: dict[str, Any] = {
            "account_no": f"{head}-{account_id}", "status": "open", "opened_on": YESTERDAY,
        }  # fmt: skip
        found = Account(
            society_id=member.society_id, id=0, member_id=member.id, kind=kind, head=head,
            **{**plain, **fields},
        )  # fmt: skip
        (made,) = record_accounts(
            Doer(1, "operator", MORNING), member.society_id, YESTERDAY, [found]
        )
        assert made == account_id
        return found._replace(id=account_id)

    return write_transaction(work)


def puts_in(world: World, account: Account, rupees: int, **words: Any) -> int:
    """Pay cash into a deposit, or back on a loan, on the open day; return the voucher's id."""
    return moves(world, account.head, account.id, -rupees, **words)


def takes_out(world: World, account: Account, rupees: int, **words: Any) -> int:
    """Pay cash out of a deposit, or lend it, on the open day; return the voucher's id."""
    return moves(world, account.head, account.id, rupees, **words)


def buys_shares(world: World, member: Member, rupees: int, **words: Any) -> int:
    """Take share money of a member in cash on the open day; return the voucher's id."""
    return moves(world, member.share_head, member.id, -rupees, **words)


def moves(world: World, head: int, sub_id: int, rupees: int, **words: Any) -> int:
    """Enter a cash voucher on a head's sub-ledger: rupees > 0 debit it; return the voucher's id."""
    lines = (Line(head, rupees * 100, sub_id), Line(2101, -rupees * 100))
    kind = "cash_payment" if rupees > 0 else "cash_receipt"
    draft = Draft(kind=kind, task="", lines=lines, mode="cash", till=2101, **words)
    done = enter_voucher(world.doer(), world.slip(), world.society_id, draft)
    assert done.voucher_id is not None
    return done.voucher_id

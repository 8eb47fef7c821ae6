"""Whatever posts a voucher looks at the limits of second persons, or is named here with why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from portal.actions.waiting_deeds import DEEDS
from tests.house.source import called, dotted, files, module_of, tree_of

POSTS = {"post", "write_agreed", "post_correction"}

# Who posts, and the deed that waits for it above a limit.
WAITS = {
    "accounts.close_account_now": "close_account",
    "aeps.take_back_now": "take_back_aeps",
    "bill_books.post_refund": "give_back_bill",
    "fee_returns._post": "give_back_fee",
    "leaving.transfer_shares_now": "transfer_shares",
    "pension_payments.pay_now": "pay_pension",
    "register.admit_now": "admit",
    "remittances.send_on_now": "send_on",
    "wallet_books._post_by_rule": "pay_from_wallet",
}

# Who looks at the limits in its own way.
LOOKS = {
    "daybook.enter_voucher": "waits itself",
    "daybook.write_entry": "refuses above the limit",
    "daybook.write_agreed": "is called by the two above, and when all agreed",
    "corrections.correct_voucher": "waits itself",
    "corrections.post_correction": "is called by those that wait, and when all agreed",
    "proposals._post": "all agreed",
    "year_edge.adjust": "waits itself, and moves no cash",
    "year_edge._write_back": "is called by take_back, which waits, and when all agreed",
    "year_edge.post_agreed": "all agreed",
}

# Who doesn't, and why.
NOT_A_DECISION = {
    "aeps._post": "the bank has done it already; the book follows what its device printed",
    "bill_books._post_by_rule": "the other side's outcome; the customer's money came in before",
    "bill_books._post_anew": "the wallet or what is owed moves by the statement, no cash leaves",
    "bill_books.post_cash": "money comes in",
    "commission.enter_commission": "money comes in",
    "day._accept": "what a count found",
    "legacy_days._post_all": "days of the paper books, before the society began here",
    "opening_balances._post": "balances on which the society begins",
    "register_openings.post_allotments": "what stands in the books gets its owner's name",
    "register_openings.tally": "what no owner was found for is parked",
    "tills._answer_for": "what a count found",
    "tills._move": "cash moves between the society's own tills, their holders answer for it",
    "tills.transfer": "cash moves between the society's own tills, their holders answer for it",
    "visit_payment._take_fee": "money comes in",
}


def posting() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every top-level function of the actions that writes a voucher, by its short name."""
    for path in files("portal/actions"):
        for one in tree_of(path).body:
            calls = {called(node) for node in ast.walk(one)}
            if isinstance(one, ast.FunctionDef) and calls & POSTS:
                yield f"{module_of(path).rsplit('.', 1)[1]}.{one.name}", one


def test_whoever_posts_is_known_here() -> None:
    known = WAITS.keys() | LOOKS.keys() | NOT_A_DECISION.keys()
    assert {name for name, _one in posting()} == known


def test_each_deed_that_may_wait_looks_at_the_limits_itself() -> None:
    assert set(WAITS.values()) == set(DEEDS)
    for name, deed in DEEDS.items():
        path = next(one for one in files("portal/actions") if module_of(one) == deed.run.__module__)
        functions = {one.name: one for one in tree_of(path).body
                     if isinstance(one, ast.FunctionDef)}  # fmt: skip
        names = {dotted(node) for node in ast.walk(functions[deed.run.__name__])
                 if isinstance(node, ast.Name)}  # fmt: skip
        names |= {
            dotted(node) for one in names & functions.keys() for node in ast.walk(functions[one])
        }
        assert "waits" in names, name


def test_no_page_does_what_may_wait_by_another_way() -> None:
    inside = {deed.run.__name__ for deed in DEEDS.values()} | {"do_at_last"}
    wrong = [
        f"{module_of(path)}:{node.lineno}"
        for path in files("portal/views", "portal/web")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and called(node).rsplit(".", 1)[-1] in inside
    ]
    assert wrong == []

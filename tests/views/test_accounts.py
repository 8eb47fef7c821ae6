"""Opening an account with its first deposit, and closing it with its payment."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.members import Member
from portal.storage import accounts, daybook, engine
from tests.browser_client import Browser, Page
from tests.members_world import a_member, an_account, puts_in, takes_out
from tests.world import World, traces

NEW = "/members/101/accounts/new"


@pytest.fixture
def member(open_world: World) -> Member:
    """Member 101 of KHR001."""
    return a_member(open_world)


def opens(operator: Browser, kind: str, status: int = 303, **fields: str) -> Page:
    form = operator.get(f"{NEW}?kind={kind}").form(NEW)
    return operator.post(NEW, {**form.fields, **fields}, status)


def closes(operator: Browser, account_id: int, **fields: str) -> Page:
    """Send the closing of an account as far as the read-back."""
    path = f"/accounts/{account_id}/close"
    return operator.send(operator.get(path).form(path), "", 200, **fields)


def test_the_kinds_are_offered_first(operator: Browser, member: Member) -> None:
    page = operator.get(NEW)
    assert f"{NEW}?kind=recurring" in page.links
    assert "सुशीला देवी" in page.text


def test_an_account_is_opened_and_its_first_deposit_taken(
    operator: Browser, member: Member
) -> None:
    """Two pages, then the voucher; opening itself moves no money."""
    form = operator.get(f"{NEW}?kind=recurring").form(NEW)
    assert form.fields["account_no"] == "R-101"
    page = opens(operator, "recurring", amount="500", months="12", rate="6.5", then="money")
    found = accounts.account_by_no(1, "R-101")
    assert found is not None
    assert (found.head, found.amount_paise, found.rate_bp, found.months, found.due_on) == (
        1304, 500_00, 650, 12, "2027-11-24",
    )  # fmt: skip
    assert daybook.sub_balances(1, 1304) == {}
    page = operator.follow(page)
    form = page.form("/vouchers/new/rd_instalment")
    assert form.fields["amount"] == "500"
    assert "R-101" in page.text
    page = operator.send(form, "", 200)
    operator.send(page.form(button="confirm"), "confirm")
    assert daybook.sub_balances(1, 1304) == {found.id: -500_00}


def test_an_account_may_be_opened_alone(operator: Browser, member: Member) -> None:
    page = opens(operator, "savings")
    assert page.location.startswith("/members/101")
    found = accounts.accounts_of(1, member.id)
    assert [(one.account_no, one.kind, one.due_on) for one in found] == [("S-101", "savings", "")]
    assert operator.get(f"{NEW}?kind=savings").form(NEW).fields["account_no"] == "S-102"


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("fixed", {"months": "12"}, "amount"),
        ("fixed", {"amount": "5000"}, "months"),
        ("fixed", {"amount": "5000", "months": "0"}, "months"),
        ("fixed", {"amount": "5000", "months": "361"}, "months"),
        ("fixed", {"amount": "5000", "months": "एक"}, "months"),
        ("fixed", {"amount": "5000", "months": "12", "rate": "75"}, "rate"),
        ("fixed", {"amount": "5000", "months": "12", "rate": "x"}, "rate"),
        ("savings", {"account_no": "S 1"}, "account_no"),
        ("savings", {"account_no": ""}, "account_no"),
        ("savings", {"account_no": "9" * 21}, "account_no"),
        ("savings", {"account_no": "-1"}, "account_no"),
        ("savings", {"account_no": "S-1/passbook"}, "account_no"),
        ("savings", {"account_no": "../1"}, "account_no"),
        ("savings", {"account_no": "S//1"}, "account_no"),
        ("savings", {"account_no": "=1+1"}, "account_no"),
        ("savings", {"account_no": "<b>"}, "account_no"),
        ("savings", {"account_no": "TAKEN"}, "account_no"),
        ("loan", {"amount": "5000", "due_on": "24-11-2026"}, "due_on"),
        ("loan", {"amount": "5000"}, "due_on"),
        ("loan", {"amount": "5000", "due_on": "31-12-2026", "head": "2412"}, "head"),
        ("loan", {"due_on": "31-12-2026"}, "amount"),
    ],
)  # fmt: skip
def test_wrong_terms_are_said_at_their_field_and_kept(
    operator: Browser, member: Member, kind: str, fields: dict[str, str], field: str
) -> None:
    an_account(member, account_no="TAKEN")
    before = traces()
    page = opens(operator, kind, 422, **fields)
    assert page.errors[field]
    kept = page.form(NEW).fields
    assert {name: kept[name] for name in fields} == fields or field == "head"
    assert traces() == before


@pytest.mark.parametrize("written", ["S-१०१", "KCC/2026/7", "ब-१", "बचत/12", "7"])
def test_every_number_that_is_taken_leads_to_its_account(
    operator: Browser, member: Member, written: str
) -> None:
    opens(operator, "savings", account_no=written)
    links = [one for one in operator.get(f"/members/{member.member_no}").links
             if one.startswith("/accounts/")]  # fmt: skip
    assert links
    for link in links:
        operator.get(link)


def test_rates_are_read_in_either_script(operator: Browser, member: Member) -> None:
    opens(operator, "savings", rate="३.५%")
    found = accounts.account_by_no(1, "S-101")
    assert found is not None
    assert found.rate_bp == 350


def test_a_loan_account_leads_on_to_giving_it(
    browser: Callable[..., Browser], member: Member
) -> None:
    """Only who may give loans is led on."""
    manager = browser("manager")
    terms = {"amount": "20000", "due_on": "31-03-2027", "head": "2411", "rate": "7"}
    page = opens(manager, "loan", **terms, season="खरीफ", then="money")
    form = manager.follow(page).form("/vouchers/new/kcc_disburse_cash")
    assert form.fields["amount"] == "20000"
    page = manager.send(form, "", 200)
    manager.send(page.form(button="confirm"), "confirm")
    found = accounts.account_by_no(1, "L-101")
    assert found is not None
    assert daybook.sub_balances(1, 2411) == {found.id: 20_000_00}
    assert (found.season, found.due_on) == ("खरीफ", "2027-03-31")


def test_an_operator_opens_a_loan_account_but_gives_none(operator: Browser, member: Member) -> None:
    page = operator.get(f"{NEW}?kind=loan")
    assert ("then", "money") not in page.form(NEW).buttons
    terms = {"amount": "20000", "due_on": "31-03-2027", "head": "2421"}
    assert opens(operator, "loan", **terms, then="money").location.startswith("/members/101")


def test_an_account_is_opened_once(operator: Browser, member: Member) -> None:
    """P1."""
    form = operator.get(f"{NEW}?kind=savings").form(NEW)
    operator.post(NEW, form.fields, 303)
    operator.post(NEW, form.fields, 303)
    assert len(accounts.accounts_of(1, member.id)) == 1


def test_only_members_open_accounts(operator: Browser, open_world: World) -> None:
    a_member(open_world, status="ceased")
    page = opens(operator, "savings", 422)
    assert page.refusal == "MemberIsNotActive"
    assert operator.get("/members/999/accounts/new", 404).refusal == "MemberIsUnknown"
    other = a_member(open_world, code="KHR002", member_no="555")
    assert operator.get(f"/members/{other.member_no}/accounts/new", 404).refusal


def test_nothing_is_opened_or_closed_without_an_open_day(
    world: World, browser: Callable[..., Browser]
) -> None:
    world.starts_books()
    account = an_account(a_member(world))
    operator = browser("operator")
    assert operator.get(NEW, 409).refusal == "NoDayIsOpen"
    assert operator.get(f"/accounts/{account.id}/close", 409).refusal == "NoDayIsOpen"


def test_a_closing_pays_out_all_that_is_held(
    operator: Browser, member: Member, open_world: World
) -> None:
    account = an_account(member)
    puts_in(open_world, account, 750)
    before = traces()
    page = closes(operator, account.id)
    assert "750" in page.text
    assert "सात सौ पचास" in page.text
    assert traces() == before
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    found = daybook.voucher(1, done.voucher_id)
    assert found is not None
    assert (found.task, found.total_paise, found.party) == (
        "cash_withdraw_savings", 750_00, "सुशीला देवी",
    )  # fmt: skip
    closed = accounts.account(1, account.id)
    assert closed is not None
    assert (closed.status, closed.closed_on) == ("closed", "2026-11-24")
    assert daybook.sub_balances(1, 1301) == {}
    page = operator.get(f"/accounts/{account.id}/close")
    assert not [one for one in page.forms if one.action.startswith("/accounts")]


def test_a_look_at_what_is_held_is_noted(operator: Browser, member: Member) -> None:
    """P9."""
    operator.get(f"/accounts/{an_account(member).id}/close")
    assert engine.rows("SELECT subject, reason FROM look_log") == [("101", "closing")]


def test_an_empty_account_is_closed_without_a_voucher(operator: Browser, member: Member) -> None:
    account = an_account(member, "thrift")
    path = f"/accounts/{account.id}/close"
    page = operator.send(operator.get(path).form(path), "confirm")
    assert page.location == "/members/101"
    assert not accounts.account(1, account.id).is_open  # type: ignore[union-attr]


def test_a_closing_by_cheque_needs_its_number(
    operator: Browser, member: Member, open_world: World
) -> None:
    account = an_account(member, "fixed")
    puts_in(open_world, account, 900)
    path = f"/accounts/{account.id}/close"
    form = operator.get(path).form(path)
    page = operator.send(form, "", 422, mode="cheque")
    assert page.errors["reference"]
    page = operator.send(page.form(path), "", 200, reference="000123")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    found = daybook.voucher(1, done.voucher_id)
    assert found is not None
    assert (found.kind, found.task) == ("bank_payment", "fd_close")


def test_a_loan_is_closed_when_it_is_paid(
    operator: Browser, member: Member, open_world: World
) -> None:
    loan = an_account(member, "loan")
    takes_out(open_world, loan, 400)
    path = f"/accounts/{loan.id}/close"
    page = operator.get(path)
    assert any(one.startswith("/vouchers/new/kcc_repay?member_no=101") for one in page.links)
    token = operator.get(f"{NEW}?kind=savings").form(NEW).token
    refused = operator.post(path, {"form_token": token, "confirm": "1"}, 422)
    assert refused.refusal == "LoanIsStillOwed"
    puts_in(open_world, loan, 400)
    operator.send(operator.get(path).form(path), "confirm")
    assert not accounts.account(1, loan.id).is_open  # type: ignore[union-attr]


def test_another_societys_account_is_unknown(operator: Browser, open_world: World) -> None:
    """P9."""
    other = a_member(open_world, code="KHR002", member_no="555")
    for _ in range(2):
        strange = an_account(other)
    assert operator.get(f"/accounts/{strange.id}/close", 404).refusal == "AccountIsUnknown"


def test_who_only_reads_opens_and_closes_nothing(
    browser: Callable[..., Browser], member: Member
) -> None:
    auditor = browser("auditor")
    assert auditor.get(f"{NEW}?society=KHR001", 403)
    assert auditor.get(f"/accounts/{an_account(member).id}/close?society=KHR001", 403)

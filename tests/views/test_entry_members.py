"""Entering for a member: by exact number, the account chosen, several deposits at one visit."""

from __future__ import annotations

import pytest

from portal.domain.members import Member
from portal.storage import customers, daybook, engine
from portal.storage.customers import Customer
from tests.browser_client import Browser, Page
from tests.members_world import a_member, an_account, puts_in, takes_out
from tests.world import World, traces, voucher_count

SAVE = "/vouchers/new/cash_deposit_savings"
VISIT = "/vouchers/new/member_visit"


@pytest.fixture
def member(open_world: World) -> Member:
    """Member 101 of KHR001, with no account yet."""
    return a_member(open_world)


def names(operator: Browser, path: str, member_no: str, status: int = 200, **more: str) -> Page:
    """Send a task's form with the member's number, and ``more``."""
    return operator.send(operator.get(path).form(path), "", status, member_no=member_no, **more)


def lines_of(voucher_id: int) -> dict[tuple[int, int | None], int]:
    found = daybook.voucher(1, voucher_id)
    assert found is not None
    return {(one.head, one.sub_id): one.paise for one in found.lines}


def test_the_number_alone_brings_the_form_of_that_member(operator: Browser, member: Member) -> None:
    an_account(member, account_no="S-101")
    before = traces()
    page = names(operator, SAVE, "101")
    assert traces() == before
    assert {"सुशीला देवी", "रामलाल पटेल", "बमनाला"} <= set(
        page.text.replace(" · ", "|").split("|")
    ) or ("रामलाल पटेल" in page.text)
    assert "S-101" in page.text
    form = page.form(SAVE)
    assert form.fields["member_no"] == "101"
    assert form.fields["party"] == "सुशीला देवी"
    assert not page.errors
    again = operator.send(form, "", 200, amount="500")
    assert "सुशीला देवी" in again.text
    done = operator.follow(operator.send(again.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id) == {(2101, None): 500_00, (1301, 1): -500_00}


def test_number_and_amount_at_once_lead_to_the_read_back(operator: Browser, member: Member) -> None:
    an_account(member)
    page = names(operator, SAVE, "१०१", amount="250")
    assert "सुशीला देवी" in page.text
    assert "बमनाला" in page.text
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    found = daybook.voucher(1, done.voucher_id)
    assert found is not None
    assert found.party == "सुशीला देवी"


def test_whose_it_is_is_noted_and_counted(operator: Browser, member: Member) -> None:
    an_account(member)
    for rupees in ("10", "20"):
        page = names(operator, SAVE, "101", amount=rupees)
        operator.send(page.form(button="confirm"), "confirm")
    assert engine.rows("SELECT register, record_id, times FROM served") == [(0, member.id, 2)]
    assert engine.rows("SELECT voucher_id FROM voucher_for ORDER BY 1") == [(2,), (3,)]


def test_an_address_names_the_member(operator: Browser, member: Member) -> None:
    account = an_account(member, account_no="S-7")
    page = operator.get(f"{SAVE}?member_no=101&account={account.id}&amount=300")
    assert page.form(SAVE).fields["amount"] == "300"
    assert "S-7" in page.text
    assert "/vouchers/new/cash_deposit_savings" in page.links


@pytest.mark.parametrize("number", ["999", "सुशीला", "10", "1011", "%", "'", "🙂", "०"])
def test_only_an_exact_number_opens_a_member(
    operator: Browser, member: Member, number: str
) -> None:
    an_account(member)
    before = traces()
    page = names(operator, SAVE, number, 422, amount="5")
    assert page.errors["member_no"]
    assert page.refusal == "MemberIsUnknown"
    assert page.form(SAVE).fields["amount"] == "5"
    assert traces() == before


def test_without_a_number_the_form_asks_for_it(operator: Browser, member: Member) -> None:
    page = operator.send(operator.get(SAVE).form(SAVE), "", 422, amount="5")
    assert page.errors["member_no"]
    assert any(one.startswith("/members?for=cash_deposit_savings") for one in page.links)


def test_a_whole_aadhaar_number_is_refused(operator: Browser, member: Member) -> None:
    """P12."""
    page = names(operator, SAVE, "234123412346", 422, amount="5")
    assert page.errors["member_no"]


def test_another_societys_member_is_unknown_here(operator: Browser, open_world: World) -> None:
    """P9."""
    a_member(open_world, code="KHR002", member_no="777")
    assert names(operator, SAVE, "777", 422, amount="5").refusal == "MemberIsUnknown"


def test_who_left_pays_nothing_in_and_is_paid_out(operator: Browser, open_world: World) -> None:
    gone = a_member(open_world, status="ceased")
    account = an_account(gone)
    puts_in(open_world, account, 100)
    page = names(operator, SAVE, "101", 422, amount="5")
    assert page.refusal == "MemberIsNotActive"
    out = "/vouchers/new/cash_withdraw_savings"
    page = names(operator, out, "101", amount="100")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id)[1301, account.id] == 100_00


def test_without_an_account_one_is_opened_first(operator: Browser, member: Member) -> None:
    page = names(operator, SAVE, "101")
    assert "/members/101/accounts/new?kind=savings" in page.links
    form = operator.get(SAVE).form(SAVE)
    page = operator.send(form, "", 422, member_no="101", amount="5")
    assert page.refusal == "NoAccountYet"
    assert voucher_count() == 1


def test_of_several_accounts_one_is_chosen(operator: Browser, member: Member) -> None:
    first, second = an_account(member, account_no="S-1"), an_account(member, account_no="S-2")
    page = names(operator, SAVE, "101", 422, amount="50")
    assert page.errors["account"]
    form = page.form(SAVE)
    assert form.choices["account"] == ["0", str(first.id), str(second.id)]
    page = operator.send(form, "", 200, account=second.id)
    assert "S-2" in page.text or len(page.form(button="confirm").fields) > 3
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id)[1301, second.id] == -50_00


def test_an_account_of_another_member_is_not_taken(
    operator: Browser, member: Member, open_world: World
) -> None:
    an_account(member), an_account(member)
    strange = an_account(a_member(open_world))
    form = names(operator, SAVE, "101").form(SAVE)
    page = operator.send(form, "", 422, amount="50", account=strange.id)
    assert page.errors["account"]


def test_nothing_is_overdrawn_and_nothing_overpaid(
    operator: Browser, member: Member, open_world: World
) -> None:
    savings, loan = an_account(member), an_account(member, "loan")
    puts_in(open_world, savings, 100)
    takes_out(open_world, loan, 1_000)
    before = traces()
    page = names(operator, "/vouchers/new/cash_withdraw_savings", "101", amount="101")
    page = operator.send(page.form(button="confirm"), "confirm", 422)
    assert page.refusal == "AccountHoldsLess"
    assert "100" in page.errors["amount"]
    page = names(operator, "/vouchers/new/kcc_repay", "101", amount="900", amount4="200")
    page = operator.send(page.form(button="confirm"), "confirm", 422)
    assert page.refusal == "LoanOwesLess"
    assert page.errors["amount4"]
    assert traces() == before


def test_shares_of_a_nominal_member_stand_on_their_own_head(
    operator: Browser, open_world: World
) -> None:
    nominal = a_member(open_world, member_class="nominal")
    page = names(operator, "/vouchers/new/share_receipt", "101", amount="100")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id)[1102, nominal.id] == -100_00


def test_an_applicant_pays_before_admission(operator: Browser, open_world: World) -> None:
    """Applicants have no number; their application names them."""
    applicant = a_member(open_world, member_no=None, status="applicant")
    path = "/vouchers/new/share_pending"
    page = operator.get(path)
    assert any(one.startswith("/members?for=share_pending") for one in page.links)
    page = operator.post(path, {**page.form(path).fields, "amount": "100"}, 422)
    assert page.refusal == "MemberIsMissing"
    form = operator.get(f"{path}?applicant={applicant.id}").form(path)
    page = operator.send(form, "", 200, amount="100")
    done = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert lines_of(done.voucher_id)[1104, applicant.id] == -100_00
    assert operator.get(f"{SAVE}?applicant={applicant.id}").form(SAVE).fields["member_no"] == ""


def test_any_task_may_be_for_a_known_person(operator: Browser, member: Member) -> None:
    path = "/vouchers/new/csc_service_fee"
    form = operator.get(f"{path}?member_no=101").form(path)
    assert form.fields["party"] == "सुशीला देवी"
    page = operator.send(form, "", 200, amount="30")
    operator.send(page.form(button="confirm"), "confirm")
    assert engine.rows("SELECT register, record_id, voucher_id FROM voucher_for") == [
        (0, member.id, 2)
    ]
    assert engine.rows("SELECT times FROM served") == [(1,)]


def test_a_task_may_be_for_a_customer_without_membership(
    operator: Browser, open_world: World
) -> None:
    """Never mixed into the register of members."""
    customer = Customer(1, 1, "मोहन", "बमनाला", "9826012345", "", 0, 1)
    engine.write_transaction(lambda: customers.insert(customer))
    path = "/vouchers/new/csc_service_fee"
    page = operator.get(f"{path}?customer=1")
    assert "ग्राहक (सदस्य नहीं)" in page.text
    page = operator.send(page.form(path), "", 200, amount="30")
    operator.send(page.form(button="confirm"), "confirm")
    assert engine.rows("SELECT register, record_id FROM voucher_for") == [(1, 1)]
    assert engine.rows("SELECT register, record_id, times FROM served") == [(1, 1, 1)]
    assert operator.get(f"{SAVE}?customer=1").form(SAVE).fields["member_no"] == ""


@pytest.mark.parametrize("query", ["customer=77", "customer=x", "customer=" + "9" * 30, "seen=1"])
def test_a_customer_that_is_none_is_nobody(operator: Browser, query: str) -> None:
    path = "/vouchers/new/csc_service_fee"
    form = operator.get(f"{path}?{query}").form(path)
    page = operator.send(form, "", 200, amount="30")
    operator.send(page.form(button="confirm"), "confirm")
    assert engine.rows("SELECT * FROM voucher_for") == []


def test_the_same_form_is_entered_once_and_for_one_person(
    operator: Browser, member: Member, open_world: World
) -> None:
    """P1: the member is part of what a repeat must equal."""
    a_member(open_world)
    path = "/vouchers/new/csc_service_fee"
    form = operator.get(f"{path}?member_no=101").form(path)
    page = operator.send(form, "", 200, amount="30")
    confirm = page.form(button="confirm")
    first = operator.send(confirm, "confirm")
    assert operator.send(confirm, "confirm").location == first.location
    other = {**confirm.fields, "member_no": "102", "confirm": "1"}
    assert operator.post(path, other, 409).refusal == "FormWasUsedForOther"


def test_change_leads_back_to_the_same_member(operator: Browser, member: Member) -> None:
    an_account(member), an_account(member)
    form = names(operator, SAVE, "101").form(SAVE)
    page = operator.send(form, "", 200, amount="50", account=form.choices["account"][2])
    back = operator.send(page.form(button="change"), "change", 200).form(SAVE)
    assert back.fields["member_no"] == "101"
    assert back.fields["account"] == form.choices["account"][2]
    assert back.fields["amount"] == "50"


def test_a_fixed_deposit_is_paid_in_once(
    operator: Browser, member: Member, open_world: World
) -> None:
    paid = an_account(member, "fixed", amount_paise=5_000_00, account_no="F-1")
    puts_in(open_world, paid, 5_000)
    path = "/vouchers/new/fd_open"
    assert "/members/101/accounts/new?kind=fixed" in names(operator, path, "101").links
    an_account(member, "fixed", amount_paise=900_00, account_no="F-2")
    assert "F-2" in names(operator, path, "101").text


def test_the_voucher_and_its_print_say_whose_it_is(
    operator: Browser, member: Member, open_world: World
) -> None:
    voucher_id = puts_in(open_world, an_account(member, account_no="S-7"), 30)
    page = operator.get(f"/vouchers/{voucher_id}")
    assert "S-7" in page.text
    assert "/members/101" in page.links
    paper = operator.get(f"/vouchers/{voucher_id}/print")
    assert paper.text.count("S-7") == 2
    assert paper.text.count("101") >= 2


def test_no_balance_is_shown_before_it_is_asked_for(
    operator: Browser, member: Member, open_world: World
) -> None:
    """P9: the entry form names the member and the account, never what stands on it."""
    puts_in(open_world, an_account(member), 7_654)
    page = names(operator, SAVE, "101")
    assert "7,654" not in page.text
    assert engine.value("SELECT COUNT(*) FROM look_log") == 0

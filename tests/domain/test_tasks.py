"""Tasks: the voucher each one makes, who may do them, and how they are found."""

from dataclasses import replace

import pytest

from portal.domain import heads
from portal.domain.daybook import Draft, Line, ReferenceIsMissing, check
from portal.domain.money import AmountIsZero
from portal.domain.tasks import (
    Filled,
    GivenIsTooLittle,
    HeadIsNotAChoice,
    ModeIsNotAChoice,
    Task,
    TaskIsUnknown,
    draft_of,
    read_tasks,
)
from portal.storage.reference import chart, read_csv, task_book


def _draft(code: str, *rupees: int, **filled: object) -> Draft:
    amounts = tuple(one * 100 for one in rupees)
    return draft_of(task_book()[code], Filled(amounts, **filled))  # type: ignore[arg-type]


def test_money_taken_in_cash_goes_into_the_box() -> None:
    draft = _draft("csc_service_fee", 50, party="रमेश", narration="फोटोकॉपी")
    assert draft.lines == (Line(2101, 50_00), Line(3307, -50_00))
    assert (draft.kind, draft.till, draft.mode) == ("cash_receipt", 2101, "cash")
    assert (draft.party, draft.narration) == ("रमेश", "फोटोकॉपी")


def test_money_taken_by_upi_waits_on_the_collection_account() -> None:
    draft = _draft("csc_service_fee", 50, mode="upi", reference="998877")
    assert draft.lines[0] == Line(heads.UPI_COLLECTION, 50_00)
    assert (draft.kind, draft.till) == ("bank_receipt", None)


def test_money_paid_by_cheque_leaves_the_bank_account_chosen() -> None:
    draft = _draft("stationery_paid", 500, mode="cheque", reference="000123", bank=2202)
    assert draft.lines == (Line(2202, -500_00), Line(4309, 500_00))
    assert draft.kind == "bank_payment"


def test_upi_paid_out_leaves_a_bank_account() -> None:
    assert _draft("tea_expense", 20, mode="upi", reference="1").lines[0] == Line(2201, -20_00)


def test_money_paid_in_cash_leaves_the_box() -> None:
    draft = _draft("tea_expense", 20)
    assert draft.lines == (Line(2101, -20_00), Line(4317, 20_00))
    assert (draft.kind, draft.till) == ("cash_payment", 2101)


def test_a_sale_stays_a_sale_in_every_mode() -> None:
    assert _draft("fert_sale_cash", 266).kind == "sales"
    assert _draft("fert_sale_cash", 266, mode="upi", reference="1").kind == "sales"


def test_one_bill_of_several_goods_leaves_out_what_was_not_bought() -> None:
    draft = _draft("agri_sale_cash", 266, 0, 100)
    assert draft.lines == (Line(2101, 366_00), Line(3201, -266_00), Line(3203, -100_00))


def test_a_transfer_moves_one_amount_from_one_side_to_the_other() -> None:
    draft = _draft("bank_withdraw", 5_000, head=2202)
    assert draft.lines == (Line(2101, 5_000_00), Line(2202, -5_000_00))
    assert (draft.kind, draft.mode, draft.till) == ("contra", "none", None)


def test_an_adjustment_keeps_the_kind_written_for_it() -> None:
    task = task_book()["npa_provision"]
    assert draft_of(task, Filled((100_00,))).kind == "journal"
    assert not task.has_money_side
    assert len(task.amount_lines) == 1
    assert len(task_book()["agri_sale_cash"].amount_lines) == 3


def test_a_choice_of_heads_takes_one_of_its_own() -> None:
    task = task_book()["office_expense"]
    assert 4309 in task.head_choice
    assert _draft("office_expense", 100, head=4309).lines[1] == Line(4309, 100_00)
    for head in (None, 4301):
        with pytest.raises(HeadIsNotAChoice):
            _draft("office_expense", 100, head=head)
    assert task_book()["tea_expense"].head_choice == ()


def test_a_bank_not_chosen_is_the_first_one() -> None:
    assert _draft("bank_withdraw", 100).lines[1].head == heads.BANK_CURRENT
    with pytest.raises(HeadIsNotAChoice):
        _draft("bank_withdraw", 100, head=2204)


def test_a_shortage_that_is_paid_back_names_the_person() -> None:
    task = task_book()["shortage_recovered"]
    assert task.needs_person
    assert not task_book()["tea_expense"].needs_person
    draft = _draft("shortage_recovered", 100, sub_id=7)
    assert draft.lines == (Line(2101, 100_00), Line(2805, -100_00, 7))


@pytest.mark.parametrize("amounts", [(0,), (-5_00,)])
def test_nothing_is_no_amount(amounts: tuple[int, ...]) -> None:
    with pytest.raises(AmountIsZero):
        draft_of(task_book()["tea_expense"], Filled(amounts))


def test_a_task_is_done_only_in_its_own_modes() -> None:
    with pytest.raises(ModeIsNotAChoice):
        _draft("csc_service_fee", 50, mode="cheque", reference="1")


def test_a_bank_that_is_none_is_refused() -> None:
    with pytest.raises(ModeIsNotAChoice) as refused:
        _draft("stationery_paid", 500, mode="cheque", reference="1", bank=2204)
    assert refused.value.field == "bank"


def test_whatever_is_not_cash_needs_its_number() -> None:
    with pytest.raises(ReferenceIsMissing):
        _draft("csc_service_fee", 50, mode="upi")


def test_a_customer_can_not_give_less_than_the_amount() -> None:
    assert _draft("csc_service_fee", 50, given_paise=100_00).given_paise == 100_00
    with pytest.raises(GivenIsTooLittle):
        _draft("csc_service_fee", 50, given_paise=49_00)


def test_what_a_customer_gave_is_kept_for_cash_alone() -> None:
    draft = _draft("csc_service_fee", 50, mode="upi", reference="1", given_paise=100_00)
    assert draft.given_paise is None


def test_every_task_makes_a_legal_voucher() -> None:
    for task in (*task_book().offered("manager"), task_book()["cash_short"]):
        filled = Filled(
            tuple(100_00 for _ in task.amount_lines), mode=task.modes[0] if task.modes else "none",
            head=task.head_choice[0] if task.head_choice else None, sub_id=1, reference="1",
            subs={head: 7 for line in task.lines for head in line.heads
                  if chart()[head].has_register},
            follow=tuple(head for line in task.lines for head in line.heads),
        )  # fmt: skip
        check(draft_of(task, filled), chart())


def test_a_task_on_a_head_that_is_not_kept_is_hidden() -> None:
    for code in ("fert_purchase", "supplier_pay", "dccb_loan_in"):
        assert task_book().named(code) is None
        with pytest.raises(TaskIsUnknown):
            task_book()[code]


def test_tasks_that_only_the_counting_makes_are_not_offered() -> None:
    assert task_book().named("cash_short") is not None
    with pytest.raises(TaskIsUnknown):
        task_book().for_role("cash_short", "manager")


def test_a_task_is_open_to_its_roles_alone() -> None:
    assert task_book().for_role("tea_expense", "operator").code == "tea_expense"
    assert task_book().for_role("npa_provision", "manager").code == "npa_provision"
    for code, role in (("npa_provision", "operator"), ("tea_expense", "auditor")):
        with pytest.raises(TaskIsUnknown):
            task_book().for_role(code, role)


def test_the_most_used_tasks_come_first_then_by_rank() -> None:
    ordered = [
        task.code for task in task_book().ordered("operator", ["tea_expense", "electricity"])
    ]
    assert ordered[:2] == ["tea_expense", "electricity"]
    ranks = [task_book()[code].rank for code in ordered[2:]]
    assert ranks == sorted(ranks)


def _found(words: str, used: tuple[str, ...] = ()) -> list[str]:
    return [task.code for task in task_book().search(words, "operator", used)]


def test_a_task_is_found_in_either_script_and_by_its_short_code() -> None:
    assert "tea_expense" in _found("चाय")
    assert "tea_expense" in _found("chai")
    assert _found("52")[0] == "tea_expense"
    assert _found("५२")[0] == "tea_expense"


def test_every_word_must_begin_a_word_of_the_task() -> None:
    assert "fert_sale_cash" in _found("खाद बिक्री")
    assert "tea_expense" not in _found("खाद बिक्री")
    assert _found("hai") == []


def test_without_words_all_tasks_stand_in_order() -> None:
    assert _found(" ", ("tea_expense",))[0] == "tea_expense"
    assert len(_found("")) == len(task_book().offered("operator"))


def test_a_short_code_of_another_role_finds_nothing() -> None:
    assert "npa_provision" not in _found("99")


def test_every_short_code_is_its_own() -> None:
    codes = [row["short_code"] for row in read_csv("tasks.csv")]
    assert len(codes) == len(set(codes))


def test_heads_of_a_range_that_the_chart_lacks_are_left_out() -> None:
    rows = [row for row in read_csv("tasks.csv") if row["code"] == "tea_expense"]
    line = {
        "task": "tea_expense", "side": "debit", "head": "4317-4399|4314", "label_hi": "मद",
        "label_en": "Head", "is_optional": "0",
    }  # fmt: skip
    task: Task = read_tasks(rows, [line], chart())["tea_expense"]
    assert task.head_choice[0] == 4317
    assert task.head_choice[-1] == 4314
    assert all(code in chart() for code in task.head_choice)
    with pytest.raises(HeadIsNotAChoice):
        draft_of(replace(task, modes=("cash",)), Filled((1_00,)))

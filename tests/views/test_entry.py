"""Entering by task: the list, the form, the read-back, the saved entry, and every refusal."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest

from portal.domain.dates import next_on
from portal.storage import daybook, engine, places
from tests.browser_client import Browser, Page
from tests.world import TODAY, World, traces, voucher_count

TASK = "csc_service_fee"
PATH = f"/vouchers/new/{TASK}"
PAYMENT = "/vouchers/new/office_expense"


def society_id() -> int:
    society = places.society("KHR001")
    assert society is not None
    return int(society.id)


def test_the_read_back_shows_figures_and_words_and_stores_nothing(operator: Browser) -> None:
    """P1, P11: two steps without scripts; the first leaves no trace."""
    before = traces()
    page = operator.reads_back(TASK, "1,250", party="सुशीला देवी", given="1500")
    assert "₹ 1,250.00" in page.text or "₹ 1,250" in page.text
    assert "एक हज़ार दो सौ पचास" in page.text
    assert "सुशीला देवी" in page.text
    assert "250" in page.text.split("1,500")[-1]
    assert page.form(button="confirm").token
    assert traces() == before


def test_a_confirmed_entry_is_posted_and_shown(operator: Browser) -> None:
    page = operator.enters(TASK, 50, party="सुशीला देवी")
    assert page.status == 200
    assert page.voucher_no.startswith("cash_receipt-")
    found = daybook.voucher(society_id(), page.voucher_id)
    assert found is not None
    assert (found.total_paise, found.party, found.day_on) == (50_00, "सुशीला देवी", TODAY)


def test_the_list_shows_what_was_entered_with_its_number(operator: Browser) -> None:
    page = operator.enters(TASK, 75, party="राम")
    rows = operator.get("/day/running").all("li", data_voucher_no=True)
    assert [row.get("data-voucher-no") for row in rows] == [page.voucher_no]


@pytest.mark.parametrize(
    "amount",
    ["1e400", "NaN", "Infinity", "-5", "0", "", "१२.३४५", str(10**15), "12,34", "५०.५", "abc",
     "0x10", "1_000", "१२ ३", "٣", "5;DROP TABLE voucher", "<b>5</b>"],
)  # fmt: skip
def test_a_wrong_amount_is_said_at_its_field_and_kept(operator: Browser, amount: str) -> None:
    """Nothing typed is lost and nothing changes; ५०.५ because cash is whole rupees."""
    before = traces()
    form = operator.get(PATH).form()
    page = operator.send(form, "", 422, amount=amount, party="सुशीला")
    assert page.errors.get("amount"), page
    assert page.form(PATH).fields["amount"] == amount
    assert page.form(PATH).fields["party"] == "सुशीला"
    assert page.form(PATH).fields["form_token"] == form.token
    assert traces() == before


@pytest.mark.parametrize("amount", ["५०", "50", "50.00", "५०.०", " 50 ", "0050"])
def test_amounts_are_read_in_either_script(operator: Browser, amount: str) -> None:
    """A repeat of the form with the same sum in the other script is the same form (P1)."""
    assert operator.enters(TASK, amount).one("p", data_paise="5000") is not None


def test_lakhs_are_written_as_people_write_them(operator: Browser) -> None:
    page = operator.reads_back(TASK, "1.25 लाख")
    assert page.one("p", data_paise="12500000") is not None


def test_cash_never_falls_below_zero(operator: Browser) -> None:
    """P5."""
    before = traces()
    form = operator.reads_back("stationery_paid", 26_387).form(button="confirm")
    page = operator.send(form, "confirm", 422)
    assert page.refusal == "CashWouldGoNegative"
    assert page.errors["amount"]
    assert traces() == before
    assert operator.enters("stationery_paid", 26_386).voucher_id


def test_too_little_money_from_the_customer_is_said_at_its_field(operator: Browser) -> None:
    page = operator.send(operator.get(PATH).form(), "", 422, amount=50, given=20)
    assert page.refusal == "GivenIsTooLittle"
    assert page.errors["given"]
    assert page.all("details", open=True), "the field must be seen"


def test_upi_without_its_number_is_refused(operator: Browser) -> None:
    page = operator.send(operator.get(PATH).form(), "", 422, amount=50, mode="upi")
    assert page.errors["reference"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("mode", "gold"), ("mode", ""), ("reference_on", "31-02-2026"), ("reference_on", "x"),
     ("party", "क" * 81), ("narration", "ख" * 161), ("party", "2345 6789 0124")],
)  # fmt: skip
def test_other_wrong_fields_are_refused_and_kept(operator: Browser, field: str, value: str) -> None:
    """P12 for the last: a whole Aadhaar number is never stored."""
    before = traces()
    form = operator.get(PATH).form()
    data = {**form.fields, "amount": "50", field: value, "confirm": "1"}
    if field == "mode" and not value:
        return_page = operator.open("POST", PATH, data)
        assert return_page.status in (303, 422)
        return
    page = operator.post(PATH, data, 422)
    assert page.errors or page.warnings
    assert traces() == before


def test_a_head_that_is_no_choice_is_refused(operator: Browser) -> None:
    """P2: groups, hidden heads and heads of other tasks can't come in by a changed form."""
    form = operator.get(PAYMENT).form()
    if "head" not in form.fields:
        form = operator.get("/vouchers/new/misc_income").form()
    before = traces()
    for head in ("2000", "2101", "9999", "abc", "-1", str(10**30)):
        page = operator.post(
            form.action, {**form.fields, "amount": "5", "head": head, "confirm": "1"}, 422
        )
        assert page.errors.get("head"), head
    assert traces() == before


def test_change_leads_back_to_the_form_with_everything_kept(operator: Browser) -> None:
    page = operator.reads_back(TASK, 50, party="राम", narration="फोटोकॉपी")
    again = operator.send(page.form(button="change"), "change", 200)
    fields = again.form(PATH).fields
    assert (fields["amount"], fields["party"], fields["narration"]) == ("50", "राम", "फोटोकॉपी")
    assert fields["form_token"] == page.form(button="change").token


def test_the_same_again_is_asked_about(operator: Browser) -> None:
    """A soft warning: the same entry within ten minutes may be a double."""
    assert not operator.reads_back(TASK, 50, party="राम").warnings
    operator.enters(TASK, 50, party="राम")
    page = operator.reads_back(TASK, 50, party="राम")
    assert page.warnings
    assert operator.send(page.form(button="confirm"), "confirm").location
    assert voucher_count() == 3


def test_one_more_like_this_fills_the_form(operator: Browser) -> None:
    page = operator.enters(TASK, 60, party="राम")
    like = next(link for link in page.links if "like=" in link or link.endswith(TASK))
    fields = operator.get(f"{PATH}?like={page.voucher_id}").form(PATH).fields
    assert like
    assert (fields["amount"], fields["party"]) == ("60", "राम")


@pytest.mark.parametrize("like", ["999999", "abc", "-1", "१", "9" * 30, ""])
def test_a_strange_like_is_an_empty_form(operator: Browser, like: str) -> None:
    assert operator.get(f"{PATH}?like={like}").form(PATH).fields["amount"] == ""


@pytest.mark.parametrize("code", ["nosuch", "cash_short", "supplier_pay", "..%2Fetc", "क"])
def test_tasks_that_are_not_offered_are_unknown(operator: Browser, code: str) -> None:
    """P2: heads whose registers are not kept take no posting."""
    form = operator.get(PATH).form()
    assert operator.get(f"/vouchers/new/{code}", 404).refusal
    page = operator.post(f"/vouchers/new/{code}", {**form.fields, "amount": "5"}, 404)
    assert page.refusal
    assert voucher_count() == 1


def test_a_search_finds_tasks_by_name_code_and_latin_letters(operator: Browser) -> None:
    for words in ("खाद", "khad", "12", "fertiliser"):
        piece = operator.piece(f"/vouchers/new?q={words}", "_tasks")
        assert "/vouchers/new/fert_sale_cash" in piece.links, words
        assert "/vouchers/new/fert_sale_cash" in operator.get(f"/vouchers/new?q={words}").links


@pytest.mark.parametrize("words", ["'", "%", "\\", "<script>alert(1)</script>", "क" * 3000, "()["])
def test_a_strange_search_finds_nothing_and_breaks_nothing(operator: Browser, words: str) -> None:
    from urllib.parse import quote

    page = operator.get("/vouchers/new?q=" + quote(words[:900]))
    assert "<script>alert" not in page.html


@pytest.mark.parametrize("state", ["closed", "counting", "never opened"])
def test_without_an_open_day_entering_says_so(
    state: str, world: World, browser: Callable[..., Browser]
) -> None:
    """P6: a form opened before the count is refused after it, on any computer."""
    world.starts_books()
    operator = browser("operator")
    wanted = "NoDayIsOpen"
    data = {"amount": "50", "confirm": "1", "form_token": "x"}
    if state != "never opened":
        operator.opens_day()
        form = operator.get(PATH).form()
        data = {**form.fields, "amount": "50", "confirm": "1"}
        browser("manager").begins_count()
        wanted = "CountIsGoingOn"
    if state == "closed":
        browser("manager").counts_rupees(26_386)
        browser("manager").closes()
        wanted = "NoDayIsOpen"
    before = traces()
    assert operator.get("/vouchers/new", 409).refusal == wanted
    assert operator.get(PATH, 409).refusal == wanted
    if state != "never opened":
        page = operator.post(PATH, data, 409)
        assert page.refusal == wanted
        unconfirmed = {key: value for key, value in data.items() if key != "confirm"}
        assert operator.post(PATH, unconfirmed, 409).refusal == wanted
    assert traces() == before


def test_the_date_of_an_entry_comes_from_the_day_not_from_the_clock(
    operator: Browser, world: World
) -> None:
    """P6: after midnight the entry still belongs to the open day."""
    world.clock.move(minutes=13 * 60)
    world.clock.move(minutes=150)
    operator.signs_in("operator")
    page = operator.enters(TASK, 50)
    found = daybook.voucher(society_id(), page.voucher_id)
    assert found is not None
    assert found.day_on == TODAY
    assert found.posted_at == world.clock.now_ms()


def test_the_answer_to_a_script_is_short_and_says_where_it_is(operator: Browser) -> None:
    """P11: the posted answer within its budget (held by the client)."""
    form = operator.get(PATH).form()
    data = {**form.fields, "amount": "50", "party": "सुशीला देवी", "confirm": "1"}
    page = operator.post(PATH, data, 200, HX_Request="true")
    assert page.headers["X-At"] == f"/vouchers/{page.voucher_id}?new=1"
    again = operator.post(PATH, data, 200, HX_Request="true")
    assert again.voucher_id == page.voucher_id
    assert voucher_count() == 2


def test_did_it_go_through_is_answered_by_the_token(operator: Browser) -> None:
    form = operator.reads_back(TASK, 50).form(button="confirm")
    before = operator.get(f"/entries/{form.token}")
    assert not before.all(data_voucher_id=True)
    operator.send(form, "confirm")
    assert operator.get(f"/entries/{form.token}").voucher_id == 2


def test_did_it_go_through_is_answered_only_to_whom_it_belongs(
    operator: Browser, browser: Callable[..., Browser]
) -> None:
    """P9."""
    form = operator.reads_back(TASK, 50).form(button="confirm")
    operator.send(form, "confirm")
    for other in ("manager", "operator2"):
        page = browser(other).get(f"/entries/{form.token}")
        assert not page.all(data_voucher_id=True), other


def test_fifty_parallel_sendings_of_one_form_make_one_voucher(operator: Browser) -> None:
    """P1, P4."""
    data = {**operator.get(PATH).form().fields, "amount": "50", "confirm": "1"}
    answers = in_parallel([lambda window: window.open("POST", PATH, data)] * 50, operator)
    assert {page.status for page in answers} == {303}
    assert {page.location for page in answers} == {"/vouchers/2?new=1"}
    assert voucher_count() == 2


def test_fifty_parallel_entries_make_fifty_gapless_numbers(operator: Browser) -> None:
    """P2, P4."""
    forms = [operator.get(PATH).form().fields for _ in range(50)]
    deeds = [
        lambda window, form=form, rupees=rupees: window.open(
            "POST", PATH, {**form, "amount": str(rupees), "confirm": "1"}
        )
        for rupees, form in enumerate(forms, start=1)
    ]
    answers = in_parallel(deeds, operator)
    assert {page.status for page in answers} == {303}
    numbers = engine.rows("SELECT no FROM voucher WHERE kind = 'cash_receipt' ORDER BY no")
    assert [no for (no,) in numbers] == list(range(1, 51))
    assert engine.value("SELECT sum(paise) FROM entry") == 0
    cash = daybook.balance(society_id(), 2101)
    assert cash == (26_386 + sum(range(1, 51))) * 100


def in_parallel(deeds: list[Callable[[Browser], Page]], browser: Browser) -> list[Page]:
    """Do each deed in a thread and a window of its own; return all answers."""
    answers: list[Page] = []

    def work(deed: Callable[[Browser], Page]) -> None:
        try:
            answers.append(deed(browser.again()))
        finally:
            engine.disconnect()

    threads = [Thread(target=work, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(answers) == len(deeds)
    return answers


@pytest.mark.parametrize("days", [1, 40])
def test_a_day_left_open_still_takes_entries_on_its_own_date(
    days: int, operator: Browser, world: World
) -> None:
    world.clock.move(days=days)
    operator.signs_in("operator")
    page = operator.enters(TASK, 50)
    assert next_on(TODAY) not in page.text
    found = daybook.voucher(society_id(), page.voucher_id)
    assert found is not None
    assert found.day_on == TODAY


def test_a_shortage_is_paid_back_only_by_who_owes_it(
    world: World, browser: Callable[..., Browser]
) -> None:
    """P2, P9: the person in the form must be one who owes; others and other places' aren't."""
    world.starts_books()
    world.clock.move(days=-1)
    world.starts_books(code="KHR002")
    world.clock.move(days=1)
    operator = browser("operator")
    operator.opens_day()
    page = operator.counts_rupees(26_286)
    owing = world.person("operator").id
    form = page.form(button="accept")
    operator.send(form, "accept", person=owing, remark="छुट्टे में गलती")
    world.clock.move(days=1)
    operator.signs_in("operator")
    operator.opens_day("2026-11-25")
    path = "/vouchers/new/shortage_recovered"
    form = operator.get(path).form()
    assert form.choices["person"] == [str(owing)]
    before = traces()
    for person in (world.person("manager").id, world.person("operator2").id, 10**30, "x", ""):
        data = {**form.fields, "amount": "10", "person": person, "confirm": "1"}
        assert operator.post(path, data, 422).errors["person"], person
    assert traces() == before
    assert operator.enters("shortage_recovered", 100, person=owing).voucher_id == 3

"""Statement and books side by side, and what is done about a line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.actions.aeps import Slipped, record_slip
from tests.browser_client import Browser, Page
from tests.statements_world import AEPS, UPI, found_as, lines_of, reads
from tests.world import World

MIXED = (
    "23-11-2026,Top up,N1,,4990,", "24-11-2026,Commission,C1,,10,", "24-11-2026,Charge,X1,3,,",
    "24-11-2026,Payment,P111111,9,,", "24-11-2026,Payment,P111111,9,,",
)  # fmt: skip


def gap_counts(page: Page) -> dict[str, int]:
    return {
        one.get("data-gap", ""): len(list(one.iter("li"))) for one in page.all("ul", data_gap=True)
    }


def test_without_a_statement_it_says_what_to_do(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    page = browser("manager").get("/wallet/compare?head=2205")
    assert "/wallet/statements?head=2205" in page.links
    assert "अभी कोई सूची नहीं पढ़ी गई" in page.text
    assert browser("operator").get("/wallet/compare?head=x&month=y").status == 200


def test_differences_stand_under_their_names_with_what_to_press(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    open_world.enters("csc_wallet_topup", 70, head=2201)
    open_world.clock.move(days=1)
    reads(open_world, *MIXED, "25-11-2026,Charge,X9,1,,5000")
    page = browser("manager").get("/wallet/compare")
    assert gap_counts(page) == {"commission_missing": 1, "not_in_books": 5}
    assert "6 बातें" not in page.text
    assert "देखने की बातें: 7" in page.text
    assert "/wallet/commission?month=2026-11" in page.links
    (left,) = page.all("ul", data_left=True)
    assert left.get("data-left") == "missing"
    assert "/wallet/lines/2204/1" in page.links


def test_when_all_agrees_it_says_so(open_world: World, browser: Callable[..., Browser]) -> None:
    open_world.enters("csc_wallet_topup", 70, head=2201)
    reads(open_world, "24-11-2026,Top up,N1,,70,")
    page = browser("auditor").get("/wallet/compare?society=KHR001")
    assert "सब मिल गया" in page.text
    assert [one for one in page.forms if one.method == "post"] == []


def test_long_lists_are_shown_alone(open_world: World, browser: Callable[..., Browser]) -> None:
    reads(open_world, *(f"24-11-2026,Charge,X{no},5,," for no in range(10, 40)))
    manager = browser("manager")
    page = manager.get("/wallet/compare")
    assert gap_counts(page) == {"not_in_books": 5}
    more = next(one for one in page.links if "only=" in one)
    assert gap_counts(manager.get(more)) == {"not_in_books": 30}


def test_long_lists_of_entries_too(open_world: World, browser: Callable[..., Browser]) -> None:
    for rupees in range(1, 9):
        open_world.enters("csc_wallet_topup", rupees, head=2201)
    reads(open_world, "24-11-2026,Charge,X1,5,,")
    manager = browser("manager")
    page = manager.get("/wallet/compare")
    more = next(one for one in page.links if "only=waiting" in one)
    assert len(list(manager.get(more).one("ul", data_left=True).iter("li"))) == 8


def test_comparing_anew_writes_down_what_was_found(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    reads(open_world, "24-11-2026,Top up,N1,,70,")
    voucher_id = open_world.enters("csc_wallet_topup", 70, head=2201)
    manager = browser("manager")
    assert "पिछले पृष्ठ पर" in manager.get("/wallet/lines/2204/1").text
    form = manager.get("/wallet/compare").form("/wallet/compare")
    page = manager.follow(manager.send(form))
    assert "फिर से मिलाया गया" in page.text
    assert lines_of() == [(1, "moved", voucher_id, None)]
    assert f"/vouchers/{voucher_id}" in manager.get("/wallet/lines/2204/1").links


def test_months_and_accounts_are_linked(open_world: World, browser: Callable[..., Browser]) -> None:
    reads(open_world, "01-10-2026,Charge,X1,5,,", "24-11-2026,Charge,X2,5,,")
    reads(open_world, "24-11-2026,UPI,432112345678,,5,", head=UPI)
    reads(open_world, "22-11-2026,AEPS,632812345678,5,,", head=AEPS)
    reads(open_world, "24-11-2026,AEPS,632812345679,5,,", head=AEPS)
    page = browser("manager").get("/wallet/compare")
    assert {"/wallet/compare?head=2205", "/wallet/compare?head=2204&month=2026-10"} <= set(
        page.links
    )
    assert "अक्टूबर 2026" in page.text
    assert (
        "23-11-2026 से 23-11-2026 की सूची नहीं है"
        in browser("manager").get("/wallet/compare?head=2206").text
    )


def test_upi_without_money_is_an_alarm(open_world: World, browser: Callable[..., Browser]) -> None:
    open_world.enters(rupees=50, mode="upi", reference="432112345678")
    open_world.clock.move(days=1)
    reads(open_world, "24-11-2026,UPI,432112345699,,50,", "25-11-2026,UPI,432112345700,,8,",
          head=UPI)  # fmt: skip
    page = browser("manager").get("/wallet/compare?head=2205")
    assert "प्रविष्टि है, पैसा नहीं आया (1)" in page.text
    assert gap_counts(page) == {"not_in_books": 2}


def test_a_line_is_tied_from_its_page_and_taken_back(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    voucher_id = open_world.enters(rupees=50, mode="upi", reference="432112345678")
    reads(open_world, "24-11-2026,UPI,432112345699,,50,", head=UPI)
    manager = browser("manager")
    page = manager.get("/wallet/lines/2205/1")
    form = page.form(button="tie")
    assert manager.send(form, "tie", 422).refusal == "EntryIsMissing"
    page = manager.follow(manager.send(form, "tie", voucher=voucher_id))
    assert (page.path.split("?")[0], found_as(UPI)) == ("/wallet/compare", ["tied"])
    assert "हाथ से निपटाया" in page.text
    page = manager.get("/wallet/lines/2205/1")
    assert "गणेश पाटीदार" in page.text
    manager.send(page.form(button="reopen"), "reopen")
    assert found_as(UPI) == [""]


def test_a_line_is_explained_from_its_page(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    reads(open_world, "24-11-2026,Charge,X1,5,,99995")
    manager = browser("manager")
    form = manager.get("/wallet/lines/2204/1").form(button="explain")
    page = manager.send(form, "explain", 422, note="ok")
    assert (page.refusal, "note" in page.errors) == ("NoteIsMissing", True)
    assert "note" in manager.send(form, "explain", 422, note="9999 4105 7058").errors
    manager.send(form, "explain", note="वॉलेट का शुल्क")
    assert "वॉलेट का शुल्क" in manager.get("/wallet/lines/2204/1").text
    again = manager.post(
        form.action, {**form.fields, "form_token": form.fields["form_token"], "note": "दूसरा",
                      "explain": "1"}, 409,
    )  # fmt: skip
    assert again.refusal == "FormWasUsedForOther"


def test_a_line_leads_to_the_entry_that_is_missing(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    reads(open_world, *MIXED)
    operator = browser("operator")
    top_up = "/vouchers/new/csc_wallet_topup?amount=4990"
    assert top_up in operator.get("/wallet/lines/2204/1").links
    assert operator.get(top_up).form().fields["amount"] == "4990"
    assert "/wallet/commission?month=2026-11" in operator.get("/wallet/lines/2204/2").links
    assert not {top_up, "/wallet/commission?month=2026-11"} & set(
        browser("chairman").get("/wallet/lines/2204/1").links
    )


def test_a_line_leads_to_the_slip_of_the_device(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    record_slip(
        open_world.doer(), open_world.slip(), open_world.society_id,
        Slipped("withdrawal", "uncertain", 1_000_00, "632812345678", "1234", "बैंक", "सुशीला देवी",
                "9826012345"),
    )  # fmt: skip
    reads(open_world, "24-11-2026,AEPS,632812345678,,1000,", head=AEPS)
    assert "/aeps/1" in browser("operator").get("/wallet/lines/2206/1").links


def test_two_people_at_one_line(open_world: World, browser: Callable[..., Browser]) -> None:
    reads(open_world, "24-11-2026,Charge,X1,5,,")
    first, second = browser("manager"), browser("accountant")
    forms = [one.get("/wallet/lines/2204/1").form(button="explain") for one in (first, second)]
    first.send(forms[0], "explain", note="वॉलेट का शुल्क")
    page = second.send(forms[1], "explain", 409, note="कुछ और")
    assert page.refusal == "LineHasMovedOn"


@pytest.mark.parametrize("username", ["operator", "chairman"])
def test_who_only_reads_sees_the_line_without_a_form(
    open_world: World, browser: Callable[..., Browser], username: str
) -> None:
    reads(open_world, "24-11-2026,Charge,X1,5,,")
    who = browser(username)
    page = who.get("/wallet/lines/2204/1")
    assert [one for one in page.forms if one.method == "post"] == []
    assert who.get("/wallet/lines/2204/2", 404).refusal == "LineIsUnknown"
    assert who.post("/wallet/lines/2204/1", {}, 403).refusal == "DeedIsNotAllowed"


def test_a_form_of_nonsense_changes_nothing(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    reads(open_world, "24-11-2026,Charge,X1,5,,")
    manager = browser("manager")
    form = manager.get("/wallet/lines/2204/1").form(button="explain")
    manager.post(form.action, {**form.fields, "voucher": "x", "tie": "1"}, 422)
    page = manager.post(form.action, {**form.fields, "version": "7", "note": "कुछ शुल्क"}, 409)
    assert page.refusal == "LineHasMovedOn"
    assert found_as() == [""]

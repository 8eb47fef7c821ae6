"""The 31st of March: April runs, the year that ended is adjusted without cash, sealed, locked."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions import proof
from portal.storage import daybook, days, engine
from portal.storage import year_edge as stored
from tests.actions.tampering import Tampered
from tests.browser_client import Browser, Page
from tests.world import World, traces
from tests.year_edge_world import APRIL, AUDIT, AUDIT_OWED, END, FY, INTEREST, OWED, turns_to

FEE = "csc_service_fee"
PATH = "/year-edge"
CASH = 26_386


def test_the_31st_of_march(world: World, browser: Callable[..., Browser]) -> None:
    """P2, P3, P4, P7: four people, each at a browser of their own."""
    turns_to(world, END)
    world.starts_books()
    operator = browser("operator")
    _does_a_day(operator, END, CASH + 70, 70)
    turns_to(world, APRIL)

    _on_1_april(browser)
    _on_2_april(world, browser)
    _tampering_is_found(world)


def _on_1_april(browser: Callable[..., Browser]) -> None:
    """The operator works; the accountant opens the adjustments beside it."""
    operator, accountant = browser("operator"), browser("accountant")
    manager, officer = browser("manager"), browser("officer")
    operator.opens_day(APRIL)
    operator.enters(FEE, 40, party="सुशीला देवी")
    _opens(accountant)
    assert PATH in manager.get("/").links
    seen = officer.get("/officer")
    assert f"{PATH}?society=KHR001" in seen.links

    # interest and audit fee that are owed, between April's entries, numbered on their own
    assert _adjusts(accountant, INTEREST, OWED, "1,200", "मार्च तक का ब्याज") == "adjustment-1"
    assert operator.enters(FEE, 60, party="राम लाल").voucher_no == "cash_receipt-2"
    assert _adjusts(manager, AUDIT, AUDIT_OWED, "5000", "लेखापरीक्षा शुल्क") == "adjustment-2"
    _cash_is_refused(accountant)
    _takes_back(accountant)
    assert _adjusts(manager, AUDIT, AUDIT_OWED, "4500", "लेखापरीक्षा शुल्क") == "adjustment-4"
    _closes(operator, CASH + 170)
    _books_are_true(manager)


def _takes_back(accountant: Browser) -> None:
    wrong = accountant.get(PATH).one("tr", data_voucher_no="adjustment-2")
    path = next(one.get("href", "") for one in wrong.iter("a")) + "/take-back"
    path = path.replace("/vouchers/", f"{PATH}/")
    back = accountant.send(accountant.get(path).form(path), "", 200, reason="wrong_amount",
                           remark="5,000 नहीं, 4,500")  # fmt: skip
    accountant.send(back.form(button="confirm"), "confirm")


def _on_2_april(world: World, browser: Callable[..., Browser]) -> None:
    """The year is locked in the middle of the work; the day goes on."""
    turns_to(world, "2027-04-02")
    operator, manager, officer = browser("operator"), browser("manager"), browser("officer")
    operator.opens_day("2027-04-02")
    operator.enters(FEE, 10, party="राम लाल")
    _locks(manager, officer)
    operator.enters(FEE, 20, party="राम लाल")
    assert proof.prove_society("KHR001", world.keys).findings == ()
    _closes(operator, CASH + 200)
    found = proof.prove_society("KHR001", world.keys)
    assert found.findings == ()
    assert (found.sealed_to, found.unsealed_vouchers) == ("2027-04-02", 0)
    assert manager.get("/reopenings/new").text
    _is_locked(world, manager)


def _does_a_day(operator: Browser, on: str, counted: int, *fees: int) -> None:
    operator.opens_day(on)
    for rupees in fees:
        operator.enters(FEE, rupees, party="सुशीला देवी")
    _closes(operator, counted)


def _closes(operator: Browser, counted: int) -> None:
    operator.counts_rupees(counted)
    operator.closes()


def _opens(accountant: Browser) -> None:
    page = accountant.get(PATH)
    back = accountant.send(page.form(button=""), "", 200)
    accountant.send(back.form(PATH), "confirm")
    assert accountant.get(PATH).one("p", data_state=True).get("data-state") == "open"


def _adjusts(one: Browser, debit: int, credit: int, amount: str, words: str) -> str:
    form = one.get(f"{PATH}/new").form(f"{PATH}/new")
    back = one.send(
        form, "", 200, head1=debit, debit1=amount, head2=credit, credit2=amount, narration=words
    )
    return one.follow(one.send(back.form(button="confirm"), "confirm")).voucher_no


def _cash_is_refused(accountant: Browser) -> None:
    """Over HTTP too, also where the read-back is passed by."""
    before = traces()
    form = accountant.get(f"{PATH}/new").form(f"{PATH}/new")
    for head in ("2101", "2201", "2204"):
        said = {"head1": INTEREST, "debit1": 500, "head2": head, "credit2": 500,
                "narration": "ब्याज दिया"}  # fmt: skip
        page = accountant.post(f"{PATH}/new", {**form.fields, **said, "confirm": "1"}, 422)
        assert page.refusal == "EdgeMovesNoMoney"
        assert "head2" in page.errors
    assert traces() == before


def _books_are_true(manager: Browser) -> None:
    def of(page: Page, head: int) -> str:
        rows = [one for one in page.all("tr") if f"/ledger/{head}?" in str(
            [link.get("href") for link in one.iter("a")])]  # fmt: skip
        return "".join(rows[0].itertext()) if rows else ""

    before = manager.get(f"/trial-balance?on={END}&plain=1")
    after = manager.get(f"/trial-balance?on={END}")
    assert of(before, OWED) == ""
    assert "1,200" in of(after, OWED)
    assert "4,500" in of(after, AUDIT_OWED)
    assert of(before, 2101) == of(after, 2101)
    april = manager.get(f"/trial-balance?from={APRIL}&on={APRIL}")
    assert "1,200" in of(april, OWED)
    assert "26,456" in of(april, 2101)
    numbers = [
        one.get("data-voucher-no", "")
        for one in manager.get(f"/daybook/{END}").all("tr", data_voucher_no=True)
    ]
    assert numbers == ["cash_receipt-1", *(f"adjustment-{no}" for no in range(1, 5))]
    assert "समा-" not in manager.get(f"/cashbook/{END}").text
    assert "समा-" not in manager.get(f"/day/sheet/{END}").text


def _locks(manager: Browser, officer: Browser) -> None:
    page = manager.get(PATH)
    back = manager.send(page.form(PATH), "", 200)
    locked = manager.follow(manager.send(back.form(PATH), "confirm"))
    assert locked.one("p", data_state=True).get("data-state") == "closed"
    code = next(one for one in locked.links if one.startswith("/seals?code="))
    check = officer.get(code)
    assert check.one("div", data_matches=True).get("data-matches") == "yes"
    assert "15,700" in check.text
    assert manager.get(f"{PATH}/print?fy={FY}").one("p", class_="seal big") is not None


def _is_locked(world: World, manager: Browser) -> None:
    before = traces()
    assert manager.get(f"{PATH}/new", 409).refusal == "EdgeIsNotOpen"
    assert manager.get(PATH).forms == []
    assert days.day(world.society_id, END) is not None
    assert stored.sums(world.society_id, FY).number == 4
    assert daybook.balance(world.society_id, AUDIT_OWED) == -4500_00
    assert traces() == before


def _tampering_is_found(world: World) -> None:
    """One figure of one adjustment, changed past every lock of the database."""
    Tampered(world)
    first = engine.value("SELECT MIN(id) FROM voucher WHERE kind = 'adjustment'")
    engine.run("UPDATE entry SET paise = paise * 2 WHERE voucher_id = ?", first)
    engine.run("UPDATE voucher SET total_paise = total_paise * 2 WHERE id = ?", first)
    found = proof.prove_society("KHR001", world.keys)
    assert found.first_bad is not None
    assert (found.first_bad.kind, found.first_bad.where) == ("VoucherWasEdited", f"voucher {first}")
    assert ("YearEdgeDisagrees", f"day {END}") in {(one.kind, one.where) for one in found.findings}

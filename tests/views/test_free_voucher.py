"""The voucher with free heads, for manager and accountant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import daybook, engine, places
from tests.browser_client import Browser, Page
from tests.world import World, traces, voucher_count

PATH = "/vouchers/free"


@pytest.fixture
def manager(open_world: World, browser: Callable[..., Browser]) -> Browser:
    """The manager of KHR001 on an open day."""
    return browser("manager")


def writes(browser: Browser, status: int, **fields: str) -> Page:
    form = browser.get(PATH).form(PATH)
    return browser.send(form, "", status, **fields)


def balance(head: int) -> int:
    society = places.society("KHR001")
    assert society is not None
    return daybook.balance(society.id, head)


def test_any_balanced_lines_may_be_entered(manager: Browser) -> None:
    """P2: read back first, then posted."""
    before = traces()
    page = writes(
        manager, 200, head1="2201", debit1="1,000", head2="2101", credit2="१०००",
        narration="बैंक में नकद जमा किया",
    )  # fmt: skip
    assert traces() == before
    assert "एक हज़ार" in page.text
    saved = manager.follow(manager.send(page.form(button="confirm"), "confirm"))
    assert saved.voucher_no == "contra-1"
    assert balance(2201) == 1_51_000_00
    assert balance(2101) == 25_386_00


def test_heads_may_be_written_by_name(manager: Browser) -> None:
    page = writes(
        manager, 422, head1="ब", debit1="10", head2="2101", credit2="10", narration="x"
    )  # fmt: skip
    assert page.errors["head1"], "several heads begin so"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"head1": "2201", "debit1": "9", "head2": "2101", "credit2": "8"}, "VoucherIsUnbalanced"),
        ({"head1": "2201", "debit1": "100"}, "VoucherIsEmpty"),
        ({}, "VoucherIsEmpty"),
        ({"head1": "2201"}, "LineIsUnclear"),
        ({"debit1": "100"}, "LineIsUnclear"),
        ({"head1": "2201", "debit1": "10", "credit1": "10"}, "LineIsUnclear"),
        ({"head1": "9999", "debit1": "10", "head2": "2101", "credit2": "10"}, None),
        ({"head1": "2000", "debit1": "10", "head2": "2101", "credit2": "10"}, None),
        ({"head1": "1301", "debit1": "10", "head2": "2101", "credit2": "10"}, None),
        ({"head1": "कुछभीनहीं", "debit1": "10", "head2": "2101", "credit2": "10"}, "HeadIsUnclear"),
        ({"head1": "2101", "debit1": "10.50", "head2": "2201", "credit2": "10.50"}, None),
        ({"head1": "2805", "debit1": "10", "head2": "2101", "credit2": "10"}, None),
        ({"head1": "22010", "debit1": "1", "head2": "2101", "credit2": "1"}, "HeadIsUnclear"),
        ({"head1": "क'; --", "debit1": "1", "head2": "2201", "credit2": "1"}, None),
        ({"head1": "9" * 50, "debit1": "1", "head2": "2201", "credit2": "1"}, None),
        ({"head1": "2201", "debit1": "1e400", "head2": "2101", "credit2": "1"}, None),
    ],
)  # fmt: skip
def test_wrong_lines_are_refused_and_kept(
    manager: Browser, fields: dict[str, str], wanted: str | None
) -> None:
    """P2: groups, unknown heads, heads without a register, unbalanced lines, paise of cash."""
    before = traces()
    page = writes(manager, 422, **fields, narration="कारण")
    assert wanted is None or page.refusal == wanted, page
    assert page.errors or page.warnings
    kept = page.form(PATH).fields
    assert {name: kept[name] for name in fields} == fields
    assert kept["narration"] == "कारण"
    assert traces() == before


def test_free_lines_never_take_more_cash_than_there_is(manager: Browser) -> None:
    """P5."""
    page = writes(manager, 200, head1="2201", debit1="26387", head2="2101", credit2="26387")
    before = traces()
    page = manager.send(page.form(button="confirm"), "confirm", 422)
    assert page.refusal == "CashWouldGoNegative"
    assert traces() == before


def test_a_free_voucher_is_entered_once(manager: Browser) -> None:
    """P1."""
    page = writes(manager, 200, head1="2201", debit1="5", head2="2101", credit2="5")
    form = page.form(button="confirm")
    first = manager.send(form, "confirm")
    assert manager.send(form, "confirm").location == first.location
    changed = {**form.fields, "debit1": "6", "credit2": "6", "confirm": "1"}
    assert manager.post(PATH, changed, 409).refusal == "FormWasUsedForOther"
    assert voucher_count() == 2


def test_change_leads_back_with_all_lines(manager: Browser) -> None:
    page = writes(manager, 200, head1="2201", debit1="5", head2="2101", credit2="5")
    fields = manager.send(page.form(button="change"), "change", 200).form(PATH).fields
    assert (fields["head1"], fields["debit1"], fields["credit2"]) == ("2201", "5", "5")


def test_six_lines_may_stand_in_one_voucher(manager: Browser) -> None:
    lines = {f"head{n}": head for n, head in enumerate((2201, 2101, 2201, 2101, 2201, 2101), 1)}
    sums = {"debit1": 10, "credit2": 10, "debit3": 20, "credit4": 20, "debit5": 30, "credit6": 30}
    page = writes(manager, 200, **{key: str(value) for key, value in (lines | sums).items()})
    manager.send(page.form(button="confirm"), "confirm")
    assert engine.value("SELECT count(*) FROM entry WHERE voucher_id = 2") == 6
    assert engine.value("SELECT sum(paise) FROM entry WHERE voucher_id = 2") == 0


def test_the_list_of_heads_is_searched_in_both_scripts(manager: Browser) -> None:
    for words in ("2101", "२१०१", "रोकड़"):
        assert "2101" in manager.get(f"/heads?q={words}").text, words
        assert "2101" in manager.piece(f"/heads?q={words}", "_heads").text, words
    assert not manager.get("/heads?q=zzzz").all("b")[2:]


def test_while_cash_is_counted_no_free_voucher_is_entered(manager: Browser) -> None:
    """P6."""
    page = writes(manager, 200, head1="2201", debit1="5", head2="2101", credit2="5")
    manager.begins_count()
    assert manager.get(PATH, 409).refusal == "CountIsGoingOn"
    assert manager.send(page.form(button="confirm"), "confirm", 409).refusal == "CountIsGoingOn"


def test_operators_have_no_free_voucher(open_world: World, browser: Callable[..., Browser]) -> None:
    operator = browser("operator")
    assert operator.get(PATH, 403).refusal == "DeedIsNotAllowed"
    assert operator.get("/heads", 403)
    assert PATH not in operator.get("/vouchers/new").links
    assert PATH in browser("accountant").get("/vouchers/new").links

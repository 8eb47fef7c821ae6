"""The pages of statements."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest

from tests.browser_client import Browser, Page
from tests.statements_world import csv, reads
from tests.world import World

CHARGE = "24-11-2026 10:05,Charge,X1,5,,99995"


def sends(who: Browser, content: bytes, head: int | str = 2204) -> Page:
    """Choose a file and send it."""
    form = who.get("/wallet/statements").form("/wallet/statements")
    data = {**form.fields, "head": str(head), "file": (BytesIO(content), "सूची.csv")}
    return who.open("POST", form.action, data)  # type: ignore[arg-type]


def test_a_statement_is_sent_and_shown(open_world: World, browser: Callable[..., Browser]) -> None:
    manager = browser("manager")
    page = manager.follow(sends(manager, csv(CHARGE)))
    assert "पढ़ी गई पंक्तियाँ: 1।" in page.text
    assert page.one("td", data_paise=True).get("data-paise") == "-500"
    assert "/wallet/lines/2204/1" in page.links
    page = manager.follow(sends(manager, csv(CHARGE)))
    assert "पहले से पढ़ा हुआ" in page.text
    page = manager.follow(sends(manager, csv("24-11-2026 10:05,Charge again,X1,5,,99995")))
    assert (page.title, "पहले से पढ़ा हुआ" in page.text) == ("वॉलेट और खाते की सूचियाँ", True)
    assert "/wallet/statements/1" in manager.get("/wallet/statements").links
    assert manager.get("/wallet/statements/2", 404).refusal == "StatementIsUnknown"


def test_every_fault_is_told_with_its_line_and_reason(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    rows = [f"24-11-2026,Charge,X{no},5x,," for no in range(20)]
    page = sends(browser("manager"), csv(CHARGE, *rows))
    assert (page.status, page.refusal) == (422, "StatementHasFaults")
    found = page.all("li", data_line=True)
    assert [one.get("data-line") for one in found] == [str(no) for no in range(3, 18)]
    assert {one.get("data-column") for one in found} == {"debit"}
    assert "न पढ़ी गई पंक्तियाँ: 20" in page.warnings
    assert "और 5" in page.text
    broken = sends(browser("manager"), csv(CHARGE, "24-11-2026 10:06,Charge,X2,5,,99991"))
    assert "99,990 होना चाहिए" in broken.text


@pytest.mark.parametrize(
    ("content", "head", "refusal"),
    [
        (b"", 2204, "FileIsMissing"), (b"a,b\n1,2\n", 2204, "FileHasNoHeader"),
        (b"PK\x03\x04 none", 2204, "FileIsNotATable"),
        (b"x" * 5_000_001, 2204, "StatementIsTooLarge"),
        (b"Date,Particulars\n1,2\n", 2204, "StatementColumnsAreMissing"),
        (csv(CHARGE), 2201, "StatementHeadIsWrong"), (csv(CHARGE), "x", "StatementHeadIsWrong"),
    ],
)  # fmt: skip
def test_what_is_no_statement_is_refused_at_the_field(
    open_world: World, browser: Callable[..., Browser], content: bytes, head: object, refusal: str
) -> None:
    page = sends(browser("manager"), content, head)  # type: ignore[arg-type]
    assert (page.status, page.refusal) == (422, refusal)


def test_far_too_large_a_file_is_not_even_read(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    page = sends(browser("manager"), b"x" * 7_000_000)
    assert (page.status, page.refusal) == (413, "FormIsTooLarge")


def test_long_statements_have_pages(open_world: World, browser: Callable[..., Browser]) -> None:
    reads(open_world, *(f"24-11-2026,Charge for a service,X{no},5,," for no in range(1, 100)))
    manager = browser("manager")
    assert len(manager.get("/wallet/statements/1").all("tr", data_line=True)) == 40
    last = manager.get("/wallet/statements/1?page=99")
    assert next(one.get("data-line") for one in last.all("tr", data_line=True)) == "81"
    assert manager.get("/wallet/statements/1?page=x").status == 200
    assert manager.get("/wallet/statements/1?page=2").status == 200


def test_who_only_reads_gets_no_form(open_world: World, browser: Callable[..., Browser]) -> None:
    reads(open_world, CHARGE)
    operator = browser("operator")
    page = operator.get("/wallet/statements?head=2205")
    assert [one.action for one in page.forms if one.method == "post"] == []
    assert operator.get("/wallet/statements/1").status == 200
    assert operator.post("/wallet/statements", {}, 403).refusal == "DeedIsNotAllowed"
    assert browser("operator2").get("/wallet/statements/1", 404).status == 404


def test_the_account_of_the_address_is_chosen(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    page = browser("manager").get("/wallet/statements?head=2205")
    assert page.one("input", checked=True).get("value") == "2205"


def test_the_last_statement_can_be_removed(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    reads(open_world, CHARGE)
    reads(open_world, "25-10-2026 10:05,Charge,X1,5,,")
    manager = browser("manager")
    assert not [one for one in manager.get("/wallet/statements/1").forms if one.method == "post"]
    form = manager.get("/wallet/statements/2").form("/wallet/statements/2")
    page = manager.follow(manager.send(form, "remove"))
    assert "सूची हटा दी गई" in page.text
    assert manager.get("/wallet/statements/2", 404).refusal == "StatementIsUnknown"
    assert manager.follow(manager.send(form, "remove")).status == 200
    assert browser("operator").post("/wallet/statements/1", {}, 403).status == 403

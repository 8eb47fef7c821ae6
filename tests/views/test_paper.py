"""Printed vouchers and the sheet of a closed day."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.corrections import correct_voucher
from portal.actions.day import Acceptance
from portal.actions.daybook import enter_voucher
from portal.domain.corrections import Correction
from portal.domain.daybook import Draft, Line
from portal.domain.seals import grouped
from portal.storage.seals import seal_of_day
from tests.browser_client import Browser, Page, words_of
from tests.world import TODAY, YESTERDAY, World

Browsers = Callable[..., Browser]


def copies(page: Page) -> list[str]:
    """Read both copies of a printed voucher."""
    found = [words_of(one) for one in page.all("section", data_voucher_id=True)]
    assert len(found) == 2
    return found


def test_a_receipt_is_printed_for_society_and_person(open_world: World, browser: Browsers) -> None:
    found = open_world.enters(rupees=50, party="सुशीला देवी", narration="फोटोकॉपी")
    page = browser("operator").get(f"/vouchers/{found}/print")
    for copy, whose in zip(copies(page), ("समिति की प्रति", "ग्राहक की प्रति"), strict=True):
        for words in (
            whose, "पैक्स भीकनगाँव", "KHR001", "र-1", "2026-27", "24-11-2026", "सुशीला देवी", "₹ 50",
            "पचास रुपये मात्र", "3307", "फोटोकॉपी", "रेखा मंडलोई", "नकद", "लेने वाला",
        ):  # fmt: skip
            assert words in copy
        assert "राजस्व टिकट" not in copy
    assert page.one("a", href=f"/vouchers/{found}") is not None


def test_above_five_thousand_rupees_who_takes_the_money_signs_on_a_stamp(
    open_world: World, browser: Browsers
) -> None:
    operator = browser("operator")
    receipt = open_world.enters(rupees=6_000)
    ours, theirs = copies(operator.get(f"/vouchers/{receipt}/print"))
    assert ("राजस्व टिकट" in ours, "राजस्व टिकट" in theirs) == (False, True)
    payment = open_world.enters("rent_paid", 5_001, party="मोहन")
    ours, theirs = copies(operator.get(f"/vouchers/{payment}/print"))
    assert ("राजस्व टिकट" in ours, "राजस्व टिकट" in theirs) == (True, False)
    assert "अँगूठा" in ours
    assert "गवाह" in ours


def test_cheque_number_and_date_stand_on_the_voucher(open_world: World, browser: Browsers) -> None:
    found = open_world.enters(
        "rent_paid", 900, mode="cheque", reference="004512", reference_on=YESTERDAY, party="मोहन"
    )
    text = copies(browser("manager").get(f"/vouchers/{found}/print"))[0]
    assert "चेक · 004512, 23-11-2026" in text


def test_a_voucher_taken_back_says_so_on_both_papers(open_world: World, browser: Browsers) -> None:
    wrong = open_world.enters(rupees=70)
    correct_voucher(
        open_world.doer(), open_world.slip(), open_world.society_id, wrong,
        Correction("twice", "दो बार"),
    )  # fmt: skip
    operator = browser("operator")
    assert "अब मान्य नहीं" in copies(operator.get(f"/vouchers/{wrong}/print"))[1]
    assert "सुधार: यह दिनांक" in copies(operator.get(f"/vouchers/{wrong + 1}/print"))[0]


def test_contra_and_journal_are_printed_with_their_lines(
    open_world: World, browser: Browsers
) -> None:
    contra = open_world.enters("bank_deposit", 500)
    journal = enter_voucher(
        open_world.doer("accountant"), open_world.slip("accountant"), open_world.society_id,
        Draft("journal", "", (Line(4306, 700_00), Line(1516, -700_00)), narration="किराया बकाया"),
    ).voucher_id  # fmt: skip
    accountant = browser("accountant")
    for found in (contra, journal):
        text = copies(accountant.get(f"/vouchers/{found}/print"))[0]
        assert "नामे" in text
        assert "जमा" in text
        assert "अध्यक्ष" in text


def test_only_those_who_print_vouchers_reach_them(open_world: World, browser: Browsers) -> None:
    found = open_world.enters()
    browser("operator2").get(f"/vouchers/{found}/print", 404)
    browser("state").get(f"/vouchers/{found}/print?society=KHR001", 403)
    operator = browser("operator")
    assert operator.get("/vouchers/99/print", 404).refusal == "VoucherIsUnknown"
    operator.get(f"/vouchers/{2**70}/print", 404)


def test_the_day_sheet_certifies_the_count_and_bears_the_seal(
    open_world: World, browser: Browsers
) -> None:
    open_world.enters(rupees=57)
    open_world.counts(26_400)
    open_world.closes_day(Acceptance(open_world.person("manager").id, "सिक्के नहीं मिले"))
    page = browser("operator").get(f"/day/sheet/{TODAY}")
    seal = seal_of_day(open_world.society_id, TODAY)
    assert seal is not None
    for words in (
        "प्रमाणित किया जाता है", "छब्बीस हज़ार चार सौ रुपये मात्र", "₹ 43 कम", "गणेश पाटीदार",
        "सिक्के नहीं मिले", "र-1", "भु-1", grouped(seal.code), f"/seals?code={seal.code}", "रोकड़िया",
    ):  # fmt: skip
        assert words in page.text, words
    assert len(page.all("{http://www.w3.org/2000/svg}svg")) == 1
    assert page.one("span", data_paise="2640000") is not None
    assert len(page.all("section")) == 1


def test_the_day_sheet_tells_delay_and_days_passed_over(
    open_world: World, browser: Browsers
) -> None:
    open_world.counts(26_386)
    open_world.closes_day()
    open_world.clock.move(days=10)
    open_world.opens_day("2026-11-26", {"2026-11-25": "holiday"})
    open_world.counts(26_386)
    open_world.closes_day()
    page = browser("manager").get("/day/sheet/2026-11-26")
    assert "विलंब 8 दिन" in page.text
    assert "25-11-2026 अवकाश" in page.text
    assert "रोकड़ बही के अंतिम शेष के बराबर" in page.text


def test_a_day_that_is_not_closed_has_no_sheet(open_world: World, browser: Browsers) -> None:
    operator = browser("operator")
    assert operator.get(f"/day/sheet/{TODAY}", 409).refusal == "SheetIsNotMade"
    assert operator.get("/day/sheet/2026-11-20", 404).refusal == "DayIsUnknown"
    assert operator.get("/day/sheet/soon", 422).refusal == "DateIsNotADate"


def test_the_sheet_of_the_opening_balances_has_no_count(
    open_world: World, browser: Browsers
) -> None:
    page = browser("officer").get(f"/day/sheet/{YESTERDAY}?society=KHR001")
    assert "प्रमाणित" not in page.text
    assert "26,386" in page.text

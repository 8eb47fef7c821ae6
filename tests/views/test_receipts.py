"""Receipts on paper and their looking up by anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.domain.visits import Fee
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.receipts_world import a_visit
from tests.sandboxes.running import RunningSandbox
from tests.world import World

Browsers = Callable[..., Browser]
PAPER = Fee("आय प्रमाण पत्र", 20_00, 10_00)


@pytest.fixture
def counter(world: World, tmp_path: Path) -> Iterator[Counter]:
    sandbox = RunningSandbox(tmp_path / "sandbox")
    yield Counter(world, sandbox)
    sandbox.stop()


def test_a_receipt_says_what_was_paid(counter: Counter, browser: Browsers) -> None:
    visit_id = a_visit(counter, 1, PAPER, given_paise=2_000_00)
    counter.settles()
    operator = browser("operator")
    for size in ("58", "80", "a5"):
        page = operator.get(f"/visits/{visit_id}/receipt?size={size}")
        for words in (
            "पैक्स भीकनगाँव", "रसीद – टोकन 1", "24-11-2026 10:00", "KAMLA BAI", "₹ 1,213",
            "एक हज़ार दो सौ तेरह रुपये मात्र", "नकद मिले", "2,000", "787", "बिजली बिल",
            "बिल जमा हो गया", "उत्तराखंड पावर कॉर्पोरेशन", "…J100", "…3210", "261147217170",
            "01-11-2026", "26-11-2026", "1,183", "B-Connect Txn ID: SB", "Approval Ref No: AP",
            "UTTA00000UTT7M", "AGT", "पक्का भुगतान", "आय प्रमाण पत्र", "सरकारी शुल्क", "शिकायत",
        ):  # fmt: skip
            assert words in page.text.replace("\N{NO-BREAK SPACE}", " "), words
        assert "प्रमाण नहीं" not in page.text

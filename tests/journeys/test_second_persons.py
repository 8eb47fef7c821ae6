"""A one-man society above its limit: its officer agrees on his own phone."""

from __future__ import annotations

from collections.abc import Callable

from portal.storage import daybook
from tests.actions.test_proposals import leaves
from tests.browser_client import Browser, Page
from tests.world import TODAY, World


def asks(manager: Browser, amount: str) -> Page:
    """Enter stationery above the limit and return what was answered."""
    form = manager.get("/vouchers/new/stationery_paid").form("/vouchers/new/stationery_paid")
    words = {"party": "मोहन स्टोर", "narration": "बही"}
    page = manager.send(form, "", 200, amount=amount, **words)
    assert "दूसरे व्यक्ति की मंज़ूरी" in page.text
    return manager.send(page.form(button="confirm"), "confirm")


def test_a_one_man_society_above_its_limit(world: World, browser: Callable[..., Browser]) -> None:
    """P4, P5, P6, D5: the rule, the wait, the phone, the voucher, the day after."""
    world.starts_books()
    for username in ("operator", "accountant", "chairman"):
        leaves(username)
    manager, phone = browser("manager"), browser("officer", address="10.1.1.7")

    form = phone.get("/approvals/rules?society=KHR001").form("/approvals/rules")
    rule = {"above": "10,000", "persons": "1", "remark": "अकेले प्रबंधक, बैठक 12-11-2026"}
    assert "10,000" in phone.follow(phone.send(form, **rule)).text

    manager.opens_day()
    page = manager.follow(asks(manager, "12,500"))
    assert "दूसरे व्यक्ति की मंज़ूरी बाकी" in page.text
    assert [one.action for one in page.forms] == ["/proposals/1/withdraw"]
    assert daybook.balance(world.society_id, 2101) == 26_386_00

    world.clock.move(minutes=20)
    page = phone.get("/approvals")
    assert "/proposals/1?society=KHR001" in page.links
    page = phone.get("/proposals/1?society=KHR001")
    for needed in ("12,500", "मोहन स्टोर", "बही", "गणेश पाटीदार", "26,386", "बारह हज़ार"):
        assert needed in page.text, needed
    form = page.form("/proposals/1")
    done = phone.follow(phone.send(form, "approve"))
    assert done.one("div", data_proposal_id="1").get("data-state") == "approved"
    assert phone.send(form, "approve").location.startswith("/proposals/1")
    assert daybook.balance(world.society_id, 2101) == 13_886_00
    voucher = manager.get("/vouchers/2")
    assert "गणेश पाटीदार" in voucher.text
    assert "उमेश चौहान" in voucher.text

    asks(manager, "11,000")
    page = manager.counts_rupees(13_886)
    assert "/proposals/2" in page.links
    manager.send(page.form("/day/close"), "confirm", 409)
    manager.follow(manager.send(page.form("/day/close"), "confirm", lapse="1"))
    assert "रद्द" in phone.get("/proposals/2?society=KHR001").text
    assert "13,886" in manager.get(f"/cashbook/{TODAY}").text

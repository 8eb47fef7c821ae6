"""A villager becomes a member: searched for, applied, share money taken, admitted, found."""

from __future__ import annotations

from collections.abc import Callable

from portal.storage import accounts, daybook
from tests.browser_client import Browser
from tests.world import TODAY, World


def test_a_new_member_joins(open_world: World, browser: Callable[..., Browser]) -> None:
    operator, manager = browser("operator"), browser("manager")

    # Nobody of this name is found, so the application begins with what was typed.
    page = operator.get("/members?q=रमेश यादव")
    new = next(one for one in page.links if one.startswith("/members/new?name="))
    form = operator.get(new).form("/members/new")
    assert form.fields["name_hi"] == "रमेश यादव"
    page = operator.send(form, "", 200, guardian_hi="मोहन यादव", village_hi="बमनाला")
    page = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert "प्रबंधक सदस्य बनाते हैं" in page.text

    # The share money waits on its own head.
    take = next(one for one in page.links if "share_pending" in one)
    page = operator.send(operator.get(take).form(), "", 200, amount="200")
    assert "रमेश यादव" in page.text
    page = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert page.voucher_no.startswith("cash_receipt-")
    assert daybook.balance(open_world.society_id, 1104) == -200_00

    # The committee has decided; the manager admits.
    page = manager.get("/applicants/1")
    form = manager.get("/applicants/1/admit").form("/applicants/1/admit")
    page = manager.follow(
        manager.send(form, resolution_no="7", resolution_on="20-11-2026", member_no="1")
    )
    assert "रमेश यादव" in page.text
    assert accounts.balances_of(open_world.society_id, 1)[1101, 1] == -200_00
    assert daybook.balance(open_world.society_id, 1104) == 0
    assert "सदस्य बने" in manager.get("/members/1/history").text

    # From now on the counter finds a member.
    page = operator.get("/members?q=ramesh yadav")
    assert [one.get("data-member-no") for one in page.all("li", data_member_no=True)] == ["1"]
    assert len(operator.get(f"/daybook/{TODAY}").all("tr", data_voucher_no=True)) >= 2

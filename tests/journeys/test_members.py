"""Members at the counter from end to end, each person at a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.storage import accounts, daybook, engine, members
from tests.browser_client import Browser, Form, Page
from tests.members_world import a_member, an_account, puts_in
from tests.world import World


def numbers(page: Page) -> list[str]:
    """List the members that were found, in order."""
    return [one.get("data-member-no", "") for one in page.all(data_member_no=True)]


def figures(page: Page) -> list[int]:
    """List the amounts of a page's tables, in paise."""
    return [int(one.get("data-paise", "")) for one in page.all("td", data_paise=True)]


def well_printed(page: Page) -> Form:
    """Return the form that says: it is printed."""
    (form,) = [one for one in page.forms if "upto" in one.fields]
    return form


def test_a_villager_asks_finds_and_gets_it_printed(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """P2, P9: "मेरा कितना?", then money in, and the passbook goes on where it ended."""
    asks = a_member(open_world, member_no="276", name_hi="गीता बाई", guardian_hi="राजेश शर्मा",
                    village_hi="देवली", name_en="Gita Bai")  # fmt: skip
    a_member(open_world, name_hi="गीता बाई", guardian_hi="तुलसीराम", village_hi="बेहरामपुरा")
    a_member(open_world, name_hi="सीता चौहान", village_hi="देवली")
    account = an_account(asks, account_no="S-101")
    puts_in(open_world, account, 2_000)
    operator = browser("operator")

    assert "/members" in operator.get("/").links
    page = operator.get("/members?q=geeta+bai+devli")
    assert numbers(page)[0] == "276"
    assert "राजेश शर्मा · देवली" in page.text
    assert "/members/276" in page.links
    assert numbers(operator.get("/members?q=२७६")) == ["276"]

    page = operator.get("/members/276")
    assert 2_000_00 in figures(page)
    assert operator.get("/members/276/slip").status == 200

    printing = operator.get("/accounts/S-101/passbook")
    assert "2,000" in printing.text
    operator.send(well_printed(printing))
    assert "/vouchers/new/cash_deposit_savings?member_no=276" in page.links
    form = operator.get("/vouchers/new/cash_deposit_savings?member_no=276").form()
    page = operator.send(form, "", 200, amount="५००")
    saved = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert saved.voucher_no == "cash_receipt-2"

    printing = operator.get("/accounts/S-101/passbook")
    assert figures(printing) == [500_00, 2_500_00]
    assert len(printing.all("tr", data_voucher_no=True)) == 1, "only what the passbook lacks"
    operator.send(well_printed(printing))
    assert not operator.get("/accounts/S-101/passbook").all("tr", data_voucher_no=True)

    manager = browser("manager")
    page = manager.get("/members/276")
    assert "/looks?member_no=276" in page.links
    assert "रेखा मंडलोई" in manager.get("/looks?member_no=276").text
    assert 2_500_00 in figures(page)
    assert prove_society("KHR001", open_world.keys).findings == ()


def test_a_new_member_joins(open_world: World, browser: Callable[..., Browser]) -> None:
    """P1, P2: application, share money that waits, the committee's resolution, shares."""
    here = open_world.society_id
    a_member(open_world, member_no="41", name_hi="मोहन यादव", guardian_hi="रामलाल यादव",
             village_hi="बमनाला")  # fmt: skip
    operator, manager = browser("operator"), browser("manager")

    page = operator.get("/members?q=kamla+patidar")
    assert not numbers(page)
    asked = next(one for one in page.links if one.startswith("/members/new"))
    form = operator.get(asked).form("/members/new")
    told = {
        "name_hi": "कमला पाटीदार", "relation": "husband", "guardian_hi": "गणेश पाटीदार",
        "village_hi": "बमनाला", "mobile": "6512345678",
    }  # fmt: skip
    page = operator.send(form, "", 200, **told)
    assert page.form(button="confirm").fields["name_en"].startswith("Kamla")
    form = page.form(button="confirm")
    first = operator.send(form, "confirm")
    assert operator.send(form, "confirm").location == first.location, "a double tap"
    (one,) = members.page_of(here, "applicant", b"", 9)
    page = operator.follow(first)
    assert f"/applicants/{one.id}" in page.path

    paying = next(link for link in page.links if link.startswith("/vouchers/new/share_pending"))
    page = operator.send(operator.get(paying).form(), "", 200, amount="200")
    saved = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
    assert saved.voucher_no == "cash_receipt-1"
    assert daybook.sub_balances(here, 1104) == {one.id: -200_00}

    assert f"/applicants/{one.id}/admit" not in operator.get(f"/applicants/{one.id}").links
    page = manager.get(f"/applicants/{one.id}/admit")
    assert 200_00 in figures(page)
    form = page.form(f"/applicants/{one.id}/admit")
    assert form.fields["member_no"] == "42"
    manager.send(form, "", 303, resolution_no="7/2026", resolution_on="24-11-2026")

    page = operator.get("/members/42")
    assert figures(page)[0] == 200_00
    assert accounts.balances_of(here, one.id) == {(1101, one.id): -200_00, (1104, one.id): 0}
    assert numbers(operator.get("/members?q=kamla+patidar"))[0] == "42"
    history = operator.get("/members/42/history").text
    assert "रेखा मंडलोई" in history
    assert "गणेश पाटीदार" in history
    assert engine.value("SELECT COUNT(*) FROM member_version WHERE member_id = ?", one.id) == 2
    assert prove_society("KHR001", open_world.keys).findings == ()

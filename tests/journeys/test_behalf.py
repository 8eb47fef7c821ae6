"""Delegated entry (D10): the operator is ill, and the block's people work in her place."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions import proof
from portal.actions.people import add_person
from portal.storage import daybook, days
from portal.storage.days import Day
from tests.browser_client import Browser, Page
from tests.world import PASSWORD, TODAY, World, guards, traces

Maker = Callable[..., Browser]
HERE = "?society=KHR001"
OFFICERS = f"/officer/KHR001/{TODAY}"
FEE = "/vouchers/new/csc_service_fee"


def begins(who: Browser, world: World, reason: str = "ill", said: str = "") -> Page:
    """Go from the round to the society, say for whom and why."""
    assert "/behalf" in who.get("/officer").links
    assert "/behalf" + HERE in who.get("/behalf").links
    form = who.get("/behalf" + HERE).form("/behalf")
    person = world.person("operator").id
    return who.follow(who.send(form, on_behalf_of=person, reason=reason, said=said))


def opens(who: Browser) -> None:
    """Open the day from the society's home page."""
    assert "/day/open" + HERE in who.get("/" + HERE).links
    form = who.get("/day/open" + HERE).form("/day/open")
    assert who.follow(who.send(form)).status == 200


def enters(who: Browser, amount: int, **fields: object) -> Page:
    """Enter a fee by its task."""
    form = who.get(FEE + HERE).form(FEE)
    read = who.send(form, "", 200, amount=amount, **fields)
    return who.follow(who.send(read.form(button="confirm"), "confirm"))


def types_two_slips(who: Browser) -> None:
    """Type two slips of paper on the sheet (time, code, name, rupees, number)."""
    slips = (("09:10", "11", "मोहन", "30", "1"), ("09:20", "11", "सीता", "20", "2"))
    cells = {f"{one}{line}": typed for line, slip in enumerate(slips, 1)
             for one, typed in zip("tkpan", slip, strict=True)}  # fmt: skip
    form = who.get("/day/grid" + HERE).form("/day/grid")
    read = who.post(form.action, form.fields | cells, 200)
    back = read.form("/day/grid", button="confirm")
    assert who.follow(who.send(back, "confirm")).status == 200


def counts_and_closes(who: Browser, rupees: int) -> Page:
    """Count blind and close."""
    page = who.get("/day/count" + HERE)
    page = who.follow(who.send(page.form(button="begin"), "begin"))
    assert f"{rupees:,}" not in page.all_text
    form = next(one for one in page.forms if "d500" in one.fields)
    page = who.follow(who.send(form, d500=rupees // 500, c1=rupees % 500))
    return who.follow(who.send(page.form("/day/close"), "confirm"))


def day_of(world: World) -> Day:
    found = days.day(world.society_id, TODAY)
    assert found is not None
    return found


def is_whole(world: World) -> bool:
    found = proof.prove_society("KHR001", world.keys)
    return found.is_whole and not found.findings


def test_the_operator_is_ill_and_the_assistant_works_in_her_place(
    world: World, browser: Maker
) -> None:
    """Opens, enters by tasks and by the sheet, counts and closes; the officer verifies."""
    world.starts_books()
    assistant = browser("assistant")
    assert assistant.get("/day/open" + HERE, 403).refusal == "BehalfIsNeeded"
    begins(assistant, world, said="तेज बुखार")
    opens(assistant)
    page = enters(assistant, 50, party="सुशीला देवी")
    assert "मीना राठौर (रेखा मंडलोई की ओर से)" in page.text
    types_two_slips(assistant)
    told = browser("manager").get("/").text
    assert "मीना राठौर (रेखा मंडलोई की ओर से)" in told
    assert "ऑपरेटर बीमार हैं" in told
    counts_and_closes(assistant, 26_486)
    assistant.send(assistant.get("/behalf" + HERE).form("/behalf/end"))

    day, ids = day_of(world), [world.person(one).id for one in ("assistant", "operator")]
    assert [day.opened_by, day.opened_on_behalf_of] == ids
    assert [day.closed_by, day.closed_on_behalf_of] == ids
    for key in (2, 3, 4):
        voucher = daybook.voucher(world.society_id, key)
        assert voucher is not None
        assert [voucher.entered_by, voucher.on_behalf_of] == ids
    officer = browser("officer")
    page = officer.get(OFFICERS)
    assert "मीना राठौर ने रेखा मंडलोई की ओर से काम किया" in page.text
    officer.send(page.form(OFFICERS, button="outcome=verified"), "outcome=verified")
    assert day_of(world).review == "verified"
    assert is_whole(world)


def test_the_officer_enters_on_anothers_behalf_and_is_refused_verifying(
    world: World, browser: Maker
) -> None:
    """While it runs, and after it; another officer of the block verifies."""
    world.starts_books()
    officer = browser("officer")
    begins(officer, world, "no_power")
    opens(officer)
    enters(officer, 50)
    counts_and_closes(officer, 26_436)
    token = officer.get("/officer").form("/officer").token
    wish = {"form_token": token, "verify": f"KHR001:{TODAY}"}
    before = traces()[3]
    assert officer.post("/officer", wish, 409).refusal == "WorksOnBehalf"
    officer.send(officer.get("/behalf" + HERE).form("/behalf/end"))
    assert officer.post("/officer", wish, 403).refusal == "OwnWorkIsNotVerified"
    assert "किसी दूसरे" in officer.get(OFFICERS).text or "कोई दूसरा" in officer.get(OFFICERS).text
    assert traces()[3] == before

    other = browser(second_officer(world))
    page = other.get(OFFICERS)
    assert "उमेश चौहान ने रेखा मंडलोई की ओर से काम किया" in page.text
    other.send(page.form(OFFICERS, button="outcome=verified"), "outcome=verified")
    assert day_of(world).review == "verified"
    for reader in ("district", "auditor"):
        listed = browser(reader).get("/behalf/past" + HERE).text
        assert "उमेश चौहान (रेखा मंडलोई की ओर से)" in listed
        assert "गाँव में बिजली नहीं" in listed
    assert is_whole(world)


def second_officer(world: World) -> str:
    """Let the block have another officer."""
    add_person(
        guards(), world.clock.now_ms(), "officer2", PASSWORD, "block_officer", "सुरेश मीणा",
        "Suresh Meena", place_id=world.person("officer").place_id,
    )  # fmt: skip
    return "officer2"

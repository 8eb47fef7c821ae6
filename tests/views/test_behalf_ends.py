"""Working on behalf of somebody: how it ends, what is never done meanwhile, and what there was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import daybook, days, seals
from tests.browser_client import Browser
from tests.views.test_behalf import FORM, HERE, TASK, begins, strip
from tests.world import MORNING, TODAY, World, traces

Browsers = Callable[..., Browser]


# The end of it.


def test_time_runs_out_in_the_middle_of_a_form_and_nothing_is_lost(
    open_world: World, browser: Browsers
) -> None:
    who = browser("assistant")
    begins(who, open_world, hours=1)
    form = who.get(TASK + HERE).form()
    read = who.send(form, "", 200, amount="75", party="सुशीला देवी").form(button="confirm")
    open_world.clock.move(minutes=61)
    before = traces()
    page = who.send(read, "confirm", 403)
    assert page.refusal == "BehalfIsOver"
    assert traces() == before
    assert strip(page) == ""
    page = who.send(page.form("/behalf"), "", 200)
    assert "सुशीला देवी" in page.text
    done = who.follow(
        who.send(who.send(page.form(TASK), "", 200).form(button="confirm"), "confirm")
    )
    assert "75" in done.text
    assert "(रेखा मंडलोई की ओर से)" in done.text
    found = daybook.voucher(open_world.society_id, 2)
    assert found is not None
    assert (found.party, found.total_paise) == ("सुशीला देवी", 75_00)


def test_begun_anew_it_is_refused_with_what_was_written_kept_still(
    open_world: World, browser: Browsers
) -> None:
    """The person left meanwhile: another is chosen, and the form goes on."""
    who, operator = browser("assistant"), open_world.person("operator")
    begins(who, open_world)
    form = who.get(TASK + HERE).form()
    operator.is_active = 0
    operator.save()
    page = who.send(form, "", 403, amount="75")
    page = who.send(page.form("/behalf"), "", 422)
    manager = open_world.person("manager").id
    page = who.send(page.form("/behalf"), "", 200, on_behalf_of=manager)
    assert "75" in page.text
    assert page.form(TASK)


def test_a_made_up_form_is_not_kept(open_world: World, browser: Browsers) -> None:
    who = browser("assistant")
    page = who.post(TASK + HERE, {"amount": "5", "form_token": "x" * 28}, 403)
    assert page.refusal == "BehalfIsNeeded"
    assert page.all("form") == []


def test_it_never_lasts_past_midnight(open_world: World, browser: Browsers) -> None:
    open_world.clock.move(minutes=13 * 60)  # 23:00
    who = browser("officer")
    assert "आज दिन भर" in strip(begins(who, open_world, hours=8))
    assert "23:00 – 24:00" in who.get("/behalf/past").text
    open_world.clock.move(minutes=61)
    assert strip(who.get("/officer")) == ""


@pytest.mark.parametrize("username", ["operator", "manager", "chairman"])
def test_those_concerned_see_it_at_home_and_end_it(
    open_world: World, browser: Browsers, username: str
) -> None:
    who, own = browser("assistant"), browser(username)
    begins(who, open_world, said="तेज बुखार")
    page = own.get("/")
    assert "मीना राठौर (रेखा मंडलोई की ओर से)" in page.text
    page = own.get("/behalf/past")
    assert "तेज बुखार" in page.text
    form = page.form("/behalf/end")
    own.send(form)
    assert who.get(TASK + HERE, 403).refusal == "BehalfIsNeeded"
    own.send(form)  # once more, the same form: the stored answer
    assert own.get("/behalf/past").all("span", class_="n mk") == []
    assert "1 बार" in own.get("/").text
    open_world.clock.move(days=4)
    assert "/behalf/past" not in browser(username).get("/").links


def test_others_of_the_society_see_and_end_nothing(open_world: World, browser: Browsers) -> None:
    who = browser("assistant")
    begins(who, open_world)
    own = browser("accountant")
    assert "/behalf/past" not in own.get("/").links
    page = own.get("/behalf/past")
    assert page.all("form") == []
    token = own.get(TASK).form().token
    assert own.post("/behalf/end", {"form_token": token, "delegation": "1"}, 400).refusal


@pytest.mark.parametrize("key", ["", "0", "99", "-1", "1x", "9" * 40, "१"])
def test_what_is_not_there_is_not_ended(open_world: World, browser: Browsers, key: str) -> None:
    who = browser("assistant")
    begins(who, open_world)
    form = who.get(FORM).form("/behalf/end")
    page = who.post(form.action, {**form.fields, "delegation": key}, 404)
    assert page.refusal == "DelegationIsUnknown"


# Never verifying.


def closes(world: World, browser: Browsers, username: str) -> Browser:
    """Let somebody of the block enter and close the day on the operator's behalf."""
    who = browser(username)
    begins(who, world)
    form = who.get(TASK + HERE).form()
    who.send(who.send(form, "", 200, amount="50").form(button="confirm"), "confirm")
    begin = who.get("/day/count" + HERE)
    page = who.follow(who.send(begin.form(button="begin"), "begin"))
    count = next(one for one in page.forms if "d500" in one.fields)
    page = who.follow(who.send(count, d500=52, c10=43, c1=6))
    who.send(page.form("/day/close"))
    return who


def test_the_officer_who_closed_on_anothers_behalf_verifies_neither_then_nor_later(
    open_world: World, browser: Browsers
) -> None:
    who = closes(open_world, browser, "officer")
    path = f"/officer/KHR001/{TODAY}"
    day = days.day(open_world.society_id, TODAY)
    assert day is not None
    assert (day.status, day.closed_on_behalf_of) == ("closed", open_world.person("operator").id)
    page = who.get(path)
    assert page.all("form") == []
    assert "उमेश चौहान ने रेखा मंडलोई की ओर से काम किया" in page.text
    token = who.get("/officer").form("/officer").token
    before = traces()
    page = who.post("/officer", {"form_token": token, "verify": f"KHR001:{TODAY}"}, 409)
    assert page.refusal == "WorksOnBehalf"
    who.send(who.get(FORM).form("/behalf/end"))
    form = who.get(path).form(path)
    page = who.post(form.action, {**form.fields, "outcome": "verified"}, 403)
    assert page.refusal == "OwnWorkIsNotVerified"
    token = who.get("/officer").form("/officer").token
    page = who.post("/officer", {"form_token": token, "verify": f"KHR001:{TODAY}"}, 403)
    assert page.refusal == "OwnWorkIsNotVerified"
    assert traces()[3] == before[3]
    sheet = browser("manager").get(f"/day/sheet/{TODAY}").all_text
    assert sheet.count("उमेश चौहान (रेखा मंडलोई की ओर से)") == 2


def test_another_officer_verifies_what_the_assistant_closed(
    open_world: World, browser: Browsers
) -> None:
    closes(open_world, browser, "assistant")
    officer, path = browser("officer"), f"/officer/KHR001/{TODAY}"
    form = officer.get(path).form(path, button="outcome=verified")
    officer.send(form, "outcome=verified")
    day = days.day(open_world.society_id, TODAY)
    assert day is not None
    assert day.review == "verified"


@pytest.mark.parametrize(
    "path",
    ["/surprise-counts/new", "/cash-limit", "/approvals/rules"],
)
def test_checks_are_not_made_while_working_on_behalf(
    open_world: World, browser: Browsers, path: str
) -> None:
    who = browser("officer")
    form = next(one for one in who.get(path + HERE).forms if one.method == "post")
    begins(who, open_world)
    before = traces()
    assert who.post(form.action, form.fields, 409).refusal == "WorksOnBehalf"
    assert traces() == before


# What there was.


def test_who_reads_the_list_of_the_past(open_world: World, browser: Browsers) -> None:
    who = browser("assistant")
    begins(who, open_world, said="तेज बुखार")
    open_world.clock.move(minutes=30)
    who.send(who.get(FORM).form("/behalf/end"))
    for username in ("manager", "chairman", "operator"):
        page = browser(username).get("/behalf/past")
        assert "मीना राठौर (रेखा मंडलोई की ओर से)" in page.text
        assert "24-11-2026 10:00 – 10:30" in page.text
        assert "ऑपरेटर बीमार हैं: तेज बुखार" in page.text
    for username in ("officer", "district", "auditor"):
        page = browser(username).get("/behalf/past")
        assert "/behalf/past" + HERE in page.links
        assert "तेज बुखार" in page.text
        assert "इस साल: 1 बार" in browser(username).get("/behalf/past" + HERE).text
    for username in ("state", "admin"):
        assert browser(username).open("GET", "/behalf/past" + HERE).refusal == "DeedIsNotAllowed"


def test_the_officers_check_leads_to_it(open_world: World, browser: Browsers) -> None:
    closes(open_world, browser, "assistant")
    page = browser("officer").get(f"/officer/KHR001/{TODAY}")
    assert "/behalf/past" + HERE in page.links


def test_manager_or_chairman_are_told_by_whatsapp(open_world: World, browser: Browsers) -> None:
    who = browser("assistant")
    begins(who, open_world)
    page = who.get(f"{FORM}&mobile=9876543210")
    assert [one for one in page.links if one.startswith("https://wa.me/919876543210?text=")]
    assert "रेखा मंडलोई की ओर से" in page.text
    assert who.get(f"{FORM}&mobile=12").errors


def test_pages_are_light_and_in_both_languages(open_world: World, browser: Browsers) -> None:
    for language in ("hi", "en"):
        who = browser("officer", language=language)
        for path in ("/behalf", FORM, "/behalf/past", "/behalf/past" + HERE):
            assert who.get(path).title
        begins(who, open_world)
        assert who.get(FORM).title
        assert browser("operator", language=language).get("/").title
        who.send(who.get(FORM).form("/behalf/end"))
    assert open_world.clock.now_ms() == MORNING


def test_the_check_of_a_seal_names_both(open_world: World, browser: Browsers) -> None:
    closes(open_world, browser, "assistant")
    seal = seals.seal_of_day(open_world.society_id, TODAY)
    assert seal is not None
    page = browser("manager").get(f"/seals?code={seal.code}")
    assert "मीना राठौर (रेखा मंडलोई की ओर से)" in page.text

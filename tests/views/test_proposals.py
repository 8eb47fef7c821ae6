"""Second persons, through their pages: what waits, deciding on it, and who may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import daybook, engine, proposals
from tests.actions.test_proposals import leaves, proposes, sets, state
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.world import World, traces, voucher_count

People = Callable[..., Browser]


@pytest.fixture
def limited(open_world: World) -> World:
    """KHR001 asks for one second person above ₹ 5,000."""
    sets(open_world, above=5_000)
    return open_world


def enters(clerk: Browser, rupees: int = 8_000) -> tuple[Page, Page]:
    """Enter stationery and return the read-back and what was answered."""
    task = "stationery_paid"
    form = clerk.get(f"/vouchers/new/{task}").form(f"/vouchers/new/{task}")
    page = clerk.send(form, "", 200, amount=str(rupees), party="मोहन स्टोर")
    return page, clerk.send(page.form(button="confirm"), "confirm")


def test_an_operator_reads_that_it_waits_and_the_chairman_agrees_on_his_own_phone(
    limited: World, browser: People
) -> None:
    clerk, before = browser("operator"), voucher_count()
    read_back, saved = enters(clerk)
    assert "दूसरे व्यक्ति की मंज़ूरी" in read_back.text
    assert saved.location == "/proposals/1?new=1"
    page = clerk.follow(saved)
    assert "दूसरे व्यक्ति की मंज़ूरी बाकी" in page.text
    assert page.one("div", data_proposal_id="1").get("data-state") == "waiting"
    assert "/approvals" in clerk.get("/").links
    assert "/proposals/1" in clerk.get("/day/running").links
    assert voucher_count() == before

    phone = browser("chairman", address="10.0.0.9")
    home = phone.get("/")
    assert "मंज़ूरी दें या रोकें: 1" in home.text
    assert "/proposals/1" in home.links
    assert "/proposals/1" in phone.get("/approvals").links
    page = phone.get("/proposals/1")
    done = phone.follow(phone.send(page.form("/proposals/1"), "approve"))
    assert done.one("div", data_proposal_id="1").get("data-state") == "approved"
    voucher = clerk.get("/vouchers/2")
    assert "भगवान सिंह" in voucher.text
    assert voucher.all("div", data_voucher_id="2")


def test_a_small_one_says_with_what_it_adds_up(limited: World, browser: People) -> None:
    limited.enters("stationery_paid", 4_000, party="मोहन स्टोर")
    read_back, saved = enters(browser("operator"), 1_500)
    assert "पहले ही ₹ 4,000" in read_back.text
    assert "मिलाकर ₹ 5,500" in read_back.text
    assert saved.location == "/proposals/1?new=1"
    assert "पहले ही ₹ 4,000" in browser("chairman").get("/proposals/1").text


def test_a_script_is_sent_on_to_what_waits(limited: World, browser: People) -> None:
    clerk = browser("operator")
    form = clerk.get("/vouchers/new/stationery_paid").form("/vouchers/new/stationery_paid")
    page = clerk.send(form, "", 200, amount="8000", party="मोहन")
    fields = page.form(button="confirm").fields | {"confirm": "1"}
    path = "/vouchers/new/stationery_paid"
    answer = clerk.open("POST", path, fields, {"HX-Request": "true"})
    assert answer.location == "/proposals/1?new=1"


@pytest.mark.parametrize("button", ["approve", "refuse"])
def test_its_own_maker_decides_nothing_over_http(
    button: str, limited: World, browser: People
) -> None:
    """P6: no form is offered, and a made-up one with a good token is refused."""
    proposes(limited, username="manager")
    manager = browser("manager")
    page = manager.get("/proposals/1")
    assert not [one for one in page.forms if one.action == "/proposals/1"]
    before = traces()
    stolen = {"form_token": token(manager, "manager", "/proposals/1"), button: "1", "remark": "x"}
    answer = manager.open("POST", "/proposals/1", stolen)
    assert (answer.status, answer.refusal) == (403, "ProposalIsYourOwn")
    assert traces() == before


def test_on_whose_behalf_it_was_made_decides_nothing_over_http(
    limited: World, browser: People
) -> None:
    proposes(limited, username="assistant", behalf="manager")
    manager, before = browser("manager"), traces()
    fields = {"form_token": token(manager, "manager", "/proposals/1"), "approve": "1"}
    answer = manager.open("POST", "/proposals/1", fields)
    assert answer.refusal == "ProposalIsYourOwn"
    assert traces() == before


def token(who: Browser, username: str, path: str) -> str:
    """Mint a good token for a form that was never offered to this person."""
    from portal.web import once

    app = who.app
    with app.test_request_context():
        person = engine.row("SELECT id, society_id FROM person WHERE username = ?", username)
        assert person is not None
        nonce = "A" * 16
        return nonce + once._mac(nonce, person[0], person[1] or 0, path)


@pytest.mark.parametrize("username", ["operator", "accountant", "assistant", "auditor", "district"])
def test_other_roles_reach_no_decision(username: str, limited: World, browser: People) -> None:
    proposes(limited, username="manager")
    who, before = browser(username), traces()
    query = "" if username in ("operator", "accountant") else "?society=KHR001"
    answer = who.open("POST", "/proposals/1" + query, {"form_token": "x" * 28, "approve": "1"})
    assert (answer.status, answer.refusal) == (403, "DeedIsNotAllowed")
    assert traces() == before


def test_the_society_of_another_is_not_found(limited: World, browser: People) -> None:
    """P9."""
    proposes(limited)
    engine.run("UPDATE person SET role = 'manager' WHERE username = 'operator2'")
    assert browser("operator2").get("/proposals/1", 404).status == 404
    assert browser("operator2").get("/proposals/1?society=KHR001", 404).status == 404
    engine.run(
        "UPDATE person SET place_id = ? WHERE username = 'officer'",
        limited.society("ALM001").block_id,
    )
    officer = browser("officer")
    assert officer.get("/proposals/1?society=KHR001", 404).status == 404
    assert officer.get("/approvals").all(data_proposal_id=True) == []


def test_a_replayed_agreement_posts_once(limited: World, browser: People) -> None:
    """P1."""
    proposes(limited)
    manager = browser("manager")
    form = manager.get("/proposals/1").form("/proposals/1")
    first = manager.send(form, "approve")
    again = manager.send(form, "approve")
    assert (first.location, again.location) == ("/proposals/1", "/proposals/1")
    assert voucher_count() == 2
    other = manager.send(form, "refuse", 409, remark="नहीं")
    assert other.refusal == "FormWasUsedForOther"


def test_too_little_cash_is_said_and_it_goes_on_waiting(limited: World, browser: People) -> None:
    """P5."""
    proposes(limited, 26_000)
    limited.enters("stationery_paid", 4_000)
    manager = browser("manager")
    page = manager.get("/proposals/1")
    assert "इसके लिए यह कम है" in page.text
    answer = manager.send(page.form("/proposals/1"), "approve", 422)
    assert (answer.status, answer.refusal) == (422, "CashWouldGoNegative")
    assert state(limited, 1) == "waiting"
    answer = manager.send(answer.form("/proposals/1"), "refuse", 422)
    assert answer.refusal == "RemarkIsMissing"
    manager.follow(manager.send(answer.form("/proposals/1"), "refuse", remark="रोकड़ कम है"))
    assert state(limited, 1) == "refused"


def test_its_maker_takes_it_back(limited: World, browser: People) -> None:
    proposes(limited)
    clerk = browser("operator")
    form = clerk.get("/proposals/1").form("/proposals/1/withdraw")
    assert "वापस ले लिया" in clerk.follow(clerk.send(form)).text


def test_the_closing_page_names_what_waits(limited: World, browser: People) -> None:
    """D5; whoever closes says that it lapses."""
    proposes(limited)
    clerk = browser("operator")
    clerk.begins_count()
    page = clerk.counts_rupees(26_386)
    assert "/proposals/1" in page.links
    answer = clerk.send(page.form("/day/close"), "confirm", 409)
    assert answer.refusal == "ProposalsAreWaiting"
    clerk.send(answer.form("/day/close"), "confirm", lapse="1")
    assert state(limited, 1) == "lapsed"
    before = traces()
    manager = browser("manager")
    assert not manager.get("/proposals/1").forms
    fields = {"form_token": token(manager, "manager", "/proposals/1"), "approve": "1"}
    assert manager.open("POST", "/proposals/1", fields).refusal == "ProposalIsDecided"
    assert traces() == before


def test_what_waits_stands_on_the_members_page(limited: World, browser: People) -> None:
    member = a_member(limited, name_hi="राम सिंह")
    clerk = browser("operator")
    path = f"/vouchers/new/share_receipt?member_no={member.member_no}"
    page = clerk.get(path)
    page = clerk.send(page.form("/vouchers/new/share_receipt"), "", 200, amount="6000")
    clerk.send(page.form(button="confirm"), "confirm")
    page = clerk.get(f"/members/{member.member_no}")
    assert "/proposals/1" in page.links
    assert "दूसरे व्यक्ति की मंज़ूरी बाकी" in page.text


def test_homes_name_what_waits_for_their_own_person_only(limited: World, browser: People) -> None:
    proposes(limited, username="manager")
    proposes(limited, 6_000)
    home = browser("manager").get("/")
    assert "मंज़ूरी दें या रोकें: 1" in home.text
    assert "/proposals/2" in home.links
    assert "/proposals/1" not in home.links
    assert "दूसरे व्यक्ति की मंज़ूरी बाकी: 1" in home.text
    assert "मंज़ूरी दें या रोकें: 2" in browser("chairman").get("/").text
    assert "दूसरे व्यक्ति की मंज़ूरी बाकी: 2" in browser("operator").get("/").text
    assert "मंज़ूरी दें या रोकें" not in browser("officer").get("/officer").text


def test_limits_are_set_on_a_page(open_world: World, browser: People) -> None:
    chairman = browser("chairman")
    form = chairman.get("/approvals/rules").form("/approvals/rules")
    said = {"task": "60", "above": "10,000", "persons": "2", "remark": "बैठक 12-11"}
    page = chairman.follow(chairman.send(form, **said))
    assert "10,000" in page.text
    rule = proposals.rules(open_world.society_id)[0]
    assert (rule.task, rule.above_paise, rule.persons) == ("salary_pay", 10_000_00, 2)
    answer = chairman.send(page.form("/approvals/rules"), "", 403, **(said | {"persons": "0"}))
    assert (answer.status, answer.refusal) == (403, "RuleIsYourOwn")
    assert browser("operator").get("/approvals/rules", 403).refusal == "DeedIsNotAllowed"


def test_an_officer_sees_all_of_the_block_at_once(limited: World, browser: People) -> None:
    proposes(limited, username="manager")
    leaves("chairman")
    officer = browser("officer")
    assert "मंज़ूरी दें या रोकें: 1" in officer.get("/officer").text
    assert "/approvals" in officer.get("/officer").links
    page = officer.get("/approvals")
    assert "/proposals/1?society=KHR001" in page.links
    page = officer.get("/proposals/1?society=KHR001")
    officer.send(page.form("/proposals/1"), "approve")
    assert state(limited, 1) == "approved"
    assert daybook.voucher(limited.society_id, 2).approved_by == limited.person("officer").id  # type: ignore[union-attr]

"""The pages of an application's money: taking it, sending it on, cancelling, handing it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import daybook, engine
from tests.browser_client import Browser, Page
from tests.money_desk import BIKE, CERTIFICATE, CROP, SENDING, TRAIN, Desk
from tests.services_world import NAME
from tests.world import World

Browsers = Callable[..., Browser]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def operator(desk: Desk, browser: Browsers) -> Browser:
    return browser("operator")


@pytest.fixture
def manager(desk: Desk, browser: Browsers) -> Browser:
    return browser("manager")


def money_path(application_id: int) -> str:
    return f"/applications/{application_id}/money"


def takes(operator: Browser, application_id: int, **fields: object) -> Page:
    """Fill in the money page and go on to the visit."""
    form = operator.get(money_path(application_id)).form(money_path(application_id))
    return operator.follow(operator.send(form, **fields))


def pays(operator: Browser, visit: Page, **fields: object) -> Page:
    (form,) = [one for one in visit.forms if "given" in one.fields]
    return operator.follow(operator.send(form, **fields))


def test_a_premium_is_shown_as_the_application_says_it(operator: Browser, desk: Desk) -> None:
    application_id = desk.begins(CROP, premium="950")
    page = operator.get(money_path(application_id))
    assert "₹ 950" in page.text
    assert "नौ सौ पचास" in page.text
    assert set(page.form(money_path(application_id)).fields) == {"form_token", "version", "own"}
    visit = takes(operator, application_id, own="20")
    assert "970" in visit.text
    paid = pays(operator, visit, given="1000")
    assert "₹ 30 लौटाएँ" in paid.text
    assert f"/applications/{application_id}" in paid.links
    assert "पैसा लिया" in operator.get(f"/applications/{application_id}").text


def test_the_fee_of_an_office_comes_from_the_list_with_its_date(
    operator: Browser, desk: Desk
) -> None:
    application_id = desk.begins("cert-020")
    page = operator.get(money_path(application_id))
    form = page.form(money_path(application_id))
    assert (form.fields["passed"], form.fields["own"]) == ("40", "")
    assert "सूची में: ₹ 40" in page.text
    assert "पुष्टि नहीं" in page.text
    visit = takes(operator, application_id, own="15")
    assert "हमारा शुल्क ₹ 15" in visit.text or "55" in visit.text


def test_it_joins_the_visit_that_goes_on(operator: Browser, desk: Desk) -> None:
    first = takes(operator, desk.begins(CROP, premium="950"))
    assert first.path.endswith("/visits/1")
    second = desk.begins(CERTIFICATE)
    page = operator.get(f"{money_path(second)}?visit=1")
    assert "टोकन 1 में जोड़ें" in page.text
    visit = operator.follow(operator.send(page.form(), own="10"))
    assert visit.path.endswith("/visits/1")


def test_what_was_taken_is_shown_and_not_taken_again(operator: Browser, desk: Desk) -> None:
    application_id = desk.takes(CROP)
    page = operator.get(money_path(application_id))
    assert "/visits/1" in page.links
    refused = operator.send(page.form(), "", 409, own="20")
    assert refused.refusal == "MoneyIsTakenAlready"
    assert "दो बार नहीं लिया जाता" in refused.text


def test_a_ticket_that_is_not_filled_in_is_filled_in_first(operator: Browser, desk: Desk) -> None:
    application_id = desk.begins(TRAIN, fare="500")
    engine.run("UPDATE application SET answers = '{}'")
    page = operator.get(money_path(application_id))
    assert "पैसा लेने से पहले" in page.text
    assert not [one for one in page.forms if one.action.startswith(money_path(application_id))]


def test_wrong_amounts_are_said_at_their_field(operator: Browser, desk: Desk) -> None:
    application_id = desk.begins(CERTIFICATE)
    for fields, name in (
        ({"own": "1.50"}, "CashHasPaise"), ({"own": "", "passed": ""}, "AmountIsZero"),
        ({"passed": "1000001"}, "ItemIsTooLarge"),
    ):  # fmt: skip
        form = operator.get(money_path(application_id)).form()
        assert operator.send(form, "", 422, **fields).refusal == name
    operator.send(form, "", 422, own="abc")
    assert engine.value("SELECT COUNT(*) FROM visit_fee") == 0


def test_money_to_send_says_its_limit_and_keeps_it(operator: Browser, desk: Desk) -> None:
    application_id = desk.begins(SENDING, amount="50000")
    assert "50,000" in operator.get(money_path(application_id)).text
    visit = takes(operator, application_id, own="50")
    (form,) = [one for one in visit.forms if "given" in one.fields]
    assert operator.send(form, "", 422).refusal == "CashToSendIsTooMuch"


def sends(manager: Browser, *items: str, status: int = 303, **fields: object) -> Page:
    """Tick items, say where they were sent, and look at what came of it."""
    form = manager.get("/remittances").form("/remittances")
    sure = manager.send(form, "", 200, **dict.fromkeys(items, "1"))
    said: dict[str, object] = {
        "from_head": "2204", "party": "कृषि बीमा कंपनी", "reference": "PMF1"
    } | fields  # fmt: skip
    done = manager.send(sure.form("/remittances"), "confirm", status, **said)
    return manager.follow(done) if status == 303 else done


def test_the_manager_sends_on_what_is_held(manager: Browser, desk: Desk) -> None:
    first, second = desk.takes(CROP), desk.takes(CROP, passed=387)
    page = manager.get("/remittances")
    assert "2 काम" in page.text
    form = page.form("/remittances")
    assert {"i1-1", "i2-1"} <= form.choices.keys()
    sure = manager.send(form, "", 200, **{"i1-1": "1", "i2-1": "1"})
    assert "₹ 1,337" in sure.text
    said = {"from_head": "2204", "party": "कृषि बीमा कंपनी", "reference": "PMF1"}
    assert desk.balance(1603) == -1337_00
    sending = sure.form("/remittances")
    done = manager.follow(manager.send(sending, "confirm", **said))
    assert done.path.endswith("/remittances/1")
    assert {f"/applications/{first}", f"/applications/{second}"} <= set(done.links)
    assert (desk.balance(1603), desk.balance(2204)) == (0, 20_000_00 - 1337_00)
    assert "कृषि बीमा कंपनी" in manager.get("/remittances/sent").text
    assert "रखा नहीं है" in manager.get("/remittances").text
    again = manager.send(sending, "confirm", **said)
    assert again.location.endswith("/remittances/1")
    desk.is_right()


@pytest.mark.parametrize(
    "items",
    [[], ["i9-1"], ["ix", "i1-1-1", "i-1"], ["i1-1", "i2-1"]],
    ids=["none", "no", "odd", "two"],
)
def test_what_is_not_held_is_not_sent(manager: Browser, desk: Desk, items: list[str]) -> None:
    desk.takes(CROP)
    desk.takes(BIKE)
    form = manager.get("/remittances").form("/remittances")
    status = 409 if {"i9-1", "i2-1"} & set(items) else 422
    page = manager.post(form.action, form.fields | dict.fromkeys(items, "1"), status)
    assert page.refusal == ("NothingIsChosen" if status == 422 else "ItemIsNotHeld")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"from_head": "0"}, "WhereFromIsMissing"), ({"from_head": "2101"}, "WhereFromIsMissing"),
        ({"party": ""}, "WhomIsMissing"), ({"reference": ""}, "NumberOfSendingIsMissing"),
        ({"sent_on": "25-11-2026"}, "DayOfSendingIsWrong"),
    ],
)  # fmt: skip
def test_a_sending_that_can_not_be_is_said_on_the_page(
    manager: Browser, desk: Desk, fields: dict[str, object], refusal: str
) -> None:
    desk.takes(CROP)
    assert sends(manager, "i1-1", status=422, **fields).refusal == refusal
    assert desk.balance(1603) == -950_00


def test_what_somebody_else_sent_meanwhile_is_said(manager: Browser, desk: Desk) -> None:
    application_id = desk.takes(CROP)
    form = manager.get("/remittances").form("/remittances")
    sure = manager.send(form, "", 200, **{"i1-1": "1"})
    desk.sends(application_id)
    said = {"from_head": "2204", "party": "कंपनी", "reference": "1"}
    late = manager.send(sure.form("/remittances"), "confirm", 409, **said)
    assert late.refusal == "ItemIsNotHeld"
    assert desk.balance(2204) == 20_000_00 - 950_00


def test_thirty_farmers_stand_on_two_pages(manager: Browser, desk: Desk) -> None:
    for rupees in range(901, 932):
        desk.takes(CROP, passed=rupees)
    page = manager.get("/remittances")
    assert len(page.form("/remittances").choices) == 20
    assert "/remittances?head=1603&skip=20" in page.links
    rest = manager.get("/remittances?head=1603&skip=20")
    assert len(rest.form("/remittances").choices) == 11
    sends(manager, *page.form("/remittances").choices, from_head="2201")
    assert len(manager.get("/remittances").form("/remittances").choices) == 11


def test_an_operator_sees_what_is_held_and_sends_nothing(operator: Browser, desk: Desk) -> None:
    desk.takes(CROP)
    page = operator.get("/remittances")
    assert NAME in page.text
    assert not [one for one in page.forms if "party" in one.fields]
    operator.post("/remittances", {"form_token": "x"}, 403)


def test_what_is_held_too_long_is_red(browser: Browsers, desk: Desk) -> None:
    desk.takes(CROP)
    desk.world.counts(desk.balance(2101) // 100)
    desk.world.closes_day()
    desk.world.clock.move(days=3)
    assert "3 दिन से रखा है" in browser("manager").get("/remittances").text


def test_a_ticket_is_cancelled_before_it_was_paid_for(operator: Browser, desk: Desk) -> None:
    application_id = desk.takes(TRAIN, own=25, passed=785)
    page = operator.get(f"/applications/{application_id}/cancel")
    assert "पैसा अभी यहीं है" in page.text
    form = page.form()
    assert operator.send(form, "", 422).refusal == "ReturnNeedsAReason"
    owed = operator.follow(operator.send(form, own_back="1", reason="यात्रा नहीं करनी"))
    assert owed.path.endswith("/returns/1/1")
    assert "₹ 810" in owed.text
    assert "/returns/1/1" in operator.get("/returns").links
    given = operator.follow(operator.send(owed.form("/returns/1/1/give")))
    assert "₹ 810 लौटा दिए गए" in given.text or "810" in given.text
    voucher_id = engine.value("SELECT given_voucher_id FROM fee_return")
    assert f"/vouchers/{voucher_id}/print" in given.links
    assert "हस्ताक्षर" in operator.get(f"/vouchers/{voucher_id}/print").text
    assert daybook.balance(1, 1602) == 0
    assert operator.get(f"/applications/{application_id}/cancel", 303).location.endswith(
        "/returns/1/1"
    )


def test_a_ticket_is_cancelled_after_it_was_paid_for(operator: Browser, desk: Desk) -> None:
    application_id = desk.takes(TRAIN, own=25, passed=785)
    desk.sends(application_id)
    page = operator.get(f"/applications/{application_id}/cancel")
    assert "पैसा अब यहाँ नहीं है" in page.text
    assert page.form().fields["expected"] == "785"
    assert operator.send(page.form(), "", 422, expected="786", reason="रद्द").refusal == (
        "ReturnIsTooMuch"
    )
    asked = operator.follow(operator.send(page.form(), expected="665", reason="रद्द"))
    form = asked.form("/returns/1/1")
    assert form.fields["amount"] == "665"
    assert operator.send(form, "", 422).refusal == "WhereFromIsMissing"
    owed = operator.follow(operator.send(form, back_to="2204", amount="625", reference="RF1"))
    assert "उन्होंने रखा ₹ 160" in owed.text
    stale = operator.post("/returns/1/1", dict(asked.form("/returns/1/1").fields) | {
        "form_token": operator.get("/returns/1/1").form("/returns/1/1/give").fields["form_token"],
    }, 400)  # fmt: skip
    assert stale.refusal == "FormIsForeign"
    operator.send(owed.form("/returns/1/1/give"))
    desk.is_right()


def test_nothing_may_come_back_and_two_see_the_same_form(
    operator: Browser, manager: Browser, desk: Desk
) -> None:
    application_id = desk.takes(TRAIN, passed=785)
    desk.sends(application_id)
    desk.cancels(application_id)
    mine = operator.get("/returns/1/1").form("/returns/1/1")
    theirs = manager.get("/returns/1/1").form("/returns/1/1")
    lost = operator.follow(operator.send(mine, "nothing"))
    assert "कुछ वापस नहीं आया" in lost.text
    stale = manager.send(theirs, "", 409, back_to="2204", amount="100")
    assert stale.refusal == "ReturnHasMovedOn"
    assert desk.balance(1602) == 0


def test_the_receipt_says_what_goes_back_and_the_numbers(operator: Browser, desk: Desk) -> None:
    application_id = desk.takes(TRAIN, own=25, passed=785)
    from tests.services_world import moves

    moves(desk.world, application_id, "booked", department_no="2345678901")
    slip = operator.get("/visits/1/receipt?size=58").text
    assert "पीएनआर: 2345678901" in slip
    assert "आवेदन संख्या: KHR001A" in slip
    desk.cancels(application_id)
    assert "रद्द। पैसा लौटाना है ₹ 785" in operator.get("/visits/1/receipt?size=58").text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    code = engine.value("SELECT code FROM receipt")
    public = operator.get(f"/r/{code}").text
    assert "रद्द। पैसा लौटाना है" in public
    assert NAME not in public
    assert "returns/1/1" in " ".join(operator.get("/visits/1").links)


def test_the_register_of_the_day_has_what_was_handed_back(operator: Browser, desk: Desk) -> None:
    desk.gives_back(desk.cancels(desk.takes(TRAIN, own=25, passed=785)))
    page = operator.get("/counter/register/2026-11-24")
    assert "785" in page.text
    rows = operator.get("/counter/register/2026-11-24?format=csv", 200)
    assert rows.status == 200


def test_closing_names_what_goes_back(operator: Browser, desk: Desk) -> None:
    desk.cancels(desk.takes(TRAIN, own=25, passed=785))
    desk.takes(CROP)
    desk.world.counts(desk.balance(2101) // 100)
    page = operator.get("/day/close")
    assert "/returns/1/1" in page.links
    assert "/remittances" in page.links
    assert "ग्राहक को देना है" in page.text


def test_another_society_finds_no_page(desk: Desk, browser: Browsers) -> None:
    application_id = desk.takes(CROP)
    desk.sends(application_id)
    desk.cancels(application_id)
    other = browser("operator2")
    for path in (
        money_path(application_id), f"/applications/{application_id}/cancel", "/returns/1/1",
        "/remittances/1",
    ):  # fmt: skip
        other.get(path, 404)
    assert NAME not in other.get("/returns").text + other.get("/remittances").text
    officer = browser("officer")
    assert NAME in officer.get("/returns?society=KHR001").text
    officer.get("/returns/1/1?society=KHR001")


def test_both_languages(desk: Desk, browser: Browsers) -> None:
    held, ticket = desk.takes(CROP), desk.takes(TRAIN, own=25, passed=785)
    desk.sends(ticket)
    fresh = desk.begins(CERTIFICATE)
    lost = desk.takes(TRAIN, own=25, passed=500)
    desk.gives_back(desk.cancels(lost))
    manager = browser("manager", language="en")
    for path in (
        "/remittances", "/remittances/sent", "/remittances/1", "/returns", "/returns/3/1",
        f"/applications/{held}/cancel", f"/applications/{ticket}/cancel", money_path(fresh),
        f"/applications/{held}/money", "/visits/3", "/visits/3/receipt?size=80", "/day/count",
    ):  # fmt: skip
        assert manager.get(path).status == 200
    desk.cancels(ticket)
    assert "asked back" in manager.get("/returns").text

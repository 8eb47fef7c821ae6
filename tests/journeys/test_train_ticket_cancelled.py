"""A family books a train, cancels it, and gets back what the railway gave back: in cash, signed."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.storage import daybook, engine
from tests.browser_client import Browser
from tests.money_desk import WITH_WALLET
from tests.services_world import own_fields
from tests.world import World

TRAIN, PNR = "travel-001", "2345678901"


def books(operator: Browser) -> str:
    """Fill in the form, take fare and charge with a photocopy in one visit; return its page."""
    form = operator.get(f"/applications/new?service={TRAIN}").form("/applications/new")
    begun = operator.follow(operator.send(form, name="रामू पटेल", mobile="9876501234"))
    fields = own_fields(TRAIN) | {"a_fare": "785"}
    path = operator.follow(operator.send(begun.form(begun.path), **fields)).path
    page = operator.get(f"{path}/money")
    visit = operator.follow(operator.send(page.form(f"{path}/money"), own="25"))
    copy = operator.get(f"{visit.path}/fee").form(f"{visit.path}/fee")
    visit = operator.follow(operator.send(copy, usual="फोटोकॉपी", own="4"))
    (pay,) = [one for one in visit.forms if "given" in one.fields]
    assert "₹ 186 लौटाएँ" in operator.follow(operator.send(pay, given="1000")).text
    return path


def pays_the_railway(manager: Browser, operator: Browser, path: str) -> None:
    """Pay out of the wallet, and write the PNR down: it stands on the slip."""
    sending = manager.get("/remittances").form("/remittances")
    sure = manager.send(sending, "", 200, **{"i1-1": "1"})
    manager.send(
        sure.form("/remittances"), "confirm", from_head="2204", party="आईआरसीटीसी",
        reference="100005678901234",
    )  # fmt: skip
    step = f"{path}/to/booked"
    operator.send(operator.get(step).form(step), department_no=PNR)
    assert f"पीएनआर: {PNR}" in operator.get("/visits/1/receipt?size=58").text
    assert (daybook.balance(1, 1601), daybook.balance(1, 2204)) == (0, 20_000_00 - 785_00)


def cancels(operator: Browser, path: str) -> None:
    """Cancel it: it is asked back, and nothing is owed before it has come."""
    cancel = operator.get(f"{path}/cancel")
    assert "पैसा अब यहाँ नहीं है" in cancel.text
    asked = operator.follow(operator.send(cancel.form(), expected="665", reason="शादी आगे बढ़ गई"))
    assert "वापस माँगा है" in asked.text
    assert daybook.balance(1, 1602) == 0
    assert "रद्द। पैसा वापस माँगा गया है" in operator.get("/visits/1/receipt?size=58").text


def closes(operator: Browser, world: World) -> None:
    """Close the day: what is awaited is named there, and must be seen."""
    world.counts(daybook.balance(1, 2101) // 100)
    close = operator.get("/day/close")
    assert "/returns/1/1" in close.links
    form = close.form("/day/close")
    assert operator.send(form, "confirm", 422).refusal == "OpenMoneyIsUnseen"
    operator.send(form, "confirm", seen="1")


def hands_back(operator: Browser) -> None:
    """₹ 625 come into the wallet, the railway kept ₹ 160; they are handed back once, signed for."""
    assert "₹ 665" in operator.get("/returns").text
    came = operator.get("/returns/1/1").form("/returns/1/1")
    owed = operator.follow(operator.send(came, amount="625", back_to="2204", reference="RF771"))
    assert "उन्होंने रखा ₹ 160" in owed.text
    assert (daybook.balance(1, 1602), daybook.balance(1, 2204)) == (-625_00, 19_840_00)
    give, cash = owed.form("/returns/1/1/give"), daybook.balance(1, 2101)
    given = operator.follow(operator.send(give))
    assert operator.send(give).location == given.path  # pressed twice
    assert (daybook.balance(1, 1602), daybook.balance(1, 2101)) == (0, cash - 625_00)
    voucher_id = engine.value("SELECT given_voucher_id FROM fee_return")
    paper = operator.get(f"/vouchers/{voucher_id}/print").text
    assert "625" in paper
    assert "हस्ताक्षर" in paper


def test_a_ticket_is_booked_cancelled_and_its_money_handed_back(
    world: World, browser: Callable[..., Browser]
) -> None:
    """F16, P1, P3, P8: never set off against something else, and given back once."""
    world.starts_books(balances=WITH_WALLET)
    world.opens_day()
    operator, manager = browser("operator"), browser("manager")
    path = books(operator)
    pays_the_railway(manager, operator, path)
    cancels(operator, path)
    closes(operator, world)
    world.clock.move(days=4)
    world.opens_day(skipped=dict.fromkeys(("2026-11-25", "2026-11-26", "2026-11-27"), "holiday"))
    operator = browser("operator")
    hands_back(operator)
    assert "625" in operator.get("/counter/register/2026-11-28").text
    code = engine.value("SELECT code FROM receipt")
    public = browser().get(f"/r/{code}").text
    assert "रद्द। पैसा लौटा दिया गया" in public
    assert "रामू" not in public
    assert "रद्द" in operator.get(path).text
    proof = prove_society("KHR001", world.keys)
    assert proof.is_whole, [str(one) for one in proof.findings]

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


def test_a_ticket_is_booked_cancelled_and_its_money_handed_back(
    world: World, browser: Callable[..., Browser]
) -> None:
    """F16, P1, P3, P8: never set off against something else, and given back once."""
    world.starts_books(balances=WITH_WALLET)
    world.opens_day()
    operator, manager = browser("operator"), browser("manager")

    # The form, the fare and our charge; a photocopy goes into the same visit.
    form = operator.get(f"/applications/new?service={TRAIN}").form("/applications/new")
    begun = operator.follow(operator.send(form, name="रामू पटेल", mobile="9876501234"))
    fields = own_fields(TRAIN) | {"a_fare": "785"}
    application = operator.follow(operator.send(begun.form(begun.path), **fields))
    path = application.path
    page = operator.get(f"{path}/money")
    visit = operator.follow(operator.send(page.form(f"{path}/money"), own="25"))
    copy = operator.get(f"{visit.path}/fee").form(f"{visit.path}/fee")
    visit = operator.follow(operator.send(copy, usual="फोटोकॉपी", own="4"))
    (pay,) = [one for one in visit.forms if "given" in one.fields]
    paid = operator.follow(operator.send(pay, given="1000"))
    assert "₹ 186 लौटाएँ" in paid.text

    # The manager paid for it out of the wallet; the operator writes the PNR down.
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

    # Cancelled: it is asked back; nothing is owed before it has come.
    cancel = operator.get(f"{path}/cancel")
    assert "पैसा अब यहाँ नहीं है" in cancel.text
    asked = operator.follow(operator.send(cancel.form(), expected="665", reason="शादी आगे बढ़ गई"))
    assert "वापस माँगा है" in asked.text
    assert daybook.balance(1, 1602) == 0
    assert "रद्द। पैसा वापस माँगा गया है" in operator.get("/visits/1/receipt?size=58").text
    world.counts(daybook.balance(1, 2101) // 100)
    close = operator.get("/day/close")
    assert "/returns/1/1" in close.links
    form = close.form("/day/close")
    refused = operator.send(form, "confirm", 422)
    assert refused.refusal == "OpenMoneyIsUnseen"
    operator.send(form, "confirm", seen="1")
    world.clock.move(days=4)
    operator = browser("operator")
    world.opens_day(skipped=dict.fromkeys(("2026-11-25", "2026-11-26", "2026-11-27"), "holiday"))

    # Four days later ₹ 625 come into the wallet: the railway kept ₹ 160.
    assert "₹ 665" in operator.get("/returns").text
    came = operator.get("/returns/1/1").form("/returns/1/1")
    owed = operator.follow(operator.send(came, amount="625", back_to="2204", reference="RF771"))
    assert "उन्होंने रखा ₹ 160" in owed.text
    assert (daybook.balance(1, 1602), daybook.balance(1, 2204)) == (-625_00, 19_840_00)

    # Handed back in cash, once, with a voucher to sign.
    give = owed.form("/returns/1/1/give")
    cash = daybook.balance(1, 2101)
    given = operator.follow(operator.send(give))
    assert operator.send(give).location == given.path  # pressed twice
    assert (daybook.balance(1, 1602), daybook.balance(1, 2101)) == (0, cash - 625_00)
    voucher_id = engine.value("SELECT given_voucher_id FROM fee_return")
    paper = operator.get(f"/vouchers/{voucher_id}/print").text
    assert "625" in paper
    assert "हस्ताक्षर" in paper
    assert "625" in operator.get("/counter/register/2026-11-28").text
    code = engine.value("SELECT code FROM receipt")
    public = browser().get(f"/r/{code}").text
    assert "रद्द। पैसा लौटा दिया गया" in public
    assert "रामू" not in public
    assert "रद्द" in operator.get(path).text
    proof = prove_society("KHR001", world.keys)
    assert proof.is_whole, [str(one) for one in proof.findings]

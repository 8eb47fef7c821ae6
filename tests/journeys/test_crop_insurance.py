"""Three farmers insure their crop: the premium is taken, sent on, and each gets a policy number."""

from __future__ import annotations

from collections.abc import Callable

from portal.actions.proof import prove_society
from portal.storage import daybook, engine
from tests.browser_client import Browser, Page
from tests.money_desk import WITH_WALLET
from tests.services_world import own_fields
from tests.world import World

CROP = "insurance-001"
NAMES = ("कमला बाई", "मोहनलाल पाटीदार", "गीता जोशी")
PREMIUMS = ("950", "387.45", "1.2 हज़ार")


def begins(operator: Browser, name: str, premium: str) -> Page:
    """Ask what a farmer's form asks, from the menu on."""
    item = operator.get(f"/services/item/{CROP}")
    address = next(one for one in item.links if one.startswith("/applications/new"))
    form = operator.get(address).form("/applications/new")
    begun = operator.follow(operator.send(form, name=name, mobile="9876501234"))
    return operator.follow(
        operator.send(begun.form(begun.path), **(own_fields(CROP) | {"a_premium": premium}))
    )


def asks(operator: Browser, application: Page, own: str) -> Page:
    """Put the premium into the visit."""
    path = next(one for one in application.links if one.endswith("/money"))
    page = operator.get(path)
    return operator.follow(operator.send(page.form(path), own=own))


def takes(operator: Browser) -> list[str]:
    """Let each farmer pay their own premium at the counter; return their applications."""
    found = []
    for name, premium in zip(NAMES, PREMIUMS, strict=True):
        application = begins(operator, name, premium)
        visit = asks(operator, application, "20")
        (pay,) = [one for one in visit.forms if "given" in one.fields]
        assert "✓" in operator.follow(operator.send(pay, given="1500")).text
        found.append(application.path)
    return found


def sends(manager: Browser) -> None:
    """Send all that is held to the insurer in one go, and press twice."""
    held = manager.get("/remittances")
    assert all(name in held.text for name in NAMES)
    form = held.form("/remittances")
    sure = manager.send(form, "", 200, **dict.fromkeys(form.choices, "1"))
    assert "₹ 2,537.45" in sure.text
    said = {"from_head": "2204", "party": "एग्रीकल्चर इंश्योरेंस", "reference": "NCIP7731"}
    sending = sure.form("/remittances")
    sent = manager.follow(manager.send(sending, "confirm", **said))
    assert manager.send(sending, "confirm", **said).location == sent.path
    assert (daybook.balance(1, 1603), daybook.balance(1, 2204)) == (0, 20_000_00 - 2537_45)
    assert engine.value("SELECT COUNT(*) FROM remittance") == 1


def insures(operator: Browser, applications: list[str]) -> None:
    """Write down the policy numbers; they stand on each farmer's slip from then on."""
    for place, path in enumerate(applications):
        step = f"{path}/to/insured"
        assert step in operator.get(path).links
        operator.send(operator.get(step).form(step), result_no=f"PMFBY/26/{4471 + place}")
        slip = operator.get(f"/visits/{place + 1}/receipt?size=58").text
        assert f"पॉलिसी संख्या: PMFBY/26/{4471 + place}" in slip
        assert f"PMFBY/26/{4471 + place}" in operator.get(f"{path}/slip").text
    assert engine.value("SELECT COUNT(*) FROM application WHERE state = 'insured'") == 3


def test_three_farmers_insure_their_crop(world: World, browser: Callable[..., Browser]) -> None:
    """F24, P1, P2, P8: other people's money is not income, and goes on once."""
    world.starts_books(balances=WITH_WALLET)
    world.opens_day()
    operator = browser("operator")
    applications = takes(operator)
    assert [daybook.balance(1, head) for head in (1603, 3306)] == [-2537_45, -60_00]
    assert "पैसा लिया" in operator.get(applications[1]).text

    # Nothing more is taken for the same form, whoever asks for it.
    path = f"{applications[0]}/money"
    refused = operator.send(operator.get(path).form(path), "", 409, own="20")
    assert refused.refusal == "MoneyIsTakenAlready"

    # The day is closed with it: the page says what is held.
    world.counts(daybook.balance(1, 2101) // 100)
    assert "/remittances" in operator.get("/day/close").links
    world.closes_day()
    world.clock.move(days=1)
    world.opens_day()
    sends(browser("manager"))
    insures(browser("operator"), applications)
    proof = prove_society("KHR001", world.keys)
    assert proof.is_whole, [str(one) for one in proof.findings]

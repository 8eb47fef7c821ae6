"""A widow asks what she can get, applies at the counter, and comes back till it is granted.

By plain pages and forms alone, read in Hindi and in English.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from portal.domain.applications import application_number
from tests.browser_client import Browser, Page
from tests.services_world import own_fields
from tests.world import World

CHECK = "/schemes/check"
NUMBER = "MP-SSS-2026-4471"
#: What she says to each question; to whatever else is asked no.
ANSWERS = {
    "topic": "support", "state": "MP", "born": "15-08-1981", "sex": "F", "marital": "widowed",
    "bpl": "yes", "pension": "none", "income_paise": "30000", "disability": "0",
}  # fmt: skip


def answers(who: Browser, page: Page) -> Page:
    """Answer what is asked until the list comes."""
    for _ in range(25):
        forms = [one for one in page.forms if one.action.split("?")[0] == CHECK]
        asked = forms[0].fields.get("q") if forms else None
        if not asked:
            return page
        fields, answer = forms[0].fields, ANSWERS.get(asked, "no")
        name = "pick" if ("pick", answer) in forms[0].buttons else "answer"
        page = who.post(CHECK, fields | {name: answer}, 200)
    raise AssertionError(page)


def goes(who: Browser, one: str, to_state: str, **said: str) -> Page:
    """Press the button of a step, fill in what it asks, and look at the application."""
    assert f"{one}/to/{to_state}" in who.get(one).links
    return who.follow(who.send(who.get(f"{one}/to/{to_state}").form(), "", 303, **said))


def applies(operator: Browser, apply: str) -> str:
    """Begin the application with all papers but one, fill it in, and return its address."""
    page = operator.get(apply)
    ticks = {name: "1" for name in page.form().choices if name.startswith("paper")}
    del ticks["paper0"]
    assert page.form().fields["scheme"]
    sent = operator.send(
        page.form(), "", 303, name="कमला बाई", guardian="मोहनलाल", village="बमनाला",
        mobile="9876501234", **ticks,
    )  # fmt: skip
    fields = own_fields(page.form().fields["service"])
    operator.send(operator.get(sent.location).form(), "", 303, **fields)
    return sent.location.removesuffix("/change")


def goes_out(operator: Browser, one: str) -> None:
    """Copy it into the office's page; it goes out when the last paper is there."""
    assert "9876501234" in operator.get(f"{one}/fields").text
    form = operator.get(f"{one}/to/submitted").form()
    assert operator.send(form, "", 422, department_no=NUMBER).refusal == "PaperIsMissing"
    operator.send(operator.get(f"{one}/person").form(), "", 303, paper0="1")
    page = goes(operator, one, "submitted", department_no=NUMBER, remind_on="05-12-2026")
    assert NUMBER in page.text


def is_told(villager: Browser, slip: Page, one: str) -> None:
    """The slip has the number by which the villager asks alone, and no whole mobile number."""
    number = application_number("KHR001", int(urlsplit(one).path.rsplit("/", 1)[1]))
    for words in (number, NUMBER, "कमला बाई", "/status"):
        assert words in slip.text
    assert villager.get(f"/status?no={number}").all("input", id="last4")
    told = villager.get(f"/status?no={number}&last4=1234")
    assert number in told.text
    assert "9876501234" not in told.text


@pytest.mark.parametrize("language", ["hi", "en"])
def test_from_the_question_to_the_granted_pension(
    language: str, world: World, browser: Callable[..., Browser]
) -> None:
    """F25, F27, P9, P11, P12: no day is open, no money moves, nobody grants anything here."""
    operator = browser("operator", language=language)
    found = answers(operator, operator.get(CHECK))
    one = applies(operator, next(link for link in found.links if "/applications/new" in link))
    goes_out(operator, one)

    world.clock.move(days=11)
    operator, manager = (browser(who, language=language) for who in ("operator", "manager"))
    assert "/applications" in operator.get("/").links
    assert "/applications?due=1" in operator.get("/applications").links
    assert one in operator.get("/applications?due=1").links
    goes(operator, one, "panchayat")
    goes(operator, one, "block", remind_on="20-12-2026")
    page = goes(manager, one, "sanctioned", result_no="SSPMIS/881")
    assert "SSPMIS/881" in page.text

    is_told(browser(language=language), operator.get(f"{one}/slip?size=58"), one)
    last = goes(operator, one, "paying")
    assert not any("/to/" in link for link in last.links)

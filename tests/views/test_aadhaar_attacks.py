"""Every way a number typed for a check might stay somewhere or a check be made without leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.actions import aadhaar_checks as deeds
from portal.domain.aadhaar_checks import CheckAnswer, CheckRequest, CheckResult
from portal.domain.refusals import Refusal
from portal.storage import aadhaar_consents
from tests.aadhaar_world import CHECK, PATH, asks, kept, switch_on
from tests.browser_client import Browser
from tests.sandboxes.running_aadhaar import MATCHING, RunningAadhaar
from tests.views.test_consents import NEW, says
from tests.world import World


def test_the_form_is_remembered_by_nobody(agreed: Browser) -> None:
    page = agreed.get(CHECK)
    field = page.one("input", name="id_no")
    assert (field.get("autocomplete"), field.get("spellcheck")) == ("off", "false")
    assert field.get("value") is None
    for one in page.all("input", type="text"):
        assert "data-nodraft" in one.attrib
    assert page.headers["Cache-Control"] == "no-store"
    assert page.one("form", method="post").get("autocomplete") == "off"


def test_consents_of_another_society_are_not_there(
    agreed: Browser, browser: Callable[..., Browser], world: World
) -> None:
    asks(agreed)
    other = browser("operator2")
    for path in (CHECK, "/aadhaar/checks/1/1", "/aadhaar/checks/1/1/print"):
        assert other.get(path, 404).refusal == "ConsentIsUnknown"
    says(other)
    form = other.get(CHECK).form(PATH)
    assert form.token
    agreed.get("/aadhaar/checks/1/2", 404)
    for wrong in ("", "x", "-1", "9" * 12, "1&consent=2x"):
        agreed.open("GET", f"{PATH}?consent={wrong}")
    browser("auditor").get(f"{CHECK}&society=KHR001", 403)


def test_the_blocks_assistant_asks_for_the_manager(
    checking: Browser, browser: Callable[..., Browser], world: World
) -> None:
    world.works_on_behalf()
    assistant = browser("assistant")
    form = assistant.get(f"{NEW}&check=1&society=KHR001").form("/consents/new")
    page = assistant.follow(assistant.send(form, name="कमला", answer="yes"))
    assert page.path == f"{CHECK}&society=KHR001"
    form = page.form(PATH)
    wrong = assistant.send(form, id_no=MATCHING + "1")
    assert wrong.location == f"{CHECK}&said=AadhaarNumberIsWrong&society=KHR001"
    page = assistant.follow(assistant.send(form, id_no=MATCHING))
    assert page.one("h1").get("data-result") == "match"
    found = aadhaar_consents.consent(world.society_id, 1)
    assert found is not None
    assert found.on_behalf_of == world.person("manager").id


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b'{"id_no": "%s"}' % MATCHING.encode(), "content_type": "application/json"},
        {"data": b"", "content_type": "text/plain"},
    ],
)
def test_what_is_no_form_asks_nobody(agreed: Browser, world: World, sent: dict[str, Any]) -> None:
    answer = agreed.open("POST", CHECK, **sent)
    assert answer.location == f"{CHECK}&said=AadhaarNumberIsMissing"
    assert kept(world) == []


def test_another_site_sends_nothing(agreed: Browser, world: World) -> None:
    form = agreed.get(CHECK).form(PATH)
    page = agreed.open(
        "POST", CHECK, form.fields | {"id_no": MATCHING}, {"Sec-Fetch-Site": "cross-site"}
    )
    assert (page.status, page.refusal) == (403, "RequestIsForeign")
    assert MATCHING not in page.html
    assert kept(world) == []


def test_an_address_that_names_a_number_does_not_get_it_back(agreed: Browser) -> None:
    page = agreed.get(f"{CHECK}&id_no={MATCHING}&said={MATCHING}&name={MATCHING}")
    assert MATCHING not in page.html


def test_a_script_is_led_on_as_well(agreed: Browser) -> None:
    form = agreed.get(CHECK).form(PATH)
    answer = agreed.open("POST", CHECK, form.fields | {"id_no": MATCHING}, {"HX-Request": "true"})
    assert (answer.status, answer.location) == (303, "/aadhaar/checks/1/1")
    assert MATCHING not in agreed.piece(answer.location).html


def test_a_form_without_its_token_asks_nobody(agreed: Browser, provider: RunningAadhaar) -> None:
    before = len(provider.asked())
    answer = agreed.post(CHECK, {"id_no": MATCHING, "form_token": "x" * 28})
    assert agreed.follow(answer).refusal == "FormIsForeign"
    assert len(provider.asked()) == before


def test_the_number_does_not_wait_for_a_sign_in(agreed: Browser, world: World) -> None:
    """The session ended: other forms are kept on the page of sign-in, this one is not."""
    form = agreed.get(CHECK).form(PATH)
    world.clock.move(minutes=15 * 60)
    answer = agreed.post(CHECK, form.fields | {"id_no": MATCHING})
    assert answer.location == "/login?next=/aadhaar/check%3Fconsent%3D1"
    assert not answer.body
    assert MATCHING not in agreed.follow(answer).html


def test_other_forms_are_kept_at_sign_in_as_before(agreed: Browser, world: World) -> None:
    form = agreed.get(NEW).form("/consents/new")
    world.clock.move(minutes=15 * 60)
    page = agreed.post(form.action, form.fields | {"name": "कमला"}, 401)
    assert "कमला" in page.html


def test_a_fault_of_ours_says_nothing_of_the_number(
    app: Flask, agreed: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    class Faulty:
        def verify(self, request: CheckRequest) -> CheckAnswer:
            raise ValueError(f"can't send {request} {request.number} {request.number!r}")

    switch_on(app, Faulty())
    app.config.update(PROPAGATE_FAULTS=False, PROPAGATE_EXCEPTIONS=False)
    form = agreed.get(CHECK).form(PATH)
    page = agreed.post(CHECK, form.fields | {"id_no": MATCHING}, 500)
    assert "can't send" in caplog.text
    assert MATCHING not in caplog.text + page.html
    assert MATCHING[:8] not in caplog.text


def test_two_windows_at_once_ask_once(agreed: Browser, world: World) -> None:
    society = world.society_id

    class Nosy:
        """While it is asked, somebody else asks under the same consent."""

        def verify(self, request: CheckRequest) -> CheckAnswer:
            asked = deeds.Asked(request.number)
            with pytest.raises(Refusal) as refused:
                deeds.check(
                    world.doer(), world.slip(), society, 1, asked, self, world.clock.now_ms
                )  # fmt: skip
            assert refused.value.name == "CheckIsGoingOn"
            return CheckAnswer(CheckResult.MATCH)

    switch_on(agreed.app, Nosy())
    asks(agreed)
    assert [one[3] for one in kept(world)] == ["match"]

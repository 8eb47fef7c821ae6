"""The check of an Aadhaar with consent: every end, and every way a number might stay somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from portal.actions import aadhaar_checks as deeds
from portal.domain.aadhaar_checks import CheckAnswer, CheckRequest, CheckResult
from portal.domain.refusals import Refusal
from portal.sandboxes.aadhaar.scenarios import ENDS, example
from portal.storage import aadhaar_consents, engine
from portal.web.house import House
from tests.browser_client import Browser, Page
from tests.sandboxes.running_aadhaar import MATCHING, VID, RunningAadhaar
from tests.views.test_consents import NEW, applies, says
from tests.world import World

PATH = "/aadhaar/check"
CHECK = f"{PATH}?consent=1"


@pytest.fixture(scope="module")
def provider() -> Iterator[RunningAadhaar]:
    found = RunningAadhaar()
    yield found
    found.stop()


def switch_on(app: Flask, line: Any) -> None:
    house: House = app.extensions["rokad"]
    app.extensions["rokad"] = replace(house, aadhaar_verification=line)


@pytest.fixture
def operator(app: Flask, operator: Browser, provider: RunningAadhaar) -> Browser:
    switch_on(app, provider.client)
    return operator


@pytest.fixture
def agreed(operator: Browser) -> Browser:
    """Someone at the counter whose villager just said yes."""
    assert says(operator, address=f"{NEW}&check=1").path == CHECK
    return operator


def asks(browser: Browser, number: str = MATCHING, **fields: object) -> Page:
    form = browser.get(CHECK).form(PATH)
    return browser.follow(browser.send(form, id_no=number, **fields))


def kept(world: World) -> list[tuple[int, str, str, str]]:
    found = aadhaar_consents.checks_of(world.society_id, [1]).get(1, [])
    return [(one.no, one.id_kind, one.last4, one.result.value) for one in found]


def test_number_and_name_belong_together(agreed: Browser, world: World) -> None:
    page = asks(agreed, birth_year="१९५८")
    assert page.path == "/aadhaar/checks/1/1"
    assert page.one("h1").get("data-result") == "match"
    assert f"XXXX XXXX {MATCHING[-4:]}" in page.text
    assert kept(world) == [(1, "aadhaar", MATCHING[-4:], "match")]
    slip = agreed.get("/aadhaar/checks/1/1/print")
    assert f"XXXX XXXX {MATCHING[-4:]}" in slip.text
    assert MATCHING not in slip.html + page.html
    assert "आधार मेल खाता है" in agreed.get("/consents/1").text


def test_a_vid_does_as_well(agreed: Browser, world: World) -> None:
    spaced = " ".join(VID[at : at + 4] for at in range(0, 16, 4))
    page = asks(agreed, spaced)
    assert f"XXXX XXXX XXXX {VID[-4:]}" in page.text
    assert kept(world) == [(1, "vid", VID[-4:], "match")]
    assert "वीआईडी" in agreed.get("/aadhaar/checks/1/1/print").text


@pytest.mark.parametrize(
    ("end", "result", "words"),
    [
        ("01", "no_match", "किसी को मना न करें"),
        ("02", "match", "काम आगे बढ़ाएं"),
        ("03", "no_answer", "न कुछ खोया, न कुछ तय हुआ"),
        ("04", "no_answer", "फिर पूछें"),
        ("05", "no_answer", "दूसरा पहचान पत्र"),
        ("06", "no_answer", "फिर पूछें"),
        ("07", "refused", "locked by its holder"),
        ("08", "no_answer", "फिर पूछें"),
        ("09", "refused", "unknown number"),
        ("10", "no_answer", "फिर पूछें"),
        ("11", "no_answer", "फिर पूछें"),
    ],
)
def test_every_end_is_said_with_what_to_do(
    agreed: Browser, world: World, end: str, result: str, words: str
) -> None:
    page = asks(agreed, example(end))
    assert page.one("h1").get("data-result") == result
    assert words in page.text
    assert kept(world) == [(1, "aadhaar", example(end)[-4:], result)]
    if result != "match":
        assert CHECK in page.links
    assert example(end) not in page.html


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", "AadhaarNumberIsMissing"),
        (MATCHING[:-1] + ("1" if MATCHING[-1] != "1" else "3"), "AadhaarNumberIsWrong"),
        (MATCHING[:-1], "AadhaarNumberIsWrong"),
        (VID[:-2], "AadhaarNumberIsWrong"),
        (MATCHING + "0", "AadhaarNumberIsWrong"),
        (MATCHING[:6] + "x" + MATCHING[6:], "AadhaarNumberIsWrong"),
        ("0" * 12, "AadhaarNumberIsWrong"),
    ],
)
def test_a_wrong_number_comes_back_as_an_empty_field(
    agreed: Browser, world: World, provider: RunningAadhaar, typed: str, refusal: str
) -> None:
    before = len(provider.asked())
    form = agreed.get(CHECK).form(PATH)
    answer = agreed.send(form, id_no=typed)
    assert answer.location == f"{CHECK}&said={refusal}"
    assert not answer.body
    page = agreed.follow(answer)
    assert page.refusal == refusal
    assert list(page.errors) == ["id_no"]
    assert page.form(PATH).fields["id_no"] == ""
    assert not typed or typed not in page.html
    assert kept(world) == []
    assert len(provider.asked()) == before


@pytest.mark.parametrize(
    ("field", "typed", "refusal"),
    [
        ("name", "", "CardNameIsWrong"),
        ("name", MATCHING, "CardNameIsWrong"),
        ("name", f"कमला {VID}", "CardNameIsWrong"),
        ("birth_year", "58", "BirthYearIsWrong"),
        ("birth_year", "2031", "BirthYearIsWrong"),
        ("birth_year", MATCHING, "BirthYearIsWrong"),
    ],
)
def test_a_wrong_name_or_year_leaves_no_number_either(
    agreed: Browser, world: World, field: str, typed: str, refusal: str
) -> None:
    page = asks(agreed, **{field: typed})
    assert (page.refusal, list(page.errors)) == (refusal, [field])
    assert page.form(PATH).fields["id_no"] == ""
    assert MATCHING not in page.html
    assert kept(world) == []


def test_the_form_is_remembered_by_nobody(agreed: Browser) -> None:
    page = agreed.get(CHECK)
    field = page.one("input", name="id_no")
    assert (field.get("autocomplete"), field.get("spellcheck")) == ("off", "false")
    assert field.get("value") is None
    for one in page.all("input", type="text"):
        assert "data-nodraft" in one.attrib
    assert page.headers["Cache-Control"] == "no-store"
    assert page.one("form", method="post").get("autocomplete") == "off"


def test_the_same_form_sent_again_asks_once(
    agreed: Browser, world: World, provider: RunningAadhaar
) -> None:
    before = len(provider.asked())
    form = agreed.get(CHECK).form(PATH)
    for _ in range(3):
        assert agreed.send(form, id_no=MATCHING).location == "/aadhaar/checks/1/1"
    assert len(provider.asked()) == before + 1
    assert len(kept(world)) == 1


def test_the_same_form_with_another_number_shows_what_was_asked_first(
    agreed: Browser, world: World, provider: RunningAadhaar
) -> None:
    before = len(provider.asked())
    form = agreed.get(CHECK).form(PATH)
    agreed.send(form, id_no=example("01"))
    page = agreed.follow(agreed.send(form, id_no=MATCHING))
    assert page.path == "/aadhaar/checks/1/1?first=1"
    assert "अभी जो लिखा, वह नहीं पूछा गया" in page.warnings
    assert page.one("h1").get("data-result") == "no_match"
    assert len(provider.asked()) == before + 1
    assert MATCHING not in page.html


def test_the_row_stands_before_anybody_is_asked(app: Flask, agreed: Browser, world: World) -> None:
    """Whoever asks dies: the row is there, has no answer after a while, and may be asked anew."""

    seen: list[Any] = []

    class Dying:
        def verify(self, request: CheckRequest) -> CheckAnswer:
            assert not engine.in_transaction()
            seen.extend(kept(world))
            raise KeyboardInterrupt

    switch_on(app, Dying())
    form = agreed.get(CHECK).form(PATH)
    with pytest.raises(KeyboardInterrupt):
        agreed.send(form, id_no=MATCHING)
    assert seen == kept(world) == [(1, "aadhaar", MATCHING[-4:], "asking")]
    switch_on(app, RunningAadhaar().client)
    page = agreed.follow(agreed.send(form, id_no=MATCHING))
    assert page.one("h1").get("data-result") == "asking"
    other = agreed.get(CHECK).form(PATH)
    assert agreed.send(other, id_no=MATCHING).location == f"{CHECK}&said=CheckIsGoingOn"
    world.clock.move(minutes=2)
    page = agreed.get("/aadhaar/checks/1/1")
    assert page.one("h1").get("data-result") == "no_answer"
    assert agreed.send(other, id_no=MATCHING).location == "/aadhaar/checks/1/2"
    assert [one[3] for one in kept(world)] == ["no_answer", "match"]


def test_a_late_end_does_not_overwrite(world: World, agreed: Browser) -> None:
    asks(agreed)
    (check,) = aadhaar_consents.checks_of(world.society_id, [1])[1]
    late = engine.write_transaction(
        lambda: aadhaar_consents.end_check(check, CheckResult.NO_MATCH, "", world.clock.now_ms())
    )
    assert not late
    assert kept(world)[0][3] == "match"


def test_without_a_yes_nothing_is_asked(operator: Browser, provider: RunningAadhaar) -> None:
    before = len(provider.asked())
    assert says(operator, "no", f"{NEW}&check=1").path == "/consents/1"
    page = operator.get(CHECK, 409)
    assert page.refusal == "ConsentWasNotGiven"
    says(operator, "yes")
    form = operator.get(f"{PATH}?consent=2").form(PATH)
    answer = operator.post(CHECK, form.fields | {"id_no": MATCHING})
    assert operator.get(answer.location, 409).refusal == "ConsentWasNotGiven"
    assert len(provider.asked()) == before


def test_a_consent_is_good_on_its_day(agreed: Browser, world: World) -> None:
    form = agreed.get(CHECK).form(PATH)
    world.clock.move(days=1)
    agreed.signs_in("operator")
    assert agreed.get(CHECK, 409).refusal == "ConsentIsOld"
    answer = agreed.post(CHECK, form.fields | {"id_no": MATCHING})
    assert answer.location.startswith(CHECK)
    assert kept(world) == []


def test_a_consent_to_something_else_is_not_used(operator: Browser) -> None:
    says(operator, address="/consents/new?service=aadhaar-001&check=1")
    assert operator.get(CHECK, 409).refusal == "ConsentIsForOther"
    says(operator, address="/consents/new?service=cert-019&check=1")
    assert operator.get(f"{PATH}?consent=2", 409).refusal == "ConsentIsForOther"


@pytest.mark.parametrize(("end", "times"), [("12", 1), ("01", 3), ("07", 3), ("05", 6)])
def test_a_consent_is_used_up(agreed: Browser, world: World, end: str, times: int) -> None:
    for _ in range(times):
        page = asks(agreed, example(end))
    assert len(kept(world)) == times
    assert agreed.get(CHECK, 409).refusal == "ConsentIsUsedUp"
    assert CHECK not in page.links
    if end != "12":
        assert "फिर सहमति लें" in page.text


def test_an_application_is_gone_on_with(operator: Browser, world: World) -> None:
    applies(world)
    says(operator, address=f"{NEW}&application=1&check=1")
    assert "/applications/1" in asks(operator).links


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


def test_a_form_without_its_token_asks_nobody(agreed: Browser, provider: RunningAadhaar) -> None:
    before = len(provider.asked())
    answer = agreed.post(CHECK, {"id_no": MATCHING, "name": "कमला", "form_token": "x" * 28})
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
            asked = deeds.Asked(request.number, "कमला")
            with pytest.raises(Refusal) as refused:
                deeds.check(
                    world.doer(), world.slip(), society, 1, asked, self, world.clock.now_ms
                )  # fmt: skip
            assert refused.value.name == "CheckIsGoingOn"
            return CheckAnswer(CheckResult.MATCH)

    switch_on(agreed.app, Nosy())
    asks(agreed)
    assert [one[3] for one in kept(world)] == ["match"]


def test_the_sandbox_knows_a_number_for_each_end() -> None:
    assert {example(end)[-2:] for end in ENDS} == set(ENDS)

"""The check of an Aadhaar with consent: every end, and what is safe to do then."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from portal.domain.aadhaar_checks import CheckAnswer, CheckRequest, CheckResult
from portal.sandboxes.aadhaar.scenarios import ENDS, example
from portal.storage import aadhaar_consents, engine
from tests.aadhaar_world import CHECK, PATH, asks, kept, switch_on
from tests.browser_client import Browser
from tests.sandboxes.running_aadhaar import MATCHING, VID, RunningAadhaar
from tests.views.test_consents import NEW, applies, says
from tests.world import World


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
        ("birth_year", "58", "BirthYearIsWrong"),
        ("birth_year", "2031", "BirthYearIsWrong"),
        ("birth_year", MATCHING, "BirthYearIsWrong"),
    ],
)
def test_a_wrong_year_leaves_no_number_either(
    agreed: Browser, world: World, field: str, typed: str, refusal: str
) -> None:
    page = asks(agreed, **{field: typed})
    assert (page.refusal, list(page.errors)) == (refusal, [field])
    assert page.form(PATH).fields["id_no"] == ""
    assert MATCHING not in page.html
    assert kept(world) == []


def test_what_is_compared_is_the_name_of_whoever_agreed(app: Flask, agreed: Browser) -> None:
    seen: list[CheckRequest] = []

    class Noting:
        def verify(self, request: CheckRequest) -> CheckAnswer:
            seen.append(request)
            return CheckAnswer(CheckResult.MATCH)

    switch_on(app, Noting())
    form = agreed.get(CHECK).form(PATH)
    agreed.post(form.action, form.fields | {"id_no": MATCHING, "name": "रमेश", "birth_year": "1958"})
    (request,) = seen
    assert (request.name, request.birth_year, request.number.whole()) == (
        "कमला बाई", 1958, MATCHING,
    )  # fmt: skip
    assert request.purpose == "आधार पीवीसी कार्ड आदेश"


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


def test_without_a_yes_nothing_is_asked(checking: Browser, provider: RunningAadhaar) -> None:
    before = len(provider.asked())
    assert says(checking, "no", f"{NEW}&check=1").path == "/consents/1"
    page = checking.get(CHECK, 409)
    assert page.refusal == "ConsentWasNotGiven"
    says(checking, "yes")
    form = checking.get(f"{PATH}?consent=2").form(PATH)
    answer = checking.post(CHECK, form.fields | {"id_no": MATCHING})
    assert checking.get(answer.location, 409).refusal == "ConsentWasNotGiven"
    assert len(provider.asked()) == before


def test_a_consent_is_good_on_its_day(agreed: Browser, world: World) -> None:
    form = agreed.get(CHECK).form(PATH)
    world.clock.move(days=1)
    agreed.signs_in("operator")
    assert agreed.get(CHECK, 409).refusal == "ConsentIsOld"
    answer = agreed.post(CHECK, form.fields | {"id_no": MATCHING})
    assert answer.location.startswith(CHECK)
    assert kept(world) == []


def test_a_consent_to_something_else_is_not_used(checking: Browser) -> None:
    says(checking, address="/consents/new?service=aadhaar-001&check=1")
    assert checking.get(CHECK, 409).refusal == "ConsentIsForOther"
    says(checking, address="/consents/new?service=cert-019&check=1")
    assert checking.get(f"{PATH}?consent=2", 409).refusal == "ConsentIsForOther"


@pytest.mark.parametrize(("end", "times"), [("12", 1), ("01", 3), ("07", 3), ("05", 6)])
def test_a_consent_is_used_up(agreed: Browser, world: World, end: str, times: int) -> None:
    for _ in range(times):
        page = asks(agreed, example(end))
    assert len(kept(world)) == times
    assert agreed.get(CHECK, 409).refusal == "ConsentIsUsedUp"
    assert CHECK not in page.links
    if end != "12":
        assert "फिर सहमति लें" in page.text


def test_an_application_is_gone_on_with(checking: Browser, world: World) -> None:
    applies(world)
    says(checking, address=f"{NEW}&application=1&check=1")
    assert "/applications/1" in asks(checking).links


def test_the_sandbox_knows_a_number_for_each_end() -> None:
    assert {example(end)[-2:] for end in ENDS} == set(ENDS)

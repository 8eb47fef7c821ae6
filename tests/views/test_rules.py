"""Officers read a rule, try it on somebody, and change it by two persons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.storage import engine
from portal.storage.pension_rules import listed_rule_book
from portal.storage.people import Person
from portal.web import once
from tests.browser_client import Browser, Form, Page
from tests.rules_world import add_officers, approves, proposes, wish
from tests.world import World

Browsers = Callable[..., Browser]
FORM = "/rules/MP_OLD/change"


@pytest.fixture
def officers(world: World, browser: Browsers) -> World:
    add_officers(world)
    return world


def the_form(page: Page, path: str = FORM) -> Form:
    return page.form(path)


def sends(who: Browser, path: str = FORM, status: int = 303, **fields: str) -> Page:
    """Fill in a change of 600 to 700 rupees and propose it."""
    form = the_form(who.get(path), path)
    if "1__income_rural_rs" in fields:
        form = the_form(who.send(form, "add_group", 200, group="income"), path)
    wanted = {
        "valid_from": "01-12-2026", "source": "आदेश 45", "reason": "रकम बढ़ी", "1.amount_rs": "700",
    } | {name.replace("__", "."): text for name, text in fields.items()}  # fmt: skip
    return who.send(form, "propose", status, **wanted)


def test_an_officer_reads_every_rule_whole(officers: World, browser: Browsers) -> None:
    who = browser("state")
    page = who.get("/rules")
    assert "/rules/MP_OLD" in page.links
    assert "/rules/UP_OLD" not in page.links
    for scheme in listed_rule_book():
        page = who.get(f"/rules/{scheme.id}")
        for rule in listed_rule_book().history(scheme.id):
            name = rule.source.removeprefix("no paper seen").partition(" ")[0]
            assert (name or "कोई आदेश नहीं देखा") in page.text
    text = who.get("/rules/BR_MVPY").text
    assert "01-07-2025" in text
    assert "महीने के ₹ 400, 80 की उम्र से महीने के ₹ 500" in text
    assert who.get("/rules/NOTHING", 404).refusal == "SchemeIsUnknown"
    assert "/rules/MP_OLD" in browser("operator").get("/rules").links
    assert "/rules/UP_OLD" in browser("admin").get("/rules?state=UP").links


def tries(who: Browser, scheme_id: str, status: int = 200, **answers: str) -> Page:
    path = f"/rules/{scheme_id}/try"
    return who.post(path, who.get(path).form(path).fields | answers, status)


def test_a_rule_is_tried_on_somebody_who_is_made_up(officers: World, browser: Browsers) -> None:
    who = browser("officer")
    poor = {"born": "24-11-1966", "pension": "none", "income_paise": "46080", "area": "rural"}
    page = tries(who, "UP_OLD", **poor)
    assert "प्रथम दृष्टया पात्र, महीने के ₹ 1,000" in page.text
    page = tries(who, "UP_OLD", **poor | {"income_paise": "४६,०८१"})
    assert "नहीं: केवल साल में ₹ 46,080 तक की आय पर" in page.text
    page = tries(who, "UP_OLD", **poor | {"born": "25-11-1966"})
    assert "1 महीने बाद, 25-11-2026 से" in page.text
    page = tries(who, "UP_OLD", born="1960")
    assert "पहले यह पता करें" in page.text
    page = tries(who, "BR_MVPY", born="1950", pension="none", salaried="no", on="30-06-2025")
    assert "महीने के ₹ 400" in page.text
    page = tries(who, "UP_OLD", 422, born="31-02-1966", income_paise="बहुत", on="कल")
    assert set(page.errors) == {"born", "income_paise", "on"}
    page = tries(who, "UP_OLD", 422, born="25-11-2027")
    assert set(page.errors) == {"born"}
    for change in ("99999999999999999999", "-1", "x"):
        assert who.get(f"/rules/UP_OLD/try?change={change}")
        assert tries(who, "UP_OLD", change=change, born="1960")
    page = tries(who, "UP_OLD", 422, born="2345 6789 0124")
    assert "2345 6789 0124" not in page.html
    assert engine.value("SELECT COUNT(*) FROM rule_change") == 0


def test_one_proposes_and_another_approves(officers: World, browser: Browsers) -> None:
    maker, checker = browser("state"), browser("state2")
    page = maker.get("/rules/MP_OLD")
    assert FORM in page.links
    form = the_form(maker.get(FORM))
    assert (form.fields["1.age_min"], form.fields["1.amount_rs"]) == ("60", "600")
    assert form.fields["1.poverty_destitute"] == "1"
    page = maker.follow(sends(maker))
    path = page.path
    assert "दूसरे व्यक्ति के फैसले के इंतज़ार में" in page.text
    assert [one.action for one in page.forms if one.method == "post" and "rules" in one.action] == [
        f"{path}/withdraw"
    ]
    assert "महीने के ₹ 700" not in browser().get("/schemes/MP_OLD").text
    assert "फैसला बाकी: 1" in checker.get("/places").text
    assert path in checker.get("/rules").links
    page = checker.get(path)
    assert "महीने के ₹ 600" in page.text
    assert "पूरे 60 साल" in page.text
    assert "रकम बढ़ी" in page.text
    page = checker.follow(checker.send(page.form(path), "approve"))
    assert "मंज़ूर: लता पवार" in page.text
    assert not [one for one in page.forms if one.action.startswith("/rules")]
    assert "01-12-2026 से नियम बदलता है: महीने के ₹ 700" in browser().get("/schemes/MP_OLD").text
    officers.clock.move(days=8)
    text = browser().get("/schemes/MP_OLD").text
    assert "महीने के ₹ 700" in text
    assert "01-12-2026" in text
    assert "महीने के ₹ 600" in text


def test_a_change_that_waits_is_tried_beside_the_rule(officers: World, browser: Browsers) -> None:
    change_id = proposes(officers, asked=wish(age_min="58"))
    who = browser("state2")
    path = "/rules/MP_OLD/try"
    form = who.get(f"{path}?change={change_id}").form(path)
    page = who.post(path, form.fields | {
        "born": "24-11-1968", "destitute": "yes", "on": "01-12-2026",
    }, 200)  # fmt: skip
    assert "अभी के नियम से: 24 महीने बाद" in page.text
    assert "बदलाव के बाद: प्रथम दृष्टया पात्र" in page.text


def test_nobody_approves_their_own_over_http(officers: World, browser: Browsers) -> None:
    """The button isn't there; whoever sends the form all the same is refused."""
    change_id = proposes(officers)
    path = f"/rules/changes/{change_id}"
    checker = browser("state2").get(path).form(path)
    maker = browser("state")
    own = maker.get(path).form(f"{path}/withdraw")
    for token in (checker.token, own.token):
        page = maker.open("POST", path, {"form_token": token, "approve": "1"})
        assert page.status == 400
    for forged in ({"approve": "1"}, {"refuse": "1", "why": "x"}):
        page = maker.post(path, {"form_token": _token(maker, "state", path)} | forged, 403)
        assert page.refusal == "ChangeIsYourOwn"
    assert engine.value("SELECT status FROM rule_change") == "proposed"


def _token(who: Browser, username: str, path: str) -> str:
    """Forge what no page gives: a token of an address for somebody."""
    nonce = "a" * 16
    with who.app.app_context():
        return nonce + once._mac(nonce, Person.get(Person.username == username).id, 0, path)


@pytest.mark.parametrize("username", ["operator", "officer", "district", "upstate", "admin"])
def test_others_neither_propose_nor_decide(
    username: str, officers: World, browser: Browsers
) -> None:
    change_id = proposes(officers)
    path, who = f"/rules/changes/{change_id}", browser(username)
    page = who.get(path)
    assert not [one for one in page.forms if one.action.startswith("/rules")]
    assert who.get(FORM, 403).refusal in ("DeedIsNotAllowed", "SchemeIsOfOthers")
    for address in (path, f"{path}/withdraw", FORM):
        fields = {"form_token": _token(who, username, address), "approve": "1"}
        page = who.open("POST", address, fields)
        assert page.status in (403, 422)
        assert page.refusal in ("DeedIsNotAllowed", "SchemeIsOfOthers", "ChangeIsOfAnother", None)
    assert engine.value("SELECT status FROM rule_change") == "proposed"


def test_an_approval_sent_again_acts_once_and_a_late_one_is_told(
    officers: World, browser: Browsers
) -> None:
    change_id = proposes(officers)
    path, who = f"/rules/changes/{change_id}", browser("state2")
    form = who.get(path).form(path)
    other = who.get(path).form(path)
    first = who.send(form, "approve")
    again = who.send(form, "approve")
    assert first.location == again.location
    assert who.send(other, "refuse", 409, why="नहीं").refusal == "ChangeIsDecided"
    assert who.send(form, "refuse", 409, why="नहीं").refusal == "FormWasUsedForOther"
    assert engine.value("SELECT status FROM rule_change") == "approved"


def test_a_form_that_started_from_an_older_rule_is_refused(
    officers: World, browser: Browsers
) -> None:
    maker = browser("state")
    form = the_form(maker.get(FORM))
    approves(officers, proposes(officers, "state2", wish(on="2026-11-24", age_min="59")), "state")
    page = maker.send(
        form, "propose", 409, valid_from="01-12-2026", source="आदेश", reason="रकम",
        **{"1.amount_rs": "700"},
    )  # fmt: skip
    assert page.refusal == "RuleHasChanged"
    waiting = proposes(officers, asked=wish(amount_rs="700"))
    approves(officers, proposes(officers, asked=wish(on="2026-11-30", age_min="58")))
    page = browser("state2").get(f"/rules/changes/{waiting}")
    assert "इस बीच नियम बदल गया" in page.text
    assert not page.form(f"/rules/changes/{waiting}").button("approve")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"valid_from": ""}, "valid_from"), ({"valid_from": "31-02-2027"}, "valid_from"),
        ({"valid_from": "01-12-2028"}, "valid_from"), ({"valid_from": "01-11-2026"}, "past_why"),
        ({"reason": " "}, "reason"), ({"source": " "}, "source"),
        ({"reason": "2345 6789 0124"}, "reason"),
        ({"1__amount_rs": "बहुत"}, "1.amount_rs"), ({"1__age_max": "59"}, "1.age_max"),
        ({"1__income_rural_rs": "46080.50"}, "1.income_rural_rs"),
    ],
)  # fmt: skip
def test_bad_input_is_said_at_its_field(
    fields: dict[str, str], field: str, officers: World, browser: Browsers
) -> None:
    who = browser("state")
    page = sends(who, status=422, **fields)
    assert list(page.errors) == [field]
    again = the_form(page)
    assert again.fields["source"] == fields.get("source", "आदेश 45").strip()
    assert engine.value("SELECT COUNT(*) FROM rule_change") == 0


def test_what_no_field_can_say_stands_above_the_form(officers: World, browser: Browsers) -> None:
    who = browser("state")
    same = listed_rule_book().newest("MP_OLD")[0].source
    page = sends(who, status=422, source=same, **{"1__amount_rs": "600"})
    assert "अभी के नियम से कुछ भी अलग नहीं" in page.warnings
    page = sends(who, status=422, **{"1__amount_rs": "2345 6789 0124"})
    assert "2345 6789 0124" not in page.html
    page = sends(who, status=422, **{"1__poverty_destitute": "", "1__age_min": ""})
    assert "बिना किसी शर्त" in page.warnings


def test_a_way_is_added_and_left_out_without_a_script(officers: World, browser: Browsers) -> None:
    who = browser("state")
    form = the_form(who.get(FORM))
    page = who.send(form, "add_way", 200, valid_from="01-12-2026", source="आदेश 45", reason="और भी")
    form = the_form(page)
    assert form.fields["ways"] == "2"
    assert form.fields["source"] == "आदेश 45"
    assert form.fields["2.age_min"] == "60"
    page = who.send(form, "drop_way=1", 200)
    assert the_form(page).fields["ways"] == "1"
    form = the_form(who.send(form, "add_group", 200, group="disability"))
    assert "2.disability_min" in form.fields
    form = the_form(who.send(form, "add_group", 200, group="land"))
    assert {"1.disability_min", "1.land_max_ha"} <= set(form.fields)
    page = who.follow(who.send(form, "propose", **{
        "2.age_min": "55", "2.disability_min": "40", "2.poverty_bpl": "1",
    }))  # fmt: skip
    assert "या" in page.text
    assert "दिव्यांगता" in page.text
    rows = engine.value("SELECT body FROM rule_change")
    assert rows.count('"way"') == 3  # two, and the one before
    form = the_form(who.get("/rules/MP_DIVYANG/change"), "/rules/MP_DIVYANG/change")
    assert form.fields["ways"] == "2"
    for _ in range(3):
        form = the_form(who.send(form, "add_way", 200), "/rules/MP_DIVYANG/change")
    assert form.fields["ways"] == "5"


def test_a_maker_withdraws_and_a_checker_refuses(officers: World, browser: Browsers) -> None:
    maker, checker = browser("state"), browser("state2")
    change_id = proposes(officers)
    path = f"/rules/changes/{change_id}"
    page = maker.follow(maker.send(maker.get(path).form(f"{path}/withdraw"), ""))
    assert "वापस लिया गया" in page.text
    path = f"/rules/changes/{proposes(officers)}"
    form = checker.get(path).form(path)
    page = checker.send(form, "refuse", 422)
    assert page.errors["why"] == "कारण लिखें।"
    page = checker.follow(checker.send(form, "refuse", why="आदेश नहीं मिला"))
    assert "नामंज़ूर: लता पवार" in page.text
    assert "आदेश नहीं मिला" in page.text
    assert maker.get("/rules/changes/999", 404).refusal == "ChangeIsUnknown"
    assert maker.get("/rules/changes/9999999999", 404).refusal


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_rule_has_its_form_and_a_change_of_it_its_page(
    language: str, officers: World, browser: Browsers
) -> None:
    state, admin = browser("state", language=language), browser("admin", language=language)
    for scheme in listed_rule_book():
        if scheme.state in ("MP", "ALL"):
            who = state if scheme.state == "MP" else admin
            path = f"/rules/{scheme.id}/change"
            form = the_form(who.get(path), path)
            page = who.send(form, "propose", valid_from="01-12-2026", source="आदेश",
                            reason="जाँच", **{"1.age_min": "17"})  # fmt: skip
            assert who.follow(page).status == 200


def test_a_rule_changed_between_question_and_application_is_told_and_kept(
    officers: World, browser: Browsers
) -> None:
    officers.starts_books()
    officers.opens_day()
    who = browser("operator")
    start = next(
        one for one in who.get("/schemes/MP_OLD").links if one.startswith("/applications/new")
    )
    form = who.get(start).form("/applications/new")
    engine.disconnect()
    approves(officers, proposes(officers, asked=wish(on="2026-11-24", amount_rs="700")))
    engine.disconnect()
    sent = who.send(form, "", 303, name="सुशीला देवी")
    page = who.get(sent.location.removesuffix("/change"))
    assert "यह नियम बाद में बदल गया है" in page.text
    assert "600" in engine.value("SELECT rule_note FROM application")
    assert engine.value("SELECT rule_from_on FROM application") == ""
    start = next(
        one for one in who.get("/schemes/MP_OLD").links if one.startswith("/applications/new")
    )
    assert start.endswith("rule_from=2026-11-24")

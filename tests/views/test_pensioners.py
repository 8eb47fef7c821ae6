"""Pages of pensioners: the register and its lists, the record, certificates, payments, calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from portal.gateways.ports import Messages
from portal.storage import engine
from portal.storage.looks import of_society
from portal.storage.served import Whom
from tests.actions.test_proposals import sets
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.pensioners_world import (
    DUE,
    LATER,
    OVERDUE,
    a_pensioner,
    an_aadhaar,
    certifies,
    money_arrives,
    pays,
    pensioner,
    steps,
)
from tests.services_world import PENSION, begins, moves
from tests.world import World

NEW = "/pensioners/new"
GIVEN = {
    "name_hi": "सुशीला देवी", "guardian_hi": "रामलाल", "village_hi": "बमनाला",
    "mobile": "98765 00001", "birth_on": "1955", "scheme_id": "MP_OLD", "benefit_no": "ppo 101",
    "bank": "ग्रामीण बैंक", "account_last4": "4321", "monthly": "600",
    "certificate_due_on": "10-12-2026", "status": "paying",
}  # fmt: skip


def adds(operator: Browser, path: str = NEW, status: int = 303, **given: object) -> Page:
    form = operator.get(path).form(NEW)
    return operator.send(form, "", status, **{**GIVEN, **given})


def test_a_pensioner_is_written_down_and_shown(operator: Browser, world: World) -> None:
    page = operator.follow(adds(operator))
    assert page.title.startswith("सुशीला देवी")
    assert "PPO101" in page.text
    assert "₹ 600" in page.text
    one = pensioner(world, 1)
    assert (one.mobile, one.birth_on, one.status) == ("9876500001", "1955", "paying")
    assert one.certificate_due_on == DUE
    assert page.one(data_status="paying") is not None


def test_the_look_at_a_pensioner_is_noted(operator: Browser, world: World) -> None:
    """P9: the page shows number and money."""
    one = a_pensioner(world)
    operator.get(f"/pensioners/{one.id}")
    (look,) = of_society(world.society_id, "", 10**9, 5)
    assert (look.subject, look.reason) == (f"pension {one.id}", "pensioner")


def test_a_number_stands_once_and_dates_must_be_possible(operator: Browser, world: World) -> None:
    a_pensioner(world, "PPO101")
    assert adds(operator, status=422).refusal == "BenefitNumberIsTaken"
    assert adds(operator, status=422, scheme_id="OTHER").errors.keys() == {"authority"}
    assert adds(operator, status=422, scheme_id="").errors.keys() == {"scheme_id"}
    assert adds(operator, status=422, birth_on="2030").errors.keys() == {"birth_on"}
    assert adds(operator, status=422, birth_on="31-02-1950").errors.keys() == {"birth_on"}
    assert adds(operator, status=422, certificate_due_on="30-02-2027").errors
    assert adds(operator, status=422, certificate_due_on="10-12-2076").errors
    assert adds(operator, status=422, monthly="600.50").errors.keys() == {"monthly"}
    assert engine.value("SELECT count(*) FROM pensioner") == 1


def test_a_pensioner_comes_from_the_register_of_members(operator: Browser, world: World) -> None:
    member = a_member(world, name_hi="कमला बाई", village_hi="खेड़ी", mobile="9876511111")
    form = operator.get(f"{NEW}?member_no={member.member_no}").form(NEW)
    assert (form.fields["name_hi"], form.fields["mobile"]) == ("कमला बाई", "9876511111")
    operator.send(form, scheme_id="OTHER", authority="रेल विभाग", benefit_no="70965/06/01302")
    one = pensioner(world, 1)
    assert (one.register, one.record_id) == (0, member.id)
    assert one.authority == "रेल विभाग"


def test_the_register_counts_and_lists_what_waits(operator: Browser, world: World) -> None:
    a_pensioner(world, "AA1", name_hi="अनिता", certificate_due_on=DUE)
    a_pensioner(world, "AA2", name_hi="बबली", certificate_due_on=OVERDUE)
    stopped = a_pensioner(world, "AA3", name_hi="चंदा", certificate_due_on=LATER)
    steps(world, stopped, "stopped", "aadhaar_not_seeded")
    page = operator.get("/pensioners")
    assert [one.get("data-pensioner") for one in page.all("li", data_pensioner=True)] == list("132")
    for show, ids in {"due": "1", "overdue": "2", "stopped": "3"}.items():
        page = operator.get(f"/pensioners?show={show}")
        assert [one.get("data-pensioner") for one in page.all("li", data_pensioner=True)] == [ids]
    assert "खाते से आधार नहीं जुड़ा" in page.text
    assert "जीवन प्रमाण पत्र देने हैं: 2" in operator.get("/").text


@pytest.mark.parametrize(
    "typed", ["सुशीला", "sushila", "सुसीला", "bamnala", "रामलाल", "ppo101", "00001", "१०१"]
)
def test_somebody_is_found(operator: Browser, world: World, typed: str) -> None:
    a_pensioner(world)
    a_pensioner(world, "XX9", name_hi="कमला", guardian_hi="मोहन", village_hi="खेड़ी", mobile="")
    page = operator.get(f"/pensioners?q={typed}")
    assert [one.get("data-pensioner") for one in page.all("li", data_pensioner=True)] == ["1"]


def test_an_aadhaar_number_is_not_searched_for(operator: Browser, world: World) -> None:
    page = operator.get(f"/pensioners?q={an_aadhaar()}", status=422)
    assert page.refusal == "AadhaarIsNotSearched"
    assert an_aadhaar() not in page.html


def test_a_life_certificate_is_recorded_with_its_fee_and_slip(
    operator: Browser, world: World
) -> None:
    one = a_pensioner(world)
    form = operator.get(f"/pensioners/{one.id}/certificate").form()
    assert form.fields["own"] == "10"  # of the menu's list
    page = operator.follow(operator.send(form, pramaan_id="ab12-345678"))
    assert "24-11-2027" in page.text
    assert pensioner(world, one.id).certificate_due_on == "2027-11-24"
    slip = operator.get(f"/pensioners/{one.id}/certificates/1/print")
    assert "24-11-2027" in slip.text
    visit = next(one for one in page.links if one.startswith("/visits/"))
    assert "जीवन प्रमाण पत्र" in operator.get(visit).text


def test_a_second_certificate_of_the_period_is_refused(operator: Browser, world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one)
    form = operator.get(f"/pensioners/{one.id}/certificate").form()
    page = operator.send(form, "", 409, own="")
    assert page.refusal == "CertificateIsEarly"
    assert "26-08-2027" in page.text


def test_a_waiting_certificate_is_settled(operator: Browser, world: World) -> None:
    one = a_pensioner(world)
    certifies(world, one, "waiting", pramaan_id="PR123456")
    page = operator.get(f"/pensioners/{one.id}")
    assert "नतीजा आना है" in page.text
    form = operator.get(f"/pensioners/{one.id}/certificates/1/settle").form()
    assert operator.send(form, "", 422, result="rejected").errors.keys() == {"reason"}
    operator.send(form, result="accepted")
    assert pensioner(world, one.id).certificate_due_on == "2027-11-24"
    again = operator.get(f"/pensioners/{one.id}/certificates/1/settle")
    assert "पहले ही लिखा जा चुका है" in again.text


def test_a_death_ends_a_pension_and_refuses_certificates(operator: Browser, world: World) -> None:
    one = a_pensioner(world)
    path = f"/pensioners/{one.id}/status"
    form = operator.get(f"{path}?to=ended").form(path)
    wrong = operator.send(form, "", 422, reason="death", died_on="25-11-2026")
    assert wrong.refusal == "DateIsLater"
    operator.send(form, reason="death", died_on="20-11-2026")
    assert pensioner(world, one.id).died_on == "2026-11-20"
    form = operator.get(f"/pensioners/{one.id}/certificate").form()
    assert operator.send(form, "", 422).refusal == "PensionerIsDead"
    page = operator.get(f"/pensioners/{one.id}")
    assert "20-11-2026" in page.text
    assert not [one for one in page.links if one.endswith("/pay")]


def test_a_pension_is_paid_once_and_signed_for(operator: Browser, world: World) -> None:
    """F27: no double pay in a month."""
    one = a_pensioner(world)
    money_arrives(world)
    form = operator.get(f"/pensioners/{one.id}/pay").form()
    assert form.fields["amount"] == "600"
    check = operator.send(form, "", 200)
    assert "छह सौ" in check.text
    slip = operator.follow(operator.send(check.form(button="confirm"), "confirm"))
    assert "नवंबर 2026" in slip.text
    assert "अंगूठा" in slip.text
    form = operator.get(f"/pensioners/{one.id}/pay").form()
    assert operator.send(form, "", 422).refusal == "MonthIsPaid"
    page = operator.get("/pensioners/payments")
    assert page.all(data_paise="60000")
    assert operator.get("/pensioners/payments?print=1").all("table")
    assert "सुशीला देवी" in operator.get("/pensioners/payments?format=csv").html


def test_a_pension_above_its_limit_says_so_before_it_is_sent(
    operator: Browser, world: World
) -> None:
    """The cash is not handed out and the month not signed for before somebody has agreed."""
    one = a_pensioner(world)
    money_arrives(world)
    sets(world, above=700, task="pension_pay")
    path = f"/pensioners/{one.id}/pay"
    assert "दूसरे व्यक्ति" not in operator.send(operator.get(path).form(), "", 200).text
    pays(world, one, "2026-10")
    check = operator.send(operator.get(path).form(), "", 200)
    assert "दूसरे व्यक्ति" in check.text
    assert "1,200" in check.text
    assert operator.send(check.form(button="confirm"), "confirm").location == "/proposals/1?new=1"


def test_a_long_month_is_shown_in_parts(operator: Browser, world: World) -> None:
    """Each part notes the looks at its own people (P9)."""
    money_arrives(world, 20_000)
    for number in range(22):
        one = a_pensioner(world, f"PPO{100 + number}", name_hi="कमला बाई")
        pays(world, one, rupees=100)
    page = operator.get("/pensioners/payments?page=2")
    assert len(page.all("li", data_pensioner=True)) == 2
    assert page.all(data_paise="220000")
    assert len(of_society(world.society_id, "", 10**9, 50)) == 2
    assert len(operator.get("/pensioners/payments?print=1").all("section")) == 2
    assert len(of_society(world.society_id, "", 10**9, 50)) == 24


def test_a_payment_needs_money_and_an_open_day(operator: Browser, world: World) -> None:
    one = a_pensioner(world)
    form = operator.get(f"/pensioners/{one.id}/pay").form()
    assert operator.send(form, "", 422).refusal == "PensionMoneyIsMissing"
    world.counts(26_386)
    world.closes_day()
    page = operator.send(form, "", 409)
    assert page.refusal == "NoDayIsOpen"


def test_a_complaint_is_begun_followed_and_ended(operator: Browser, world: World) -> None:
    one = a_pensioner(world)
    path = f"/pensioners/{one.id}/complain"
    form = operator.get(path).form(path)
    page = operator.follow(operator.send(form, first_month="2026-08", said="अगस्त से पैसा नहीं आया"))
    assert "अगस्त 2026 से पैसा नहीं आया" in page.text
    assert "एक शिकायत" in operator.get(path).text
    form = page.form("/pensioners/complaints/1")
    other = operator.get("/pensioners/complaints/1").form("/pensioners/complaints/1")
    assert operator.send(form, "", 422, said="").errors.keys() == {"said"}
    page = operator.follow(operator.send(
        form, said="आधार जोड़ना है", asked_whom="bank", department_no="B-17", remind_on="01-12-2026"
    ))  # fmt: skip
    assert page.one(data_state="sent") is not None
    stale = operator.send(other, "", 409, said="दूसरी खिड़की से")
    assert stale.refusal == "ComplaintHasChanged"
    form = operator.get("/pensioners/complaints/1").form("/pensioners/complaints/1")
    page = operator.follow(operator.send(form, said="पैसा आ गया", ending="solved"))
    assert page.one(data_state="solved") is not None
    assert page.forms == []
    assert "पैसा आ गया" in page.text
    assert operator.get("/pensioners/complaints").one("li", data_complaint="1") is not None


def test_the_call_list_is_printed_by_village(operator: Browser, world: World) -> None:
    a_pensioner(world, "AA1", name_hi="अनिता", village_hi="बमनाला")
    a_pensioner(world, "AA2", name_hi="बबली", village_hi="खेड़ी", certificate_due_on=OVERDUE)
    waits = a_pensioner(world, "AA3", name_hi="चंदा", village_hi="खेड़ी")
    certifies(world, waits, "waiting")
    page = operator.get("/pensioners/calls")
    assert "खेड़ी" in page.text
    paper = operator.get("/pensioners/calls/print")
    assert [one.get("data-pensioner") for one in paper.all("tr", data_pensioner=True)] == ["2", "1"]
    assert len(operator.get("/pensioners/calls/print?village=बमनाला&size=a5").all("tr")) == 2
    assert operator.get("/pensioners/calls/list.csv").html.count("\n") == 3


def test_messages_are_offered_only_where_they_are_on(operator: Browser, world: World) -> None:
    a_pensioner(world)
    page = operator.get("/pensioners/messages")
    assert "यहाँ से मोबाइल संदेश नहीं भेजे जाते" in page.text
    assert not [one for one in page.forms if one.method == "post"]


def test_what_is_changed_stands_in_the_history(operator: Browser, world: World) -> None:
    one = a_pensioner(world)
    path = f"/pensioners/{one.id}/edit"
    form, other = operator.get(path).form(path), operator.get(path).form(path)
    page = operator.follow(operator.send(form, certificate_due_on="01-05-2027", bank="सहकारी बैंक"))
    assert "पहले 10-12-2026" in page.text
    assert operator.send(other, "", 409, bank="तीसरा बैंक").refusal == "PensionerWasChanged"


@pytest.mark.parametrize("language", ["hi", "en"])
def test_every_page_is_whole_in_both_languages(
    world: World, open_world: World, browser: Callable[..., Browser], language: str
) -> None:
    one = a_pensioner(world)
    money_arrives(world)
    certifies(world, one)
    pays(world, one)
    operator = browser("operator", language=language)
    for path in (
        "/pensioners", "/pensioners/1", "/pensioners/new", "/pensioners/1/edit",
        "/pensioners/1/status", "/pensioners/1/status?to=ended", "/pensioners/1/certificate",
        "/pensioners/1/certificates/1/print", "/pensioners/1/pay", "/pensioners/1/payments/2026-11",
        "/pensioners/payments", "/pensioners/payments?print=1", "/pensioners/1/complain",
        "/pensioners/complaints", "/pensioners/calls", "/pensioners/calls/print",
        "/pensioners/messages",
    ):  # fmt: skip
        assert operator.get(path).title


def test_the_daily_task_leads_to_the_register(operator: Browser, world: World) -> None:
    page = operator.get("/vouchers/new/pension_pay", status=303)
    assert page.location.startswith("/pensioners")


def test_from_a_granted_application_into_the_register(operator: Browser, world: World) -> None:
    operator.get(f"{NEW}?application=99", status=404)
    member = a_member(world)
    number = begins(world, PENSION, whom=Whom(0, member.id), bank="ग्रामीण बैंक")
    path = f"{NEW}?application={number}"
    assert operator.get(path, status=409).refusal == "ApplicationIsNotSanctioned"
    moves(world, number, "submitted", department_no="RTPS/77")
    moves(world, number, "sanctioned", result_no="PPO/2026/77")
    form = operator.get(path).form(NEW)
    assert (form.fields["name_hi"], form.fields["benefit_no"]) == ("कमला बाई", "PPO/2026/77")
    assert (form.fields["birth_on"], form.fields["bank"]) == ("15-08-1966", "ग्रामीण बैंक")
    operator.send(form, scheme_id="MP_KALYANI", status="sanctioned")
    one = pensioner(world, 1)
    assert (one.application_id, one.record_id, one.account_last4) == (number, member.id, "8901")
    assert operator.get(path, status=409).refusal == "ApplicationIsInRegister"


@pytest.fixture
def sending(app: Flask) -> None:
    """Let the portal send short messages."""
    sender: Messages = object()  # type: ignore[assignment]
    app.extensions["rokad"] = replace(app.extensions["rokad"], messages=sender)


def test_those_who_are_due_are_told_once(operator: Browser, world: World, sending: None) -> None:
    a_pensioner(world, "AA1", certificate_due_on=OVERDUE)
    a_pensioner(world, "AA2", name_hi="हरिराम", mobile="9876500002")
    page = operator.get("/pensioners/messages")
    assert "सुशीला देवी जी, आपका जीवन प्रमाण पत्र 10-11-2026 को देना था" in page.text
    page = operator.follow(operator.send(page.form("/pensioners/messages")))
    assert "2 संदेश भेजे जा रहे हैं" in page.text
    assert "अभी किसी को बताना बाकी नहीं है" in page.text
    assert [one.method for one in page.forms] == []
    body = engine.value("SELECT body FROM message WHERE mobile = ?", "9876500002")
    assert "हरिराम जी, आपका जीवन प्रमाण पत्र 10-12-2026 तक देना है" in body

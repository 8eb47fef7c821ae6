"""Fees of the counter: quick ones, those of services, and for whom."""

from __future__ import annotations

import pytest

from portal.storage import daybook, visits
from portal.storage.engine import disconnect
from tests.bills_world import Counter
from tests.browser_client import Browser
from tests.members_world import a_member
from tests.sandboxes.running import MOBILE
from tests.views.test_services import switches_off
from tests.views.visits_counter import (
    Browsers,
    adds_fee,
    counter,
    operator,
    pay_form,
)
from tests.world import traces

__all__ = ["counter", "operator"]


def test_a_fee_begins_a_visit_and_joins_one(counter: Counter, operator: Browser) -> None:
    page = adds_fee(operator, name="राम लाल", mobile=MOBILE)
    visit = visits.visit(1, int(page.path.rsplit("/", 1)[1]))
    assert visit is not None
    assert (visit.name, visit.mobile) == ("राम लाल", MOBILE)
    page = adds_fee(operator, visit.id, usual="प्रिंट", own=10)
    assert [fee.what for fee in visits.fees(1, visit.id)] == ["फोटोकॉपी", "प्रिंट"]
    operator.send(pay_form(page))
    assert operator.get(f"/visits/{visit.id}/fee", 303).location == f"/visits/{visit.id}"
    assert daybook.balance(1, 3307) == -16_00


def test_a_fee_for_a_member_or_a_customer_is_theirs(
    counter: Counter, operator: Browser, browser: Browsers
) -> None:
    member = a_member(counter.world)
    disconnect()
    path = "/visits/fee"
    form = operator.get(f"{path}?member_no={member.member_no}").form(path)
    assert "name" not in form.fields
    page = operator.follow(operator.send(form, usual="लेमिनेशन", own=20))
    assert member.name_hi in page.text
    page = operator.follow(operator.send(pay_form(page)))
    assert operator.get(f"{path}?member_no=99999").warnings
    page = operator.get(f"{path}?customer=77")
    assert "name" in page.form(path).fields


@pytest.mark.parametrize(
    ("fields", "at", "name"),
    [
        ({"usual": "", "own": "5"}, "what", "FeeHasNoName"),
        ({"own": ""}, "own", "AmountIsZero"),
        ({"own": "5.50"}, "own", "CashHasPaise"),
        ({"own": "5", "passed": "1.20"}, "passed", "CashHasPaise"),
        ({"own": "100001"}, "own", "FeeIsTooLarge"),
        ({"own": "x"}, "own", None),
        ({"own": "5", "what": "2345 6789 0124"}, "what", None),
        ({"own": "5", "mobile": "12"}, "mobile", None),
    ],
)
def test_a_wrong_fee_is_said_at_its_field(
    fields: dict[str, str], at: str, name: str | None, counter: Counter, operator: Browser
) -> None:
    form = operator.get("/visits/fee").form("/visits/fee")
    before = traces()
    page = operator.send(form, "", 422, **{"usual": "फोटोकॉपी"} | fields)
    assert page.errors[at]
    assert name is None or page.refusal == name
    assert traces() == before
    kept = page.form("/visits/fee").fields
    assert kept["own"] == fields["own"]


def test_a_service_fills_in_its_listed_fee(counter: Counter, operator: Browser) -> None:
    form = operator.get("/visits/fee?service=cert-020").form("/visits/fee")
    assert form.fields["what"] == "आय प्रमाण पत्र"
    assert form.fields["passed"] == "40"
    page = operator.follow(operator.send(form, own="10"))
    visit_id = int(page.path.rsplit("/", 1)[1])
    (fee,) = visits.fees(1, visit_id)
    assert (fee.service_id, fee.own_paise, fee.passed_paise) == ("cert-020", 10_00, 40_00)
    operator.get("/visits/fee?service=none", 404)
    assert "usual" in operator.get("/visits/fee?service=").form("/visits/fee").choices


@pytest.mark.parametrize(("service_id", "paise"), [("other-001", "5"), ("other-003", "30")])
def test_what_the_counter_itself_does_is_its_own_income(
    service_id: str, paise: str, counter: Counter, operator: Browser
) -> None:
    fields = operator.get(f"/visits/fee?service={service_id}").form("/visits/fee").fields
    assert (fields["own"], fields["passed"]) == (paise, "")


def test_a_service_that_is_off_or_a_member_that_is_nobody_gets_no_fee(
    counter: Counter, operator: Browser
) -> None:
    form = operator.get("/visits/fee").form("/visits/fee")
    data = {**form.fields, "usual": "प्रिंट", "own": "5", "member_no": "99999"}
    page = operator.post("/visits/fee", data, 422)
    assert page.refusal == "MemberIsUnknown"
    assert page.form("/visits/fee").fields["own"] == "5", "what was typed stays"
    switches_off(counter.world, "cert-020")
    disconnect()
    assert operator.get("/visits/fee?service=cert-020", 404).refusal == "ServiceIsUnknown"

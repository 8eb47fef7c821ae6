"""The sandbox's addresses: those of the interface under /api/v2, and its own under /sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from portal.domain.billers import Biller
from portal.domain.dates import ist_on
from portal.sandboxes.bharat_connect import answers, master, requests
from portal.sandboxes.bharat_connect.access import TOKEN_S, Partner
from portal.sandboxes.bharat_connect.losses import lost
from portal.sandboxes.bharat_connect.records import Paid, reference
from portal.sandboxes.bharat_connect.requests import Declined
from portal.sandboxes.bharat_connect.scenarios import scenario_of
from portal.sandboxes.bharat_connect.unit import SandboxUnit, complaint_status

_T = TypeVar("_T")
_OPEN = ("api.token", "api.health")
_MOST_PAGE, _USUAL_PAGE = 1_000, 250

api = Blueprint("api", __name__, url_prefix="/api/v2")
own = Blueprint("own", __name__, url_prefix="/sandbox")


@dataclass(frozen=True, slots=True)
class _Desk:
    unit: SandboxUnit
    partner: Partner


def sandbox_app(
    unit: SandboxUnit, partner: Partner, *, silence_s: float = 60, late_s: float = 3
) -> Flask:
    """Build the server's application.

    ``silence_s`` is how long an answer that never comes keeps the line, ``late_s`` how much too
    late a late one is.
    """
    app = Flask(__name__, static_folder=None)
    app.config.update(PROPAGATE_EXCEPTIONS=True, SILENCE_S=silence_s, LATE_S=late_s)
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.extensions["desk"] = _Desk(unit, partner)
    app.register_blueprint(api)
    app.register_blueprint(own)
    app.register_error_handler(Declined, _declined)
    return app


def _desk() -> _Desk:
    found: _Desk = current_app.extensions["desk"]
    return found


def _trace() -> str:
    return reference([request.path, _desk().unit.now_ms()], 18)


def _good(data: dict[str, Any], status: int = 200) -> tuple[Response, int]:
    return jsonify(success=True, traceId=_trace(), data=data), status


def _declined(fault: Declined) -> tuple[Response, int]:
    error = {"code": fault.code, "message": fault.message}
    return jsonify(success=False, traceId=_trace(), error=error), fault.status


def _body() -> dict[str, Any]:
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise Declined("the body is no JSON object")
    return found


@api.before_request
def _know_the_caller() -> None:
    if request.endpoint in _OPEN:
        return
    desk = _desk()
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind != "Bearer" or not desk.partner.knows(token, desk.unit.now_ms()):
        raise Declined("the token is not valid", 401, "unauthorized")
    if request.headers.get("X-PARTNER-ID") != desk.partner.partner_id:
        raise Declined("X-PARTNER-ID is not known", 403, "forbidden")


@api.post("/auth/token")
def token() -> tuple[Response, int]:
    """Give a token; this answer is flat."""
    body, desk = _body(), _desk()
    if not desk.partner.has(body.get("clientID"), body.get("secret")):
        raise Declined("clientID or secret is wrong", 401, "unauthorized")
    made = desk.partner.token(desk.unit.now_ms())
    return jsonify(success=True, traceId=_trace(), token=made, expiresIn=TOKEN_S), 200


@api.get("/health")
def health() -> tuple[Response, int]:
    """Say that the sandbox is up."""
    return jsonify(success=True, traceId=_trace(), status="ok"), 200


@api.get("/bbps/categories")
def categories() -> tuple[Response, int]:
    """List the categories with the number of their billers."""
    counts: dict[str, int] = {}
    for one in _desk().unit.billers.values():
        counts[one.category] = counts.get(one.category, 0) + 1
    listed = [{"name": name, "billerCount": count} for name, count in sorted(counts.items())]
    return _good({"categories": listed})


@api.get("/bbps/billers")
def billers() -> tuple[Response, int]:
    """List billers by pages, narrowed down by what the query says."""
    found = [one for one in _desk().unit.billers.values() if _is_wanted(one)]
    page, after = _page(found, lambda one: one.id)
    data: dict[str, Any] = {"billers": [master.listed(one) for one in page], "total": len(found)}
    return _good(data | _next(after))


def _is_wanted(one: Biller) -> bool:
    def among(name: str, *values: str) -> bool:
        wanted = request.args.getlist(name)
        return not wanted or bool({*wanted} & {*values})

    since, words = request.args.get("updatedSince", ""), request.args.get("search", "").casefold()
    return (
        among("ids", one.id)
        and among("categoryName", one.category)
        and among("state", *one.states)
        and among("paymentMode", *(limit.name for limit in one.modes))
        and among("paymentChannel", *(limit.name for limit in one.channels))
        and (not since or one.changed_at >= since)
        and words in one.name.casefold()
    )


def _page(found: Sequence[_T], key: Callable[[_T], str]) -> tuple[Sequence[_T], str]:
    """Cut a page out of a list; return it and what the next one begins after, if there is one."""
    try:
        limit = int(request.args.get("limit", _USUAL_PAGE))
    except ValueError:
        raise Declined("limit is no number") from None
    if not 1 <= limit <= _MOST_PAGE:
        raise Declined(f"limit must be 1 to {_MOST_PAGE}")
    after = request.args.get("after", "")
    keys = [key(one) for one in found]
    if after and after not in keys:
        raise Declined("after is not known")
    first = keys.index(after) + 1 if after else 0
    page = found[first : first + limit]
    return page, key(page[-1]) if first + limit < len(found) else ""


def _next(after: str) -> dict[str, str]:
    return {"nextPage": f"{request.path}?after={after}"} if after else {}


@api.get("/bbps/billers/plans")
def plans() -> tuple[Response, int]:
    """List the plans of billers."""
    wanted = request.args.getlist("billerIds") or request.args.getlist("billerId")
    known = _desk().unit.billers
    found = [plan for one in wanted if one in known for plan in master.plans_of(known[one])]
    page, after = _page(found, lambda one: str(one["Id"]))
    return _good({"plans": list(page), "total": len(found)} | _next(after))


@api.post("/bbps/bills/fetch/request")
def fetch_request() -> Any:
    """Take an asking down."""
    asking = requests.read_asking(_body())
    fault = scenario_of(asking.params).fetch_fault
    if fault is not None:
        return lost(fault.kind)
    return _good({"refId": _desk().unit.ask(asking)})


@api.post("/bbps/bills/fetch/response")
def fetch_response() -> tuple[Response, int]:
    """Say where an asking stands."""
    return _good(answers.fetch_answer(*_desk().unit.asked(requests.read_ref(_body()))))


@api.post("/bbps/bills/payment/request")
def payment_request() -> Any:
    """Take a payment down; a reference that was there before is answered with 409."""
    unit = _desk().unit
    paying = requests.read_paying(_body())
    fault = unit.next_fault(paying)
    if fault is not None and not fault.is_recorded:
        return lost(fault.kind)
    ref_id, is_repeat = unit.pay(paying)
    found = lost(fault.kind) if fault is not None else None
    if found is not None:
        return found
    if is_repeat:
        said = "Payment request with this paymentRefId already exists"
        repeat = {"code": "duplicate-ref-id", "message": said, "refId": ref_id}
        return _good({"refId": ref_id, "duplicate": repeat}, 409)
    return _good({"refId": ref_id})


@api.post("/bbps/bills/payment/response")
def payment_response() -> Any:
    """Say where a payment stands."""
    one, status, code, loss = _desk().unit.payment(requests.read_ref(_body()))
    if loss:
        return lost(loss)
    return _good(answers.payment_answer(one, status, code))


@api.get("/bbps/transactions")
def transactions() -> tuple[Response, int]:
    """List the payments of a range of days."""
    unit = _desk().unit
    now = unit.now_ms()
    with unit.lock:
        paid = [one for one in unit.records.paid.values() if _is_in_range(one.at)]
        listed = [line for one in paid for line in _lines(unit, one, now)]
    for name in ("status", "billerId", "mobile"):
        wanted = request.args.get(name)
        listed = [one for one in listed if not wanted or one[name] == wanted]
    page, after = _page(listed, lambda one: str(one["refId"]))
    return _good({"transactions": list(page)} | _next(after))


def _lines(unit: SandboxUnit, one: Paid, now: int) -> list[dict[str, Any]]:
    """What the list of payments has of one: a line, or what its scenario makes of it."""
    scenario = scenario_of(one.params)
    status = unit.verdict(one, now)[0]
    if status != "Processing":
        status = scenario.listed_as or status
    line = answers.transaction(one, status, is_adjusted=unit.is_adjusted(one, now))
    return [line, answers.stray(line)] if scenario.is_listed_twice else [line]


def _is_in_range(at: int) -> bool:
    on = ist_on(at)
    return request.args.get("startDate", "") <= on <= request.args.get("endDate", "9")


@api.post("/bbps/bills/complaint/request")
def complaint_request() -> Any:
    """Take a complaint down."""
    unit = _desk().unit
    transaction_id, kind, text = requests.read_complaining(_body())
    fault = unit.next_complaint_fault(transaction_id)
    if fault is not None and not fault.is_recorded:
        return lost(fault.kind)
    ref_id = unit.complain(transaction_id, kind, text)
    return lost(fault.kind) if fault is not None else _good({"refId": ref_id})


@api.post("/bbps/bills/complaint/response")
def complaint_response() -> tuple[Response, int]:
    """Say where a complaint stands."""
    unit = _desk().unit
    one = unit.records.complaints.get(requests.read_ref(_body()))
    if one is None:
        raise Declined("no such refId", 404, "not-found")
    return _good(answers.complaint(one, complaint_status(unit, one, unit.now_ms())))


@api.get("/bbps/disputes")
def disputes() -> tuple[Response, int]:
    """List the complaints of a range of days."""
    unit = _desk().unit
    now = unit.now_ms()
    listed = [
        answers.complaint(one, complaint_status(unit, one, now))
        for one in [*unit.records.complaints.values()]
        if _is_in_range(one.at)
    ]
    page, after = _page(listed, lambda one: str(one["refId"]))
    return _good({"disputes": list(page)} | _next(after))


@own.get("/clock")
def clock() -> tuple[Response, int]:
    """Say the sandbox's instant."""
    now = _desk().unit.now_ms()
    return jsonify(now_ms=now, now=answers.instant(now)), 200


@own.post("/clock")
def move_clock() -> tuple[Response, int]:
    """Move the sandbox's clock forward by days, hours, minutes and seconds."""
    body = _body()
    steps = {"days": 86_400_000, "hours": 3_600_000, "minutes": 60_000, "seconds": 1_000}
    by_ms = 0
    for name, value in body.items():
        if name not in steps or not isinstance(value, int) or value < 0:
            raise Declined("days, hours, minutes, seconds: whole numbers, not below 0")
        by_ms += value * steps[name]
    _desk().unit.move_clock(by_ms)
    return clock()


@own.get("/payments")
def payments() -> tuple[Response, int]:
    """List all payments as they stand, with the bills they pay; tests compare with this."""
    unit = _desk().unit
    now = unit.now_ms()
    with unit.lock:
        listed = [
            answers.payment_answer(one, *unit.verdict(one, now))
            | {"bills": list(one.bill_keys), "isAdjusted": unit.is_adjusted(one, now)}
            for one in unit.records.paid.values()
        ]
    return jsonify(payments=listed), 200

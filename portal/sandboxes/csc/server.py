"""The sandbox's addresses: the CSC's own, the message provider's, and ours under /sandbox."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import urllib3
from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template_string,
    request,
)
from urllib3.exceptions import HTTPError

from portal.domain.csc import moment_text
from portal.sandboxes.bharat_connect.losses import lost
from portal.sandboxes.csc import pages
from portal.sandboxes.csc.sign_in import SignIns
from portal.sandboxes.csc.wallet import Declined, SandboxWallet

connect = Blueprint("connect", __name__, url_prefix="/account")
bridge = Blueprint("bridge", __name__)
sms = Blueprint("sms", __name__, url_prefix="/sms")
own = Blueprint("own", __name__, url_prefix="/sandbox")


@dataclass(frozen=True, slots=True)
class _Desk:
    wallet: SandboxWallet
    sign_ins: SignIns
    sms_key: str


def sandbox_app(
    wallet: SandboxWallet, sign_ins: SignIns, sms_key: str, *, silence_s: float = 60
) -> Flask:
    """Build the server's application; ``silence_s`` is how long a lost answer keeps the line."""
    app = Flask(__name__, static_folder=None)
    app.config.update(PROPAGATE_EXCEPTIONS=True, SILENCE_S=silence_s, LATE_S=1)
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    app.extensions["desk"] = _Desk(wallet, sign_ins, sms_key)
    for one in (connect, bridge, sms, own):
        app.register_blueprint(one)
    return app


def _desk() -> _Desk:
    found: _Desk = current_app.extensions["desk"]
    return found


def _page(title: str, body: str, status: int = 200, fault: str = "", **shown: Any) -> Response:
    html = render_template_string(pages.FRAME + body, title=title, fault=fault, **shown)
    return Response(html, status, mimetype="text/html")


@connect.get("/authorize")
def authorize() -> Response:
    """Ask who is there."""
    client = _desk().sign_ins.client
    is_known = request.args.get("client_id") == client.client_id
    if not is_known or request.args.get("redirect_uri") != client.return_url:
        return _page("यह पोर्टल पंजीकृत नहीं है", pages.PLAIN, 400)
    kept = [("state", request.args.get("state", ""))]
    return _page("सीएससी कनेक्ट", pages.SIGN_IN, kept=kept)


@connect.post("/authorize")
def authorized() -> Any:
    """Send the browser back with a code."""
    csc_id = request.form.get("csc_id", "").strip()
    state = request.form.get("state", "")
    if not csc_id.isalnum():
        return _page("सीएससी कनेक्ट", pages.SIGN_IN, 422, "सीएससी आईडी लिखें", kept=[("state", state)])
    return redirect(_desk().sign_ins.way_back(csc_id, state), 303)


@connect.post("/token")
def token() -> Any:
    """Exchange a code for a token."""
    sign_ins, form = _desk().sign_ins, request.form
    is_known = sign_ins.client.knows(form.get("client_id", ""), form.get("client_secret", ""))
    if not is_known or form.get("redirect_uri") != sign_ins.client.return_url:
        return jsonify(error="invalid_client"), 401
    code = form.get("code", "")
    kind = {"902": "silence", "903": "garbage"}.get(code.partition(".")[0][-3:], "")
    if kind:
        return lost(kind)
    try:
        return jsonify(access_token=sign_ins.token_for(code), expires_in=600)
    except Declined as fault:
        return jsonify(error=str(fault)), 400


@connect.get("/resource")
def resource() -> Any:
    """Say whose token this is."""
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        csc_id = _desk().sign_ins.whose(bearer)
    except Declined as fault:
        return jsonify(error=str(fault)), 401
    if bearer != request.args.get("access_token"):
        return jsonify(error="invalid_token"), 401
    user = {"fullname": "Sandbox Person", "email": "nobody@sandbox.invalid"}
    return jsonify(User=user if csc_id.endswith("905") else user | {"username": csc_id})


@bridge.post("/pay/m2b/<fraction>")
def pay_page(fraction: str) -> Response:
    """Show what is to be paid and ask for the PIN."""
    message = request.form.get("message", "")
    try:
        asked = _desk().wallet.read_request(message)
    except Declined as fault:
        return _page("भुगतान नहीं हो सकता", pages.PLAIN, 400, str(fault))
    return _page("वॉलेट से भुगतान", pages.PIN, asked=asked, message=message)


@bridge.post("/pay/pin")
def pay() -> Response:
    """Take the PIN and show the way back."""
    wallet, message = _desk().wallet, request.form.get("message", "")
    try:
        asked = wallet.read_request(message)
        one = wallet.pay(asked, request.form.get("pin", ""))
    except Declined as fault:
        if str(fault) == "wrong PIN":
            return _page("वॉलेट से भुगतान", pages.PIN, 422, "पिन गलत है", asked=asked, message=message)
        return _page("भुगतान नहीं हो सकता", pages.PLAIN, 400, str(fault))
    brought = wallet.brought_back(one)
    for extra in brought[1:]:  # the same message reaches the portal before the browser does
        _post_before_the_browser(one.return_url, extra)
    said = "भुगतान हो गया" if wallet.status(one) == "100" else "भुगतान नहीं हुआ"
    if not brought:
        said = "यह पृष्ठ यहीं रुक गया है (अभ्यास: वापसी नहीं होगी)"
    return _page(
        "वॉलेट से भुगतान", pages.DONE, said=said, brought=brought[0] if brought else "",
        return_url=one.return_url,
    )  # fmt: skip


def _post_before_the_browser(address: str, message: str) -> None:
    body = urlencode({"bridgeResponseMessage": message})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with suppress(HTTPError):  # the portal may be away
        urllib3.request(
            "POST", address, body=body, headers=headers, redirect=False, retries=False, timeout=5
        )


@bridge.post("/v1/<path:method>/format/json")
def call(method: str) -> Any:
    """Answer the merchant's server."""
    body = request.get_json(silent=True)
    wallet = _desk().wallet
    try:
        envelope = str(body["request_data"]) if isinstance(body, dict) else ""
        told, kind = wallet.answer(method, envelope)
    except (Declined, KeyError) as fault:
        return jsonify(response_status="Failure", response_message=str(fault)), 400
    if kind not in ("", "forged"):
        return lost(kind)
    sealed = wallet.keys.seal(told, is_forged=kind == "forged")
    return jsonify(response_status="Success", response_data=sealed)


_SMS_FAULTS = {"902": "silence", "903": "garbage", "904": "busy", "905": "broken", "906": "reset"}


@sms.post("/send")
def send_message() -> Any:
    """Take a short message."""
    desk, body = _desk(), request.get_json(silent=True)
    if request.headers.get("Authorization") != f"Bearer {desk.sms_key}":
        return jsonify(status="rejected", reason="key is not known"), 401
    wanted = ("to", "sender", "text", "template_id", "reference")
    if not isinstance(body, dict) or not all(body.get(name) for name in wanted):
        return jsonify(status="rejected", reason="a field is missing"), 400
    end = str(body["to"])[-3:]
    if end == "901":
        return jsonify(status="rejected", reason="number is not reachable"), 422
    kind = _SMS_FAULTS.get(end, "")
    if kind in ("busy", "reset"):
        return lost(kind)
    made = desk.wallet.take_message(body)
    return lost(kind) if kind else jsonify(status="accepted", id=made)


@own.get("/clock")
def clock() -> Any:
    """Say the sandbox's instant."""
    now = _desk().wallet.now_ms()
    return jsonify(now_ms=now, now=moment_text(now))


@own.post("/clock")
def move_clock() -> Any:
    """Move the sandbox's clock forward by days, hours, minutes and seconds."""
    body = request.get_json(silent=True)
    steps = {"days": 86_400_000, "hours": 3_600_000, "minutes": 60_000, "seconds": 1_000}
    given = body if isinstance(body, dict) else {"": 0}
    if any(name not in steps or not isinstance(by, int) or by < 0 for name, by in given.items()):
        return jsonify(error="days, hours, minutes, seconds: whole numbers, not below 0"), 400
    _desk().wallet.move_clock(sum(by * steps[name] for name, by in given.items()))
    return clock()


@own.get("/payments")
def payments() -> Any:
    """List all payments as they truly stand; tests compare with this."""
    wallet = _desk().wallet
    with wallet.lock:
        listed = [
            asdict(one) | {"status": wallet.status(one)} for one in wallet.records.paid.values()
        ]
    return jsonify(payments=listed, refunds=[*wallet.records.refunds.values()],
                   logged=wallet.records.logged)  # fmt: skip


@own.get("/messages")
def messages() -> Any:
    """List all short messages that were taken."""
    return jsonify(messages=[asdict(one) for one in _desk().wallet.records.sent])

"""The sandbox's addresses: the provider's own /check, and ours under /sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, current_app, jsonify, request

from portal.sandboxes.aadhaar.scenarios import ENDS, MATCH, end_of, example
from portal.sandboxes.bharat_connect.losses import lost

provider = Blueprint("provider", __name__)
own = Blueprint("own", __name__, url_prefix="/sandbox")

_WANTED = ("reference", "consent", "id_kind", "id", "name")


@dataclass(slots=True)
class _Desk:
    key: str
    asked: list[dict[str, str]] = field(default_factory=list)


def sandbox_app(key: str, *, silence_s: float = 60, late_s: float = 3) -> Flask:
    """Build the server's application; ``silence_s`` is how long a lost answer keeps the line."""
    app = Flask(__name__, static_folder=None)
    app.config.update(PROPAGATE_EXCEPTIONS=True, SILENCE_S=silence_s, LATE_S=late_s)
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    app.extensions["desk"] = _Desk(key)
    app.register_blueprint(provider)
    app.register_blueprint(own)
    return app


def _desk() -> _Desk:
    found: _Desk = current_app.extensions["desk"]
    return found


@provider.post("/check")
def check() -> Any:
    """Say whether a number and a name belong together."""
    body = request.get_json(silent=True)
    asked = body if isinstance(body, dict) else {}
    reference = str(asked.get("reference", ""))
    if request.headers.get("Authorization") != f"Bearer {_desk().key}":
        return _refused(reference, "key is not known", 401)
    consent = asked.get("consent")
    is_given = isinstance(consent, dict) and consent.get("given") is True
    if not all(asked.get(name) for name in _WANTED) or not is_given:
        return _refused(reference, "a field or the consent is missing", 400)
    number = str(asked["id"])
    _desk().asked.append({"reference": reference, "id_kind": str(asked["id_kind"])})
    return _answer(end_of(number), number, reference)


def _refused(reference: str, reason: str, status: int) -> Any:
    return jsonify(reference=reference, result="refused", reason=reason), status


def _answer(end: str, number: str, reference: str) -> Any:
    if end in ("silence", "garbage", "busy", "reset", "broken", "late"):
        found = lost(end)
        if found is not None:
            return found
        end = MATCH
    if end == "refused":
        return _refused(reference, "locked by its holder", 200)
    if end == "echo":
        return _refused(reference, f"unknown number {number}", 422)
    if end == "stranger":
        return jsonify(reference=f"{reference}X", result=MATCH)
    return jsonify(reference=reference, result="maybe" if end == "strange" else end)


@own.get("/asked")
def asked() -> Any:
    """List what was asked since the start, without any number; tests compare with this."""
    return jsonify(asked=_desk().asked)


@own.get("/numbers")
def numbers() -> Any:
    """Give a made-up number to try each end with."""
    found = {example(end): what for end, (_kind, what) in ENDS.items()}
    return jsonify({example("12"): "number and name belong together"} | found)

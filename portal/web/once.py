"""The one token of a form (P1): minted with it, bound to its person, society and address.

A token is 16 random characters and 12 of an HMAC-SHA-256; nothing is stored when it is minted.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g, request

from portal.domain.chain import canonical
from portal.domain.people import Slip
from portal.domain.refusals import N_, Refusal
from portal.web.access import signed_in


class FormIsForeign(Refusal):
    """A form came without its token, or with the token of another form."""

    message = N_(
        "This form is not from this page, so nothing was saved. Open the page again and fill it in."
    )
    status = 400


def mint(path: str | None = None) -> str:
    """Make a token for the form of this address (or of ``path``).

    A form that is shown again (refused, or to be changed) keeps the token it came with, so that it
    stays one form however often it goes back and forth.
    """
    path = path or request.path
    came = request.form.get("form_token", "") if path == request.path else ""
    if came and is_token_of(came, _person_id(), _society_id(), path):
        return came
    nonce = secrets.token_urlsafe(12)
    return nonce + _mac(nonce, _person_id(), _society_id(), path)


def _person_id() -> int:
    who = signed_in()
    return who.id if who else 0


def _society_id() -> int:
    society = g.get("society")
    return society.id if society else 0


def _mac(nonce: str, person_id: int, society_id: int, path: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    text = f"{nonce}|{person_id}|{society_id}|{path}".encode()
    return urlsafe_b64encode(hmac.digest(key, text, "sha256")[:9]).decode()


def is_token_of(token: str, person_id: int, society_id: int, path: str) -> bool:
    """Say whether a token was minted for this person, society and address."""
    nonce, mac = token[:16], token[16:]
    return hmac.compare_digest(mac.encode(), _mac(nonce, person_id, society_id, path).encode())


def require_token() -> str:
    """Return this form's token; raise FormIsForeign where it is missing or another form's."""
    token = request.form.get("form_token", "")
    if not is_token_of(token, _person_id(), _society_id(), request.path):
        raise FormIsForeign
    return token


def slip(content: Mapping[str, Any]) -> Slip:
    """Return the slip of this form: its token and the digest of its cleaned content."""
    token = require_token()
    digest = hashlib.sha256(canonical({"path": request.path, "content": dict(content)})).digest()
    return Slip(token, digest, _person_id(), _society_id())


def init_app(app: Flask) -> None:
    """Let templates mint tokens."""
    app.add_template_global(mint, "form_token")

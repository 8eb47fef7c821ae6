"""Files that are sent: only to views that say so, no larger than they say; pictures sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, request

from portal.domain.papers import MEDIA_TYPE
from portal.domain.text import clean
from portal.web.access import house_view

V = TypeVar("V", bound=Callable[..., Any])
ROOM_FOR_FIELDS = 64 * 1024


def takes_file(most_bytes: int) -> Callable[[V], V]:
    """Let a view take a form with a file of at most so many bytes; larger ones end in 413."""

    def mark(view: V) -> V:
        view.most_file_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def sent_file(name: str) -> tuple[str, bytes]:
    """Return the name and content of a sent file; ('', b'') where none came."""
    found = request.files.get(name)
    if found is None:
        return "", b""
    name = (found.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
    return clean(name)[:120], found.read()


def picture_answer(content: bytes) -> Response:
    """Send a kept picture: nobody between keeps it, and nothing in it is run."""
    answer = Response(content, mimetype=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def make_room() -> None:
    """Widen the limit of this request's body where its view takes a file."""
    most = getattr(house_view(), "most_file_bytes", 0)
    if most and request.method == "POST":
        request.max_content_length = most + ROOM_FOR_FIELDS
        request.max_form_memory_size = 4 * ROOM_FOR_FIELDS  # the parser's own portions of a file


def init_app(app: Flask) -> None:
    """Widen the limit before anything reads the body."""
    app.before_request(make_room)

"""P12: after a walk no whole Aadhaar number or VID stands in any byte that we keep or log.

Looked for are the digits, plain, grouped, in Devanagari and as other encodings, and digests of them
that could be turned back by trying: twelve digits are few.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.text import deva_digits
from portal.sandboxes.aadhaar.scenarios import ENDS, example
from portal.storage import engine
from tests.browser_client import Browser, Page
from tests.conftest import IS_POSTGRES
from tests.sandboxes.running_aadhaar import RunningAadhaar
from tests.world import World

NEW = "/consents/new?service=aadhaar-008&check=1"
PATH = "/aadhaar/check"
NUMBERS = [example(end, length) for end in [*ENDS, "12"] for length in (12, 16)]


@pytest.fixture
def operator(app: Flask, open_world: World) -> Iterator[Browser]:
    provider = RunningAadhaar()
    house = app.extensions["rokad"]
    app.extensions["rokad"] = replace(house, aadhaar_verification=provider.client)
    found = Browser(app, open_world.clock)
    found.signs_in("operator")
    yield found
    provider.stop()


def written(number: str) -> list[str]:
    """A number as people type it."""
    fours = [number[at : at + 4] for at in range(0, len(number), 4)]
    return [number, " ".join(fours), "-".join(fours), deva_digits(number), number[::-1]]


def traces(number: str, secret: str) -> Iterator[bytes]:
    """Everything that would give a number away."""
    for text in written(number):
        for encoding in ("utf-8", "utf-16-le"):
            yield text.encode(encoding)
    plain = number.encode()
    yield base64.b64encode(plain).rstrip(b"=")
    yield plain.hex().encode()
    yield int(number).to_bytes(8, "big")
    digests = [hashlib.new(name, plain).digest() for name in ("md5", "sha1", "sha256", "sha512")]
    digests += [hmac.digest(secret.encode(), plain, "sha256")]
    for digest in digests:
        yield digest
        yield digest.hex().encode()
        yield base64.urlsafe_b64encode(digest)[:16]


def walks(operator: Browser, numbers: list[str]) -> list[Page]:
    """Ask about each number, each in a spelling of its own, and do all that goes wrong with it."""
    seen = []
    for at, number in enumerate(numbers):
        consent = operator.get(NEW).form("/consents/new")
        page = operator.follow(operator.send(consent, name="कमला बाई", answer="yes"))
        form = page.form(PATH)
        typed = written(number)[at % 4]
        answer = operator.send(form, id_no=typed, birth_year="1958")
        operator.send(form, id_no=typed)
        seen += [operator.follow(answer), operator.get(answer.location + "/print")]
        wrong = operator.get(NEW).form("/consents/new")
        seen.append(operator.send(wrong, "", 422, name=typed, answer="yes"))
        seen.append(operator.follow(operator.send(form, id_no=typed + "1")))
        seen.append(operator.follow(operator.send(form, id_no=typed, birth_year=typed)))
    return seen


def stored(folder: Path) -> bytes:
    """Every byte of the data folder, of the database and of its log of changes."""
    if not IS_POSTGRES:
        return _files(folder)
    engine.run("CHECKPOINT")
    where = Path(str(engine.value("SHOW data_directory")))
    base = engine.value("SELECT oid FROM pg_database WHERE datname = current_database()")
    return _files(folder) + _files(where / "pg_wal") + _files(where / "base" / str(base))


def _files(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_no_whole_number_stays_anywhere(
    operator: Browser, app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = walks(operator, NUMBERS)
    kept = stored(tmp_path)
    assert b"XXXX" not in kept
    assert "कमला बाई".encode() in kept, "the walk is there"
    heap = kept + caplog.text.encode() + "".join(page.html for page in pages).encode()
    heap += b"".join(f"{page.location} {page.headers}".encode() for page in pages)
    for number in NUMBERS:
        for trace in traces(number, app.config["SECRET_KEY"]):
            assert trace not in heap, f"{number}: {trace!r}"
        assert number[-4:].encode() in kept


@pytest.mark.parametrize("how", [str, lambda number: hashlib.sha256(number.encode()).hexdigest()])
def test_what_would_stay_is_found(
    operator: Browser, app: Flask, tmp_path: Path, how: Callable[[str], str]
) -> None:
    walks(operator, NUMBERS[:1])
    engine.run(
        "UPDATE aadhaar_check SET said = ? WHERE no = 1", how(NUMBERS[0])
    )  # what a careless deed would do
    kept = stored(tmp_path)
    assert any(trace in kept for trace in traces(NUMBERS[0], app.config["SECRET_KEY"]))

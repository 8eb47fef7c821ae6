"""Checks of Aadhaar: each way an asking may end, at the sandbox and as it was recorded."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal.domain.aadhaar_checks import CheckAnswer, CheckResult, read_id_number
from portal.gateways.aadhaar_check import AadhaarCheck, Provider
from portal.sandboxes.aadhaar.scenarios import ENDS, example
from tests.sandboxes.running_aadhaar import KEY, MATCHING, VID, RunningAadhaar, request_for

R = CheckResult


@pytest.fixture(scope="module")
def aadhaar() -> Iterator[RunningAadhaar]:
    found = RunningAadhaar()
    yield found
    found.stop()


@pytest.mark.parametrize("number", [MATCHING, VID])
def test_number_and_name_belong_together(aadhaar: RunningAadhaar, number: str) -> None:
    assert aadhaar.client.verify(request_for(number)) == CheckAnswer(R.MATCH)
    assert aadhaar.asked()[-1] == {
        "reference": "AKHR001BCDFGHJKLMNP", "id_kind": read_id_number(number).kind,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("end", "result", "said"),
    [
        ("01", R.NO_MATCH, ""),
        ("02", R.MATCH, ""),
        ("03", R.NO_ANSWER, ""),
        ("04", R.NO_ANSWER, ""),
        ("05", R.NO_ANSWER, ""),
        ("06", R.NO_ANSWER, ""),
        ("07", R.REFUSED, "locked by its holder"),
        ("08", R.NO_ANSWER, ""),
        ("09", R.REFUSED, "unknown number"),
        ("10", R.NO_ANSWER, ""),
        ("11", R.NO_ANSWER, ""),
    ],
)
def test_how_an_asking_may_end(
    aadhaar: RunningAadhaar, end: str, result: CheckResult, said: str
) -> None:
    before = len(aadhaar.asked())
    assert aadhaar.client.verify(request_for(example(end))) == CheckAnswer(result, said)
    assert len(aadhaar.asked()) == before + 1, "asked once, whatever comes of it"


def test_every_end_of_the_sandbox_is_tried() -> None:
    assert sorted(ENDS) == [f"{one:02}" for one in range(1, 12)]


def test_a_wrong_key_is_a_refusal(aadhaar: RunningAadhaar) -> None:
    found = aadhaar.client_with("wrong").verify(request_for())
    assert found == CheckAnswer(R.REFUSED, "key is not known")


def test_without_a_line_there_is_no_answer() -> None:
    gone = RunningAadhaar()
    gone.stop()
    assert gone.client.verify(request_for()) == CheckAnswer(R.NO_ANSWER)


def test_nothing_of_the_number_is_logged_or_shown(
    aadhaar: RunningAadhaar, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for end in [*ENDS, "12"]:
        request = request_for(example(end))
        answer = aadhaar.client.verify(request)
        shown = f"{request!r} {request} {answer!r} {request.number!r}"
        assert example(end) not in shown + caplog.text
        assert example(end)[:8] not in shown + caplog.text
    assert "कमला" not in caplog.text
    assert KEY not in caplog.text


class Recorded(BaseHTTPRequestHandler):
    """Answers every asking with what a provider once said."""

    status, body, asked = 200, b"", 0

    def do_POST(self) -> None:
        type(self).asked += 1
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        reference = json.loads(sent)["reference"].encode()
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.body.replace(b"OURS", reference))

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def recorded() -> Iterator[AadhaarCheck]:
    server = HTTPServer(("127.0.0.1", 0), Recorded)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
    yield AadhaarCheck(Provider(f"http://127.0.0.1:{server.server_port}/", KEY, 1_000, 400))
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (200, b'{"reference":"OURS","result":"match"}', CheckAnswer(R.MATCH)),
        (200, b'{"reference":"OURS","result":"no_match","x":1}', CheckAnswer(R.NO_MATCH)),
        (422, b'{"reference":"OURS","result":"refused","reason":"VID expired"}',
         CheckAnswer(R.REFUSED, "VID expired")),
        (200, b'{"reference":"OURS","result":"refused","reason":561}', CheckAnswer(R.REFUSED)),
        (200, b'{"reference":"OURS","result":"refused","reason":"code 561"}',
         CheckAnswer(R.REFUSED, "code 561")),
        (201, b'{"reference":"OURS","result":"match"}', CheckAnswer(R.NO_ANSWER)),
        (500, b'{"reference":"OURS","result":"refused"}', CheckAnswer(R.NO_ANSWER)),
        (429, b'{"reference":"OURS","result":"refused"}', CheckAnswer(R.NO_ANSWER)),
        (302, b'{"reference":"OURS","result":"match"}', CheckAnswer(R.NO_ANSWER)),
        (200, b'{"result":"match"}', CheckAnswer(R.NO_ANSWER)),
        (200, b'{"reference":["OURS"],"result":"match"}', CheckAnswer(R.NO_ANSWER)),
        (200, b'{"reference":"OURS","result":["match"]}', CheckAnswer(R.NO_ANSWER)),
        (200, b'["match"]', CheckAnswer(R.NO_ANSWER)),
        (200, b"", CheckAnswer(R.NO_ANSWER)),
        (200, b"\xff\xfe", CheckAnswer(R.NO_ANSWER)),
        (200, b"[" * 100_000, CheckAnswer(R.NO_ANSWER)),
        (200, b'{"reference":"OURS","result":"match","pad":"' + b"x" * 300_000 + b'"}',
         CheckAnswer(R.NO_ANSWER)),
    ],
)  # fmt: skip
def test_recorded_answers(
    recorded: AadhaarCheck, status: int, body: bytes, found: CheckAnswer
) -> None:
    Recorded.status, Recorded.body, Recorded.asked = status, body, 0
    assert recorded.verify(request_for()) == found
    assert Recorded.asked == 1

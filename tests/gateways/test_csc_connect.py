"""Signing in at the CSC: codes, tokens, and what the other side may answer instead."""

from __future__ import annotations

import pytest

from portal.domain.csc import CscDeclines, CscIdIsWrong, CscIsSilent, csc_id_of
from portal.gateways.csc_connect import hidden
from portal.sandboxes.csc.sign_in import Client
from tests.sandboxes.running_csc import CSC_ID, RunningCsc


def test_whoever_signs_in_there_is_known_here(csc: RunningCsc) -> None:
    back = csc.signs_in(csc.sign_in.page_address("state-1"))
    assert back["state"] == "state-1"
    assert csc.sign_in.csc_id(back["code"]) == CSC_ID


def test_a_code_is_good_once_and_for_two_minutes(csc: RunningCsc) -> None:
    first = csc.signs_in(csc.sign_in.page_address("s"))["code"]
    assert csc.sign_in.csc_id(first) == CSC_ID
    csc.restart()
    with pytest.raises(CscDeclines):
        csc.sign_in.csc_id(first)
    late = csc.signs_in(csc.sign_in.page_address("s"))["code"]
    csc.clock.move(minutes=3)
    with pytest.raises(CscDeclines):
        csc.sign_in.csc_id(late)


@pytest.mark.parametrize(
    ("end", "fault"),
    [("902", CscIsSilent), ("903", CscIsSilent), ("905", CscIsSilent), ("906", CscDeclines)],
)
def test_what_the_server_may_answer_instead(
    csc: RunningCsc, end: str, fault: type[Exception]
) -> None:
    code = csc.signs_in(csc.sign_in.page_address("s"), f"500100100{end}")["code"]
    with pytest.raises(fault):
        csc.sign_in.csc_id(code)


def test_a_code_nobody_gave_is_declined(csc: RunningCsc) -> None:
    with pytest.raises(CscDeclines):
        csc.sign_in.csc_id("500100100013.99999999999999.abc.def")


def test_a_server_that_is_not_there_is_silent(csc: RunningCsc) -> None:
    code = csc.signs_in(csc.sign_in.page_address("s"))["code"]
    csc.stop()
    with pytest.raises(CscIsSilent):
        csc.sign_in.csc_id(code)
    csc.start()


def test_the_client_secret_never_travels_bare() -> None:
    token = "sixteen-letters-"
    first, second = hidden("secret", token), hidden("secret", token)
    client = Client("id", "secret", token, "http://127.0.0.1/back")
    assert client.knows("id", first)
    assert client.knows("id", second)
    assert b"secret" not in bytes.fromhex(first)
    assert not client.knows("id", hidden("other", token))
    assert not client.knows("id", "zz")
    assert not Client("id", "secret", "another-letters-", "").knows("id", first)


@pytest.mark.parametrize("text", ["500100100013", " ५००१००१०००१३ ", "500100 100013", "mp12ab34"])
def test_a_csc_id_is_read_as_people_write_it(text: str) -> None:
    assert csc_id_of(text) in ("500100100013", "500100100013", "MP12AB34")


@pytest.mark.parametrize("text", ["", "123", "x" * 21, "50010-0100", "आईडी"])
def test_what_is_no_csc_id_is_refused(text: str) -> None:
    with pytest.raises(CscIdIsWrong):
        csc_id_of(text)

"""The wallet's messages and calls, against the sandbox and against whoever would forge them."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
import urllib3
from cryptography.hazmat.primitives import serialization

from portal.domain.csc import (
    MessageIsForged,
    TxnState,
    disagreement,
    fraction,
    moment_text,
    pipe,
    read_pipe,
)
from portal.gateways.csc_envelope import seal, unseal
from portal.gateways.csc_keys import CscKeys, KeyIsMissing
from portal.sandboxes.csc.seals import NotTheirs
from tests.sandboxes.running_csc import CSC_ID, RunningCsc


def test_a_payment_is_made_on_the_page_and_reported_both_ways(csc: RunningCsc) -> None:
    request = csc.request(1_250_50)
    brought = csc.gateway.read_return(csc.pays(request))
    asked = csc.gateway.enquire(request.merchant_txn)
    assert asked == brought
    assert (asked.state, asked.amount_paise, asked.csc_id) == (TxnState.PAID, 1_250_50, CSC_ID)
    assert len(asked.csc_txn) == 24
    assert disagreement(asked, csc.gateway.merchant_id, request) == ""
    assert csc.gateway.status(request.merchant_txn, asked.csc_txn) == asked
    assert csc.truth() == {request.merchant_txn: "100"}


def test_the_message_has_the_fields_in_the_order_of_the_kit(csc: RunningCsc) -> None:
    request = csc.request()
    form = csc.gateway.paying_form(request)
    assert form.address == f"{csc.address}/pay/m2b/{fraction(request.at_ms)}"
    ((name, message),) = form.fields
    merchant_id, _, envelope = message.partition("|")
    assert (name, merchant_id) == ("message", "11121")
    fields = read_pipe(csc.wallet.keys.open(envelope))
    assert list(fields) == [
        "merchant_id", "merchant_txn", "merchant_txn_date_time", "product_id", "product_name",
        "txn_amount", "amount_parameter", "txn_mode", "txn_type", "merchant_receipt_no",
        "csc_share_amount", "pay_to_email", "return_url", "cancel_url", "Currency", "Discount",
        "param_1", "param_2", "param_3", "param_4", "csc_id",
    ]  # fmt: skip
    assert fields["txn_amount"] == "500.00"
    assert fields["merchant_txn_date_time"] == "2026-11-24 10:00:00"


def test_the_envelope_begins_with_a_key_of_the_size_of_theirs(tmp_path: Path) -> None:
    """RSA-1024 puts 128 bytes first, as the kit does; a larger key of ours or theirs is taken."""
    for bits in (1024, 2048):
        csc = RunningCsc(tmp_path / str(bits), bits=bits)
        request = csc.request()
        envelope = csc.gateway.paying_form(request).fields[0][1].partition("|")[2]
        assert (len(base64.b64decode(envelope)) - bits // 8) % 16 == 0
        assert csc.gateway.read_return(csc.pays(request)).state is TxnState.PAID
        csc.stop()


def test_each_message_has_a_key_of_its_own(csc: RunningCsc) -> None:
    """The IV is fixed by the kit, so a key must never come twice."""
    request = csc.request()
    messages = {csc.gateway.paying_form(request).fields[0][1] for _ in range(3)}
    assert len(messages) == 3


def test_what_comes_back_may_name_the_merchant_first(csc: RunningCsc) -> None:
    message = csc.pays(csc.request())
    assert csc.gateway.read_return(f"11121|{message}").state is TxnState.PAID


@pytest.mark.parametrize("message", ["", "|", "11121|", "नमस्ते", "QUJD", "A" * 400, "A" * 30_000])
def test_what_is_no_message_is_refused(csc: RunningCsc, message: str) -> None:
    with pytest.raises(MessageIsForged):
        csc.gateway.read_return(message)


def test_a_message_that_a_stranger_signed_is_refused(csc: RunningCsc) -> None:
    with pytest.raises(MessageIsForged):
        csc.gateway.read_return(csc.pays(csc.request(), "0002"))


def test_a_changed_byte_anywhere_is_noticed(csc: RunningCsc) -> None:
    raw = bytearray(base64.b64decode(csc.pays(csc.request())))
    for at in range(0, len(raw), 37):
        changed = bytes(raw[:at]) + bytes([raw[at] ^ 1]) + bytes(raw[at + 1 :])
        with pytest.raises(MessageIsForged):
            csc.gateway.read_return(base64.b64encode(changed).decode())


def test_our_own_message_is_not_taken_for_theirs(csc: RunningCsc) -> None:
    """Sealed for us but signed by us: the merchant's key is not the CSC's."""
    keys = csc.gateway._keys
    mine = seal("txn_status=100|", keys.ours(), keys.ours().public_key())
    with pytest.raises(MessageIsForged):
        csc.gateway.read_return(mine)


def test_the_checksum_of_another_text_is_no_checksum(csc: RunningCsc) -> None:
    keys, request = csc.gateway._keys, csc.request()
    text = unseal(csc.pays(request), keys.ours(), keys.theirs())
    assert text.endswith("|")
    with pytest.raises(MessageIsForged):
        read_pipe(text[:-1])


@pytest.mark.parametrize("text", ["a=1|a=2|", "=1|", "a|", "a=1", "a=1||", "a b!=1|"])
def test_a_text_with_doubled_or_nameless_fields_is_no_message(text: str) -> None:
    with pytest.raises(MessageIsForged):
        read_pipe(text)


def test_a_bar_in_a_value_makes_no_field() -> None:
    assert pipe([("what", "a|txn_amount=1\nb")]) == "what=a txn_amount=1 b|"


def test_the_fraction_is_that_of_the_kit() -> None:
    at_ms = 1_466_514_118_000  # 21-06-2016 18:31:58 in India
    assert moment_text(at_ms) == "2016-06-21 18:31:58"
    assert fraction(at_ms) == 160621183158 * 883 + 117


@pytest.mark.parametrize(
    ("pin", "states"),
    [
        ("0006", ["pending"] * 3 + ["paid"]),
        ("0007", ["unknown"] * 2 + ["paid"]),
        ("0008", ["unknown"] * 4 + ["paid"]),
        ("0011", ["unknown"] * 2 + ["paid"]),
        ("0012", ["failed"]),
        ("0015", ["unknown", "paid"]),
    ],
)
def test_what_the_server_says_when_asked(csc: RunningCsc, pin: str, states: list[str]) -> None:
    request = csc.request()
    csc.pays(request, pin)
    found = [csc.gateway.enquire(request.merchant_txn).state.value for _ in states]
    assert found == states


def test_a_payment_that_was_never_made_is_absent_in_signed_words(csc: RunningCsc) -> None:
    report = csc.gateway.enquire("WKHR001261124999NONE")
    assert (report.state, report.merchant_txn) == (TxnState.ABSENT, "WKHR001261124999NONE")


def test_a_server_that_is_not_there_leaves_it_unknown(csc: RunningCsc) -> None:
    request = csc.request()
    csc.stop()
    assert csc.gateway.enquire(request.merchant_txn).state is TxnState.UNKNOWN
    csc.start()


def test_what_the_server_says_unsigned_counts_for_nothing(csc: RunningCsc) -> None:
    """A declined call is answered in the clear; it settles no payment."""
    stranger = csc.bridge(csc.gateway._keys, merchant_id="99999")
    assert stranger.enquire(csc.request().merchant_txn).state is TxnState.UNKNOWN


@pytest.mark.parametrize(
    ("pin", "wrong"), [("0009", "txn_amount"), ("0010", "csc_id"), ("0014", "merchant_txn")]
)
def test_a_report_about_something_else_is_told(csc: RunningCsc, pin: str, wrong: str) -> None:
    request = csc.request()
    csc.pays(request, pin)
    report = csc.gateway.enquire(request.merchant_txn)
    assert disagreement(report, csc.gateway.merchant_id, request) == wrong


def test_another_merchant_is_told(csc: RunningCsc) -> None:
    request = csc.request()
    report = csc.gateway.read_return(csc.pays(request))
    assert disagreement(report, "99999", request) == "merchant_id"
    assert disagreement(replace(report, amount_paise=None), "11121", request) == "txn_amount"


def test_money_is_asked_back_once_however_often_it_is_asked(csc: RunningCsc) -> None:
    request = csc.request()
    csc.pays(request)
    before = csc.wallet.balance(CSC_ID)
    for _ in range(3):
        report = csc.gateway.reverse(request.merchant_txn, request.at_ms)
        assert report.state is TxnState.REVERSED
    assert csc.wallet.balance(CSC_ID) == before + 500_00
    assert csc.gateway.enquire(request.merchant_txn).state is TxnState.REVERSED


def test_one_reference_is_paid_once(csc: RunningCsc) -> None:
    request = csc.request()
    for _ in range(3):
        csc.pays(request)
    assert csc.wallet.balance(CSC_ID) == 1_00_000_00 - 500_00


def test_the_page_takes_only_what_the_merchant_signed(csc: RunningCsc) -> None:
    request = csc.request()
    form = csc.gateway.paying_form(request)
    message = form.fields[0][1]
    assert csc.shows(form.address, {"message": message}).status == 200
    for wrong in ("99999" + message[5:], message[:-40] + "A" * 36 + "====", ""):
        assert csc.shows(form.address, {"message": wrong}).status == 400
    assert csc.shows(f"{csc.address}/pay/pin", {"message": message, "pin": "4321"}).status == 422
    assert csc.truth() == {}


def test_a_method_that_nobody_knows_is_declined(csc: RunningCsc) -> None:
    request = csc.request()
    csc.pays(request)
    keys = csc.gateway._keys
    text = pipe([("merchant_txn", request.merchant_txn), ("merchant_id", "11121")])
    body = json.dumps({"request_data": seal(text, keys.ours(), keys.theirs())}).encode()
    for method, status in (("transaction/steal", 400), ("recon/log", 200), ("refund/log", 200)):
        address = f"{csc.address}/v1/{method}/format/json"
        headers = {"Content-Type": "application/json"}
        assert urllib3.request("POST", address, body=body, headers=headers).status == status


def test_keys_are_made_once_and_lie_closed(tmp_path: Path) -> None:
    folder = tmp_path / "csc"
    first, again = CscKeys(folder, 1024).ours(), CscKeys(folder, 1024).ours()
    assert first.private_numbers() == again.private_numbers()
    assert (folder / "merchant.pem").stat().st_mode & 0o077 == 0
    public = serialization.load_pem_public_key((folder / "merchant.pub.pem").read_bytes())
    assert public == first.public_key()


def test_keys_that_are_missing_or_no_keys_are_told(tmp_path: Path, csc: RunningCsc) -> None:
    folder = tmp_path / "other"
    keys = CscKeys(folder, 1024)
    keys.ours()
    with pytest.raises(KeyIsMissing):
        keys.theirs()
    lonely = csc.bridge(keys)
    with pytest.raises(KeyIsMissing):
        lonely.paying_form(csc.request())
    assert lonely.enquire("W").state is TxnState.UNKNOWN
    for name in ("csc.pub.pem", "merchant.pem"):
        (folder / name).write_text("no key")
    with pytest.raises(KeyIsMissing):
        keys.theirs()
    with pytest.raises(KeyIsMissing):
        keys.ours()


def test_the_sandbox_opens_nothing_of_a_merchant_it_does_not_know(
    tmp_path: Path, csc: RunningCsc
) -> None:
    folder = tmp_path / "stranger"
    stranger = CscKeys(folder, 1024)
    stranger.ours()
    (folder / "csc.pub.pem").write_bytes((csc.folder / "keys/csc/csc.pub.pem").read_bytes())
    envelope = csc.bridge(stranger).paying_form(csc.request()).fields[0][1].partition("|")[2]
    with pytest.raises(NotTheirs):
        csc.wallet.keys.open(envelope)

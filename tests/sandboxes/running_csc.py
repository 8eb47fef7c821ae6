"""The sandbox of the CSC, running on a free port here, with a clock that is set."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import urllib3

from portal.clock import SetClock
from portal.domain.csc import WalletRequest
from portal.gateways.csc_bridge import Bridge, CscBridge
from portal.gateways.csc_connect import Connect, CscConnect
from portal.gateways.csc_keys import CscKeys
from portal.gateways.sms import Sms, SmsProvider
from portal.sandboxes.bharat_connect.serving import SandboxServer
from portal.sandboxes.csc.seals import SandboxKeys
from portal.sandboxes.csc.server import sandbox_app
from portal.sandboxes.csc.sign_in import Client, SignIns
from portal.sandboxes.csc.wallet import SandboxWallet
from portal.settings import read_settings
from tests.world import MORNING

MINE = read_settings({"ROKAD_CONFIG": "test"})  # who the tests are to the sandbox
CSC_ID = "500100100013"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@contextmanager
def nobody_at(address: str) -> Iterator[None]:
    """Hold the port of a server that was stopped, so that nothing else answers there meanwhile."""
    found = urlsplit(address)
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((found.hostname, found.port))
        yield


class RunningCsc:
    """A sandbox of the CSC that can be used as a browser does, moved in time, and killed."""

    def __init__(self, folder: Path, *, bits: int = 1024) -> None:
        self.folder = folder
        self.clock = SetClock(MORNING)
        self.bits = bits
        self.port = 0
        self._count = 0
        self.start()

    def start(self) -> None:
        keys = SandboxKeys(self.folder / "sandbox", self.folder / "keys" / "csc", self.bits)
        self.wallet = SandboxWallet(
            self.folder / "sandbox" / "csc.jsonl", keys, MINE.csc.merchant_id, self.clock
        )
        back = f"{MINE.csc.portal_address}/login/csc/back"
        chosen = MINE.csc
        client = Client(chosen.client_id, chosen.client_secret, chosen.client_token, back)
        app = sandbox_app(self.wallet, SignIns(client, self.wallet), MINE.sms.key, silence_s=0.8)
        self.server = SandboxServer(app, self.port)
        self.port = self.server.port
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        self.gateway = self.bridge(CscKeys(self.folder / "keys" / "csc", self.bits))
        self.gateway._keys.ours()  # the merchant's public key is with the CSC before anything
        self.sign_in = CscConnect(Connect(
            self.address, chosen.client_id, chosen.client_secret, chosen.client_token, back,
            1_000, 400,
        ))  # fmt: skip
        self.sms = Sms(SmsProvider(
            f"{self.address}/sms/send", MINE.sms.key, MINE.sms.sender, MINE.sms.template_id,
            1_000, 400,
        ))  # fmt: skip

    @property
    def address(self) -> str:
        return self.server.address

    def bridge(self, keys: CscKeys, **other: Any) -> CscBridge:
        """A line to this wallet with other keys or particulars."""
        chosen = MINE.csc
        known: dict[str, Any] = {
            "page_address": self.address, "server_address": self.address,
            "merchant_id": chosen.merchant_id, "product_id": chosen.product_id,
            "return_url": f"{chosen.portal_address}/wallet/payments/back",
            "connect_ms": 1_000, "read_ms": 400,
        }  # fmt: skip
        return CscBridge(Bridge(**known | other), keys)

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.wallet.close()

    def restart(self) -> None:
        """Kill and start anew on the same state file and port."""
        self.stop()
        self.start()

    def request(self, amount_paise: int = 500_00, **other: Any) -> WalletRequest:
        """A payment under a new reference."""
        self._count += 1
        back = self.gateway.return_url
        known: dict[str, Any] = {
            "merchant_txn": f"WKHR001261124{self._count:03d}TEST", "at_ms": self.clock.now_ms(),
            "product_id": MINE.csc.product_id, "product_name": "बिजली का बिल",
            "amount_paise": amount_paise, "csc_id": CSC_ID, "return_url": back,
            "cancel_url": back,
        }  # fmt: skip
        return WalletRequest(**known | other)

    def shows(self, address: str, fields: dict[str, str]) -> urllib3.BaseHTTPResponse:
        """Post a form to the sandbox as the browser does."""
        return urllib3.request(
            "POST", address, body=urlencode(fields), headers=FORM, redirect=False
        )

    def pays(self, request: WalletRequest, pin: str = "1234") -> str:
        """Go to the CSC's page, type the PIN; return the message that the browser takes back."""
        form = self.gateway.paying_form(request)
        page = self.shows(form.address, dict(form.fields))
        assert page.status == 200, page.data.decode()
        return self.types(dict(form.fields)["message"], pin)

    def types(self, message: str, pin: str) -> str:
        """Type the PIN; return what the browser takes back, '' where it never goes."""
        done = self.shows(f"{self.address}/pay/pin", {"message": message, "pin": pin})
        found = re.search(r'name="bridgeResponseMessage" value="([^"]+)"', done.data.decode())
        return unescape(found[1]) if found else ""

    def signs_in(self, page_address: str, csc_id: str = CSC_ID) -> dict[str, str]:
        """Sign in on the CSC's page; return what the browser comes back with."""
        asked = parse_qs(urlsplit(page_address).query)
        page = urllib3.request("GET", page_address)
        assert page.status == 200, page.data.decode()
        sent = self.shows(page_address, {"csc_id": csc_id, "state": asked["state"][0]})
        assert sent.status == 303, sent.data.decode()
        query = urlsplit(sent.headers["Location"]).query
        return {name: values[0] for name, values in parse_qs(query).items()}

    def truth(self) -> dict[str, str]:
        """Where all payments truly stand, by reference."""
        answer = urllib3.request("GET", f"{self.address}/sandbox/payments")
        return {one["merchant_txn"]: one["status"] for one in answer.json()["payments"]}

    def messages(self) -> list[dict[str, Any]]:
        """All short messages that the provider took."""
        answer = urllib3.request("GET", f"{self.address}/sandbox/messages")
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found

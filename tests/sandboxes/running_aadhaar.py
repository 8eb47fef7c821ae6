"""The sandbox of Aadhaar checks, running on a free port here."""

from __future__ import annotations

import threading
from typing import Any

import urllib3

from portal.domain.aadhaar_checks import CheckRequest, read_id_number
from portal.gateways.aadhaar_check import AadhaarCheck, Provider
from portal.sandboxes.aadhaar.scenarios import example
from portal.sandboxes.aadhaar.server import sandbox_app
from portal.sandboxes.bharat_connect.serving import SandboxServer
from portal.settings import read_settings
from tests.world import MORNING

KEY = read_settings({"ROKAD_CONFIG": "test"}).aadhaar.key
MATCHING = example("12")
VID = example("12", 16)


def request_for(number: str = MATCHING, **other: Any) -> CheckRequest:
    known: dict[str, Any] = {
        "reference": "AKHR001BCDFGHJKLMNP", "purpose": "नमूना काम", "consent_at": MORNING,
        "number": read_id_number(number), "name": "कमला बाई", "birth_year": 1958,
    }  # fmt: skip
    return CheckRequest(**known | other)


class RunningAadhaar:
    """A provider that can be asked, and that says how often it was."""

    def __init__(self) -> None:
        self.server = SandboxServer(sandbox_app(KEY, silence_s=0.8, late_s=0.1))
        self.address = f"{self.server.address}/check"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        self.client = self.client_with(KEY)

    def client_with(self, key: str) -> AadhaarCheck:
        return AadhaarCheck(Provider(self.address, key, 1_000, 400))

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def asked(self) -> list[dict[str, str]]:
        """What the provider was asked, by its own account."""
        answer = urllib3.request("GET", self.address.replace("/check", "/sandbox/asked"))
        found: list[dict[str, str]] = answer.json()["asked"]
        return found

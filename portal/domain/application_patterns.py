"""Numbers whose build is publicly certain, like PAN, PNR, IFSC; others have no pattern here."""

from __future__ import annotations

import re

#: By name: the pattern of the number without spaces and dashes, in capitals, and an example.
PATTERNS: dict[str, tuple[re.Pattern[str], str]] = {
    name: (re.compile(pattern, re.ASCII), example)
    for name, pattern, example in (
        ("pan", "[A-Z]{5}[0-9]{4}[A-Z]", "ABCPK1234F"),
        ("ifsc", "[A-Z]{4}0[A-Z0-9]{6}", "SBIN0001234"),
        ("pnr", "[0-9]{10}", "2345678901"),
        ("train", "[0-9]{5}", "12391"),
        ("pin", "[1-9][0-9]{5}", "802301"),
        ("epic", "[A-Z]{3}[0-9]{7}", "ABC1234567"),
        ("gstin", "[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]", "10ABCPK1234F1Z5"),
        ("uan", "1[0-9]{11}", "100123456789"),
        ("imei", "[0-9]{15}", "356789012345678"),
        ("passport", "[A-Z][0-9]{7}", "M1234567"),
        ("samagra", "[0-9]{9}", "123456789"),
        ("samagra_family", "[0-9]{8}", "12345678"),
        ("ppp", "[0-9A-Z]{8}", "1ABC2345"),
        ("abha", "[0-9]{14}", "91123456789012"),
        ("eid", "[0-9]{14}|[0-9]{28}", "12345678901234"),
    )
}  # fmt: skip


def squeezed(text: str) -> str:
    """A number as it is compared: capitals, without spaces, dashes and slashes between."""
    return re.sub("[ /-]", "", text).upper()

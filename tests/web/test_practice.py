"""An address of practice stays in practice, and one that leads out is left as it is."""

from __future__ import annotations

import pytest

from portal.web.practice import kept_in


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/day", "/day?society=P-KHR001"),
        ("/day?on=1", "/day?on=1&society=P-KHR001"),
        ("/day#top", "/day?society=P-KHR001#top"),
        ("?lang=en", "?lang=en&society=P-KHR001"),
        ("/visits/3?society=P-KHR001", "/visits/3?society=P-KHR001"),
        ("/officer?a=1&society=KHR002", "/officer?a=1&society=KHR002"),
        ("/members?q=society", "/members?q=society&society=P-KHR001"),
        ("/members", "/members?society=P-KHR001"),
        ("/me", "/me"),
        ("/me?done=1", "/me?done=1"),
        ("/login?next=/", "/login?next=/"),
        ("/logout", "/logout"),
        ("/practice/reset", "/practice/reset"),
        ("/static/net-1.js", "/static/net-1.js"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        ("#main", "#main"),
    ],
)
def test_an_address_is_kept_in_practice(address: str, kept: str) -> None:
    assert kept_in(address, "P-KHR001") == kept

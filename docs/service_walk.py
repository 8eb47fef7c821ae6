"""A widow asks which pension is hers; who waits, whose certificate is due, what is applied for."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

WIDOW = {
    "state": "MP", "dob": "05-03-1964", "sex": "F", "marital": "widow", "bpl": "yes",
    "income": "36000", "disability": "0", "other_pension": "no", "taxpayer": "no", "govt_job": "no",
    "epfo": "no", "area": "rural", "land_ha": "0",
}  # fmt: skip


def serves_who_asks(walk: Any) -> None:
    """The question, the answer, an application, the pensioners, and those who wait."""
    page = walk.page
    walk.go("/schemes/check")
    walk.snap("pension-question")
    walk.go(f"/pensions/eligibility?{urlencode(WIDOW)}")
    walk.snap("pension-answer")
    walk.go("/applications/new?service=pension-019")
    page.fill("[name=name]", "शांति बाई")
    page.fill("[name=mobile]", "9876501234")
    page.click("main form[method=post] button.main")
    page.wait_for_url(re.compile(r"/applications/\d+"))
    walk.snap("application")
    walk.go("/applications")
    walk.snap("applications")
    walk.go("/pensioners")
    walk.snap("pensioners")
    walk.go("/queue")
    walk.snap("queue")


def looks_alone(walk: Any) -> None:
    """A villager without sign-in: the page where an application's number is typed."""
    walk.go("/status")
    walk.snap("status")

"""What is said where somebody was quicker with an application."""

from __future__ import annotations

from flask import Response

from portal.actions import applications as deeds
from portal.domain.applications import (
    Application,
    ApplicationHasChanged,
    ApplicationIsSent,
    StepIsNotPossible,
)
from portal.domain.refusals import Refusal
from portal.views import application_words as words
from portal.web.access import here
from portal.web.errors import spoken
from portal.web.page import page


def stale(one: Application, refusal: Refusal) -> Response:
    """Say that somebody was quicker, and where the application stands now; others are raised."""
    if not isinstance(refusal, (ApplicationHasChanged, ApplicationIsSent, StepIsNotPossible)):
        raise refusal
    return page(
        "applications/stale.html", refusal.status, words=words, refusal=refusal.name,
        one=deeds.application(here().id, one.id), message=spoken(refusal),
    )  # fmt: skip

"""What stands on the slip of a number and on a "come back with these papers", row by row."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from portal.domain.catalogue import Service
from portal.domain.come_back import ComeBack
from portal.domain.counter import Counter
from portal.domain.queue import Token
from portal.domain.roll_paper import Row
from portal.storage.places import Society
from portal.views.receipt_rows import head, said
from portal.web.filters import clock_time, digits, on, weekday
from portal.web.locale import in_language


def token_rows(society: Society, counter: Counter, token: Token, before: int) -> Iterable[Row]:
    """Say whose turn it is: the number large, when it was given, how many are before."""
    yield from head(society, counter)
    yield said("h", _("Your number"))
    yield said("G", value=digits(token.no))
    if token.name:
        yield said("b", value=token.name)
    yield said("c", value=f"{on(token.day_on)} {clock_time(token.made_at)}")
    if token.state == "waiting":
        text = _("Before you: %(number)s", number=digits(before)) if before else _("You are next")
        yield said("h", text)
    yield said("e", _("Wait till this number is called. It is for today only."))


def come_back_rows(
    society: Society, counter: Counter, one: ComeBack, service: Service | None
) -> Iterable[Row]:
    """Say what to bring, for what, when to come, and whom to ask."""
    yield from head(society, counter)
    yield said("h", _("Come back with these papers"))
    if one.name:
        yield said("b", value=one.name)
    if service is not None:
        yield said("c", value=in_language(service.short_hi, service.name_en))
    for paper in one.papers:
        yield said("t", value=f"☐ {paper}")
    yield said("e", _("Bring each paper itself and one photocopy. The office may ask for more."))
    if one.come_on:
        yield said("x", _("Come on") + ": ", f"{on(one.come_on)} {weekday(one.come_on)}")
    if one.said:
        yield said("n", value=one.said)
    yield said("f", value=on(one.made_on))

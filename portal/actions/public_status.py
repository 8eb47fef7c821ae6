"""Looking up how an application stands, without sign-in, by its number and a mobile's last four."""

from __future__ import annotations

from portal.actions.public_looks import Asker, guarded
from portal.domain.applications import application_number, read_application_number
from portal.domain.public_looks import OF_A_NUMBER, number_key
from portal.domain.public_status import (
    Seen,
    StatusIsUnknown,
    is_theirs,
    read_last_four,
    seen_by_public,
)
from portal.storage import applications, places
from portal.storage.application_forms import application_forms


def look_up(asker: Asker, number: str, last_four: str) -> Seen:
    """Return how an application stands for whoever knows both its number and the last four.

    Misses count for the address and for the number, whether it exists or not; both are asked for
    before anything is counted. Raises LastFourIsNeeded, StatusIsUnknown (a wrong number, a wrong
    pair and one without a mobile number alike), TooManyMisses, ApplicationNumberIsWrong.
    """
    code, application_id = read_application_number(number)
    four = read_last_four(last_four)
    key = number_key(f"{code} {application_id}", asker.secret)
    return guarded(asker, lambda: _seen(code, application_id, four), [(key, OF_A_NUMBER)])


def _seen(code: str, application_id: int, four: str) -> Seen:
    society = places.society(code)
    one = applications.application(society.id if society else 0, application_id)
    mobile = one.mobile if one else ""
    if not is_theirs(mobile, four) or one is None:
        raise StatusIsUnknown
    at_whom = application_forms().state(one.state, one.chain).at_whom
    return seen_by_public(one, application_number(code, application_id), at_whom)

"""Practice: begin it, go on with it, begin it anew. These pages are real, what follows is not."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.actions import practice as deeds
from portal.domain.practice import MOST_RESETS, PracticeHasChanged
from portal.storage import places
from portal.storage.places import Society
from portal.web.access import allow, doer, person, reach, society_for
from portal.web.house import house
from portal.web.once import slip
from portal.web.page import page, see

bp = Blueprint("practice", __name__)


def _real() -> Society:
    """Return the real society that is practised for, also where its practice is named.

    The society of this request stays unsaid: nothing of these pages is written into its books.
    """
    found = society_for(person(), request.args.get("society", ""))
    real = places.society_by_id(found.real_id)
    assert real is not None
    return real


def _query(real: Society) -> str:
    """Name the society in the addresses of those who have more than one."""
    return "" if person().society_id is not None else f"?society={real.code}"


@bp.get("/practice")
@allow("use_practice")
def practice() -> Response:
    """Say what practice is and how it stands; to wider roles, whose society they practise for."""
    if person().society_id is None and "society" not in request.args:
        return page("practice/societies.html", societies=reach())
    real = _real()
    return page(
        "practice/practice.html", real=real, current=deeds.current(real.id), query=_query(real),
        left=deeds.resets_left(real.id, doer().today_on),
    )  # fmt: skip


@bp.post("/practice")
@allow("use_practice")
def begin() -> Response:
    """Make the practice society, or enter the one that is there."""
    real = _real()
    done = deeds.begin(doer(), slip({"society": real.id}), real.id, house().sealer)
    return see(done.location)


@bp.get("/practice/reset")
@allow("use_practice")
def reset_form() -> Response:
    """Ask whether all that was practised may go."""
    real = _real()
    current = deeds.current(real.id)
    if current is None:
        return see(f"/practice{_query(real)}")
    return page(
        "practice/reset.html", real=real, current=current, query=_query(real), most=MOST_RESETS,
        left=deeds.resets_left(real.id, doer().today_on),
    )  # fmt: skip


@bp.post("/practice/reset")
@allow("use_practice")
def reset() -> Response:
    """Begin practice anew: the practice that was seen is put away for good."""
    real = _real()
    seen = request.form.get("seen", "")
    if not seen:
        raise PracticeHasChanged
    content = {"society": real.id, "seen": seen}
    done = deeds.begin_anew(doer(), slip(content), real.id, seen, house().sealer)
    return see(done.location)

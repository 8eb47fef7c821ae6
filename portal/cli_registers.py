"""Reading a register of members in from the command line: what is said, and what is done."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from portal.actions import import_reading as reading
from portal.actions import import_steps, imports
from portal.domain.money import plain
from portal.domain.people import Doer, Slip, SocietyIsUnknown
from portal.domain.refusals import N_, Refusal
from portal.domain.register_columns import titles_of
from portal.storage import imports as stored
from portal.storage import people, places
from portal.storage.people import Person
from portal.storage.places import Society
from portal.web.house import House

KIND = "members"
REST_S = 0.02  # between batches
ROLES = ("manager", "accountant", "operator")  # who stands for a society, the first there is
SUGGESTS = {"mended": N_("Taken instead:")}


class PersonIsUnknown(Refusal):
    """Each change is somebody's: the person named must belong to the society."""

    message = N_(
        "Nobody of this society is known who could do this. Add a manager, or name a user "
        "of the society with --by."
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """The portal, the society, its person, and how a line is said in the reader's language."""

    house: House
    society: Society
    doer: Doer
    translate: Callable[[str], str]
    write: Callable[[str], None]

    def say(self, message: str, **params: object) -> None:
        """Say a message."""
        self.write(self.translate(message) % params if params else self.translate(message))


def desk(
    house: House, code: str, username: str | None, translate: Callable[[str], str],
    write: Callable[[str], None],
) -> Desk:  # fmt: skip
    """Find the society and who does it: the person named, else its manager, accountant, operator.

    Raises SocietyIsUnknown, PersonIsUnknown.
    """
    society = places.society(code)
    if society is None:
        raise SocietyIsUnknown
    person = people.person_called(username) if username else _first_of(society.id)
    if person is None or person.society_id != society.id:
        raise PersonIsUnknown
    doer = Doer(person.id, person.role, house.clock.now_ms())
    return Desk(house, society, doer, translate, write)


def _first_of(society_id: int) -> Person | None:
    found = [one for one in people.colleagues(society_id) if one.role in ROLES]
    return min(found, key=lambda one: ROLES.index(one.role), default=None)


def check(at: Desk, file: Path) -> bool:
    """Say all that is found in a file, changing nothing; say whether every row can be taken in."""
    sheet = at.house.sheets.read(file.read_bytes(), KIND)
    found = reading.check_file(at.society.id, KIND, sheet, at.doer.at)
    _tell(at, found.report)
    return not found.has_faults


def _tell(at: Desk, report: Mapping[str, Any]) -> None:
    titles = titles_of(KIND, in_hindi=True)
    for row, column, level, _name, message, params, cell, suggestion in report["faults"]:
        words = [at.translate(N_("row %(row)s")) % {"row": row}, titles.get(column, ""), cell]
        words.append(at.translate(message) % params)
        if suggestion:
            words.append(f"{at.translate(SUGGESTS.get(level, N_('Perhaps:')))} {suggestion}")
        at.write(" · ".join(word for word in words if word))
    at.say(
        N_("Rows: %(rows)s, right: %(ready)s (mended: %(mended)s), with faults: %(faulty)s"),
        rows=report["rows"], ready=report["ready"], mended=report["mended"],
        faulty=report["faulty"],
    )  # fmt: skip


def take_in(at: Desk, file: Path, *, only_good: bool) -> bool:
    """Take a file in, or go on where it stopped; say whether it is in.

    The same file is taken in once, however often it is given.
    """
    content = file.read_bytes()
    digest = reading.digest_of(content)
    slip = Slip(f"file-{digest.hex()[:16]}-{at.doer.at}", digest, at.doer.person_id, at.society.id)
    done = imports.send_file(
        at.doer, slip, at.society.id, KIND, file.name, content, at.house.sheets
    )
    job = imports.job_of(at.society.id, int(done.location.rsplit("/", 1)[1]))
    if job.state == "done":
        at.say(N_("This file is already in: %(number)s members."), number=job.done_rows)
        return True
    if job.state == "faulty" and not only_good:
        _tell(at, stored.report(at.society.id, job.id))
        at.say(N_("Nothing was taken in. Mend the file, or leave the faulty rows out: --only-good"))
        return False
    if job.state != "running":
        again = Slip(slip.token + "-go", digest, at.doer.person_id, at.society.id)
        imports.start_job(at.doer, again, at.society.id, job.id, only_good=only_good, park=True)
    return _run(at, job.id)


def _run(at: Desk, job_id: int) -> bool:
    def told(job: stored.Job) -> None:
        at.say(N_("%(done)s of %(all)s taken in"), done=job.done_rows, all=job.all_rows)

    house = at.house
    job = imports.job_of(at.society.id, job_id)
    if job.done_rows:
        at.say(N_("Going on after %(done)s of %(all)s"), done=job.done_rows, all=job.all_rows)
    hands = import_steps.Hands(house.clock.now_ms, house.sealer, told, partial(time.sleep, REST_S))
    if not import_steps.run_job(job, hands):
        at.say(N_("Somebody else is taking this file in just now."))
        return False
    return _tell_result(at, job_id)


def _tell_result(at: Desk, job_id: int) -> bool:
    look = imports.look_at(at.society.id, job_id)
    if look.job.state != "done":
        reason = look.report["stopped"] or {"message": "", "params": {}}
        at.say(N_("It stopped after %(done)s rows."), done=look.job.done_rows)
        at.write(at.translate(reason["message"]) % reason["params"] if reason["message"] else "")
        return False
    left_out = len(look.report["left_out"])
    at.say(N_("Taken in: %(number)s members."), number=look.job.done_rows - left_out)
    if left_out:
        at.say(N_("In the register before, left out: %(number)s."), number=left_out)
    if look.waiting_items:
        at.say(
            N_("Opening balances that wait for an open day: %(number)s, ₹ %(rupees)s."),
            number=look.waiting_items, rupees=plain(look.waiting_paise),
        )  # fmt: skip
    return True

"""Who works in a society: adding people, a new password, a CSC ID, switching someone off."""

from __future__ import annotations

from portal.actions.exactly_once import Done, exactly_once
from portal.actions.people import Safeguards, add_person, check_password
from portal.actions.posting import note_act
from portal.domain.csc import csc_id_of
from portal.domain.people import Doer, Slip
from portal.domain.refusals import N_, Refusal
from portal.storage import csc_people, people
from portal.storage.people import Person

#: Whom a manager may add or help; managers themselves are the administrator's to add.
COLLEAGUE_ROLES = ("operator", "accountant", "committee", "chairman")


class PersonIsUnknown(Refusal):
    """There is nobody of this kind in one's charge."""

    message = N_("There is no such person in your charge.")
    status = 404


class RoleIsNotAChoice(Refusal):
    """The role is not one that this person may give."""

    message = N_("Choose the role.")
    status = 422
    field = "role"


class NameIsMissing(Refusal):
    """A person needs a name and a user name."""

    message = N_("Write the name.")
    status = 422


class CscIdIsTaken(Refusal):
    """A CSC ID is one person's."""

    message = N_("This CSC ID is already linked with somebody else.")
    status = 422
    field = "csc_id"


def roles_given_by(role: str) -> tuple[str, ...]:
    """List the society roles that someone of this role may give."""
    return (*COLLEAGUE_ROLES, "manager") if role == "administrator" else COLLEAGUE_ROLES


def add_colleague(
    doer: Doer, slip: Slip, guards: Safeguards, society_id: int, username: str, password: str,
    role: str, name_hi: str, name_en: str,
) -> Done:  # fmt: skip
    """Let someone of the society sign in; it is noted in the society's acts.

    Raises NameIsMissing, RoleIsNotAChoice, UsernameIsTaken, PasswordIsWeak.
    """

    def deed() -> Done:
        for field, text in (("username", username), ("name_hi", name_hi)):
            if not text.strip():
                raise NameIsMissing(field=field)
        if role not in roles_given_by(doer.role):
            raise RoleIsNotAChoice
        added = add_person(
            guards, doer.at, username.strip().lower(), password, role, name_hi,
            name_en or name_hi, society_id=society_id,
        )  # fmt: skip
        note_act(doer, society_id, "person_added", doer.today_on, person=added.id, role=role)
        return Done("/people?done=1")

    return exactly_once(doer, slip, deed)


def _in_charge(doer: Doer, society_id: int, person_id: int) -> Person:
    found = people.person(person_id)
    if found is None or found.society_id != society_id or found.id == doer.person_id:
        raise PersonIsUnknown
    if found.role not in roles_given_by(doer.role):
        raise PersonIsUnknown
    return found


def give_password(
    doer: Doer, slip: Slip, guards: Safeguards, society_id: int, person_id: int, password: str
) -> Done:
    """Give a colleague a new password and end their sessions; it is noted.

    Raises PersonIsUnknown, PasswordIsWeak.
    """

    def deed() -> Done:
        person = _in_charge(doer, society_id, person_id)
        check_password(password, person.username)
        people.set_password(person.id, guards.hasher.hash(password))
        people.end_sessions(person.id)
        people.clear_failures("account", person.username)
        note_act(doer, society_id, "password_given", doer.today_on, person=person.id)
        return Done("/people?done=1")

    return exactly_once(doer, slip, deed)


def link_csc(doer: Doer, slip: Slip, society_id: int, person_id: int, csc_id: str) -> Done:
    """Link a colleague with their CSC ID, or with none where it is empty; it is noted.

    The CSC ID of somebody who was switched off may be given on. Raises PersonIsUnknown,
    CscIdIsWrong, CscIdIsTaken.
    """

    def deed() -> Done:
        person = _in_charge(doer, society_id, person_id)
        if not csc_id.strip():
            csc_people.unlink(person.id)
            note_act(doer, society_id, "csc_unlinked", doer.today_on, person=person.id)
            return Done("/people?done=1")
        found = csc_id_of(csc_id)
        holder_id = csc_people.person_id_of(found)
        holder = people.person(holder_id) if holder_id is not None else None
        if holder is not None and holder.id != person.id and holder.is_active:
            raise CscIdIsTaken
        csc_people.link(found, person.id, doer.at, doer.person_id)
        note_act(doer, society_id, "csc_linked", doer.today_on, person=person.id, csc_id=found)
        return Done("/people?done=1")

    return exactly_once(doer, slip, deed)


def switch_off(doer: Doer, slip: Slip, society_id: int, person_id: int) -> Done:
    """Stop a colleague from signing in; their entries stay theirs. Raises PersonIsUnknown."""

    def deed() -> Done:
        person = _in_charge(doer, society_id, person_id)
        people.set_active(person.id, is_active=False)
        people.end_sessions(person.id)
        note_act(doer, society_id, "person_switched_off", doer.today_on, person=person.id)
        return Done("/people?done=1")

    return exactly_once(doer, slip, deed)

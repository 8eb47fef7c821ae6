"""The forms of services beside bills, as config/ has them."""

from __future__ import annotations

from functools import lru_cache

from portal.domain import aeps
from portal.domain.application_files import (
    FIELDS,
    FORMS,
    HELP,
    SERVICES,
    STATES,
    STEPS,
    read_form_book,
)
from portal.domain.application_forms import FormBook
from portal.domain.catalogue import Kind
from portal.storage.catalogue import catalogue
from portal.storage.reference import read_csv

#: Kinds of services that are done by a form; the others have pages of their own.
BY_FORM = (Kind.APPLICATION, Kind.PENSION, Kind.BOOKING, Kind.INFORMATION, Kind.BANKING)


@lru_cache(maxsize=1)
def application_forms() -> FormBook:
    """Return all forms; raise FormFileIsWrong with the line where a file is wrong."""
    files = {name: read_csv(name) for name in (FORMS, FIELDS, STEPS, STATES, SERVICES, HELP)}
    return read_form_book(files, {
        one.id: str(one.kind) for one in catalogue()
        if one.kind in BY_FORM and one.id not in aeps.SERVICES
    })  # fmt: skip

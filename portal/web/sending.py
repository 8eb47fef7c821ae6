"""A form's way: the deed and a look at what it did, or the form again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from portal.actions.exactly_once import Done
from portal.domain.refusals import Refusal
from portal.web.fields import PageForm
from portal.web.page import see


def sent(form: PageForm, deed: Callable[[], Done], again: Callable[..., Response]) -> Response:
    """Do the deed and send the browser to look; show the form where it is refused for itself.

    ``again`` takes the status and the refusal's name.
    """
    if not form.validate():
        return again(422)
    try:
        return see(deed().location)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.refuse(refusal)
        return again(422, refusal.name)

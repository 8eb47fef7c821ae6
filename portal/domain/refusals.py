"""What the house says when it will not do a deed: one named class for each true reason."""

from __future__ import annotations


def N_(text: str) -> str:
    """Mark an English message for the catalogues; it is translated where it is shown."""
    return text


class Refusal(Exception):
    """A deed is refused and nothing has changed.

    ``message`` is the English message id (with ``%(name)s`` places), ``status`` the HTTP status,
    ``field`` the form field it belongs to, if any. ``params`` fill the places of the message.
    ``tells`` is the (head, sub-ledger) whose balance the message gives away, if any (P9).
    """

    message = N_("This can't be done now.")
    status = 409
    field: str | None = None
    tells: tuple[int, int] | None = None

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        super().__init__(self.message)
        self.params = params
        if field is not None:
            self.field = field

    @property
    def name(self) -> str:
        """The refusal's own name, as pages and tests say it."""
        return type(self).__name__

"""The pages, a family a module. A new family adds its line to both lists."""

from __future__ import annotations

from flask import Flask

from portal.views import (
    day,
    daybook,
    entry,
    free_voucher,
    help_pages,
    home,
    opening_balances,
    session,
)

FAMILIES = (
    session,
    home,
    day,
    entry,
    free_voucher,
    daybook,
    opening_balances,
    help_pages,
)


def init_app(app: Flask) -> None:
    """Put every page family into the application."""
    for family in FAMILIES:
        app.register_blueprint(family.bp)

"""The pages, a family a module. A new family adds its line to both lists."""

from __future__ import annotations

from flask import Flask

from portal.views import (
    accounts,
    aeps,
    biller_menu,
    books,
    complaints,
    corrections,
    counter,
    customers,
    day,
    daybook,
    entry,
    free_voucher,
    help_pages,
    home,
    imports,
    looks,
    member_images,
    member_page,
    member_record,
    members,
    membership,
    officer,
    opening_balances,
    paper,
    passbook,
    people,
    places,
    register_book,
    registers,
    review,
    seals,
    service_settings,
    services,
    session,
)

FAMILIES = (
    session,
    home,
    day,
    entry,
    free_voucher,
    daybook,
    corrections,
    opening_balances,
    books,
    paper,
    people,
    members,
    member_record,
    membership,
    member_images,
    register_book,
    customers,
    member_page,
    passbook,
    accounts,
    registers,
    imports,
    looks,
    officer,
    places,
    review,
    seals,
    services,
    biller_menu,
    counter,
    service_settings,
    aeps,
    complaints,
    help_pages,
)


def init_app(app: Flask) -> None:
    """Put every page family into the application."""
    for family in FAMILIES:
        app.register_blueprint(family.bp)

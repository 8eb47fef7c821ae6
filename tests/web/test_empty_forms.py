"""A form sent with nothing in it is a form with every field empty."""

from __future__ import annotations

from flask import Flask

from portal.web.fields import AmountField, PageForm


class AmountForm(PageForm):
    """A form with one amount."""

    amount = AmountField("amount")


def test_an_empty_post_is_refused_at_its_fields(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data={}):
        form = AmountForm()
        assert not form.validate()
        assert form.amount.errors

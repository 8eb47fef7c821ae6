"""The forms of Aadhaar transactions, and reading them into what the deeds need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError

from portal.actions.aeps import Slipped
from portal.domain import aeps
from portal.domain.aeps import (
    BALANCE,
    OUTCOMES,
    UNCERTAIN,
    OutcomeIsNotAChoice,
    Record,
    holds_twelve_digits,
)
from portal.domain.aeps_words import OUTCOME_NAMES, SETTLED_NAMES
from portal.domain.corrections import Correction
from portal.domain.members import Member, MemberIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.register import parse_aadhaar_last4
from portal.domain.text import AadhaarIsNotStored, clean, latin_digits
from portal.storage import customers, members
from portal.storage.customers import Customer
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from portal.views.entry_forms import key_of
from portal.web.access import here
from portal.web.fields import (
    AmountField,
    ChoiceField,
    PageForm,
    RemarkField,
    WordsField,
    _ReadField,
)
from portal.web.member_fields import MobileField


@dataclass
class AtDevice:
    """Who the form or its address names; ``problem`` is a member number that is nobody's."""

    member: Member | None = None
    customer: Customer | None = None
    problem: Refusal | None = None

    @property
    def whom(self) -> Whom | None:
        """The person's key in their register, where one is known."""
        if self.member is not None:
            return Whom(MEMBERS, self.member.id)
        return Whom(CUSTOMERS, self.customer.id) if self.customer is not None else None

    @property
    def one(self) -> Member | Customer | None:
        """The person, where one is known."""
        return self.member or self.customer


def at_device() -> AtDevice:
    """Read who the form or its address names."""
    number = latin_digits(clean(request.values.get("member_no", "")))
    if number:
        found = members.member_by_no(here().id, number[:40])
        return AtDevice(member=found, problem=None if found else MemberIsUnknown(field="member_no"))
    key = key_of("customer")
    return AtDevice(customer=customers.customer(here().id, key) if key else None)


class RrnField(_ReadField):
    """The reference on the device's slip; the value is twelve digits."""

    read = staticmethod(aeps.parse_rrn)


class FourField(_ReadField):
    """The last four digits of an Aadhaar number; more of it is never shown again."""

    @staticmethod
    def read(text: str) -> str:
        """Read four digits; raise AadhaarIsNotStored, LastFourIsWrong."""
        if holds_twelve_digits(text):
            raise AadhaarIsNotStored
        return parse_aadhaar_last4(text)

    def _value(self) -> str:
        return self.data or ""


class PlainField(WordsField):
    """Words in which no number of twelve digits may stand, whatever number it is."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean what was typed and refuse a number of twelve digits."""
        from portal.web.errors import spoken

        super().process_formdata(valuelist)
        if holds_twelve_digits(self.data or ""):
            self.data = ""
            raise ValueError(spoken(AadhaarIsNotStored()))


class SlipForm(PageForm):
    """What the device's slip says."""

    outcome = ChoiceField(_l("What does the slip say?"))
    amount = AmountField(_l("How many rupees?"))
    rrn = RrnField(_l("RRN"))
    last_four = FourField(_l("Last four digits of the Aadhaar number"))
    bank = PlainField(_l("Customer's bank"), most=80)
    name = PlainField(_l("Name"), most=80)
    mobile = MobileField(_l("Mobile"), blank_ok=True)
    member_no = WordsField(_l("Member number"), most=20)

    def validate_outcome(self, field: ChoiceField) -> None:
        """Say at once, with whatever else is missing, that no outcome was chosen."""
        from portal.web.errors import spoken

        if not field.data:
            raise ValidationError(spoken(OutcomeIsNotAChoice()))


def slip_form(kind: str, who: AtDevice, **kwargs: Any) -> SlipForm:
    """Make the form for a kind; an enquiry has no amount and can't be uncertain."""
    if "formdata" in kwargs and who.one is not None:
        kwargs["data"] = {"name": who.one.name_hi, "mobile": who.one.mobile or None}
    form = SlipForm(**kwargs)
    outcomes = [one for one in OUTCOMES if kind != BALANCE or one != UNCERTAIN]
    form.outcome.choices = [(one, gettext(OUTCOME_NAMES[one])) for one in outcomes]
    if kind == BALANCE:
        del form.amount
    return form


def slipped_of(kind: str, form: SlipForm, who: AtDevice) -> Slipped:
    """Read the form into what is written down."""
    amount = form.amount.data if "amount" in form else 0
    return Slipped(
        kind=kind, outcome=form.outcome.data or "", amount_paise=amount or 0,
        rrn=form.rrn.data or "", last_four=form.last_four.data or "", bank=form.bank.data or "",
        name=form.name.data or "", mobile=form.mobile.data or "", whom=who.whom,
    )  # fmt: skip


class SettleForm(PageForm):
    """What became of an uncertain transaction."""

    settled_as = ChoiceField(_l("What became of it?"))
    note = PlainField(_l("How is it known?"), most=aeps.LONGEST_NOTE)

    @classmethod
    def of(cls, record: Record, **kwargs: Any) -> SettleForm:
        """Make the form for a record: what it may still become."""
        form = cls(**kwargs)
        may = [one for one in aeps.SETTLEMENTS[record.kind] if one != record.settled_as]
        form.settled_as.choices = [(one, gettext(SETTLED_NAMES[record.kind, one])) for one in may]
        return form


class WrongForm(PageForm):
    """What is wrong with a record."""

    reason = ChoiceField(_l("What is wrong?"))
    amount = AmountField(_l("Right amount"), blank_ok=True)
    cash_moves_now = BooleanField(_l("Money is given or taken back today because of this"))
    cash_now = AmountField(_l("How much of it today?"), blank_ok=True)
    remark = RemarkField(_l("What happened?"), most=aeps.LONGEST_NOTE)

    @classmethod
    def of(cls, record: Record, *, is_todays: bool, **kwargs: Any) -> WrongForm:
        """Make the form for a record: an amount only where cash moved."""
        form = cls(**kwargs)
        form.reason.choices = [
            ("wrong_amount", gettext("Only the amount is wrong")),
            ("not_ours", gettext("Something else, or it never happened")),
        ][record.voucher_id is None :]
        if record.voucher_id is None:
            del form.amount
        if record.voucher_id is None or is_todays:
            del form.cash_moves_now, form.cash_now
        return form


def correction_of(form: WrongForm) -> Correction:
    """Read the form into what the domain needs."""

    def data(name: str) -> Any:
        return form[name].data if name in form else None

    is_amount = form.reason.data == "wrong_amount"
    return Correction(
        reason=form.reason.data or "", remark=form.remark.data or "",
        right_amount_paise=data("amount") if is_amount else None,
        cash_moves_now=bool(data("cash_moves_now")), cash_now_paise=data("cash_now"),
    )  # fmt: skip

"""The form of a task: what it asks for, whose it is, and reading it into what the domain needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from portal.domain import heads
from portal.domain.account_choice import (
    Ask,
    NoAccountYet,
    asks_of,
    choices_for,
    require_may,
    subs_of,
)
from portal.domain.accounts import KINDS
from portal.domain.daybook import AccountIsMissing, MemberIsMissing
from portal.domain.members import Member, MemberIsUnknown
from portal.domain.refusals import Refusal
from portal.domain.tasks import Filled, Task, TaskLine
from portal.domain.text import clean, latin_digits
from portal.storage import accounts, customers, daybook, members, people
from portal.storage.accounts import Account
from portal.storage.customers import Customer
from portal.storage.reference import chart
from portal.storage.served import CUSTOMERS, MEMBERS, Whom
from portal.web.access import here
from portal.web.fields import AmountField, ChoiceField, DateField, PageForm, WordsField, as_key
from portal.web.locale import in_language, named

MODE_NAMES = {
    "cash": _l("Cash"), "cheque": _l("Cheque"), "upi": _l("UPI"), "transfer": _l("Bank transfer"),
}  # fmt: skip


@dataclass
class AtCounter:
    """Who stands at the counter, as far as the form says, and the accounts that fit its task.

    ``choices`` are the open accounts by the field that asks for one; ``problem`` is why the member
    that was named can't be served with this task.
    """

    member: Member | None = None
    customer: Customer | None = None
    asks: list[Ask] = field(default_factory=list)
    choices: dict[str, list[Account]] = field(default_factory=dict)
    problem: Refusal | None = None

    @property
    def whom(self) -> Whom | None:
        """The person's key in their register, where one is known."""
        if self.member is not None:
            return Whom(MEMBERS, self.member.id)
        return Whom(CUSTOMERS, self.customer.id) if self.customer is not None else None

    @property
    def name(self) -> str:
        """The person's name, or nothing."""
        known = self.member or self.customer
        return known.name_hi if known is not None else ""

    @property
    def has_no_account(self) -> bool:
        """The task is for one kind of account, and the member has none."""
        return len(self.asks) == 1 and self.choices.get(self.asks[0].field) == []

    @property
    def kind_to_open(self) -> str:
        """The kind of account that the task needs first."""
        wanted = self.asks[0].heads
        return next((one.code for one in KINDS.values() if wanted & set(one.heads)), "loan")

    def is_unreachable(self, task: Task) -> bool:
        """Say whether the form can't go on: an applicant is chosen first, or an account opened."""
        return self.has_no_account or (self.member is None and "applicant" in task.registers)

    def leaves_out(self, number: int) -> bool:
        """Say whether a line (from 1) is left out, because the member has no account for it."""
        return any(number in ask.numbers and self.choices.get(ask.field) == [] for ask in self.asks)

    def only(self) -> list[Account]:
        """List the accounts that are chosen by themselves."""
        return [found[0] for found in self.choices.values() if len(found) == 1]


def at_counter(task: Task) -> AtCounter:
    """Read who the form or its address names; a member's number must be exact."""
    found = AtCounter(asks=asks_of(task, chart()))
    try:
        found.member = _member(task)
        if found.member is not None and task.needs_member:
            require_may(task, found.member)
            found.choices = _accounts(task, found.asks, found.member)
    except Refusal as refusal:
        found.problem, found.member = refusal, None
    if found.member is None and not task.needs_member:
        found.customer = _customer()
    return found


def _member(task: Task) -> Member | None:
    number = latin_digits(clean(request.values.get("member_no", "")))
    applicant = key_of("applicant")
    if applicant and "applicant" in task.registers:
        return members.member(here().id, applicant)
    if not number:
        return None
    found = members.member_by_no(here().id, number[:40])
    if found is None:
        raise MemberIsUnknown
    return found


def _customer() -> Customer | None:
    key = key_of("customer")
    return customers.customer(here().id, key) if key else None


def key_of(name: str) -> int:
    """Return a key that the form or its address names, or 0."""
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _accounts(task: Task, asks: list[Ask], member: Member) -> dict[str, list[Account]]:
    if not asks:
        return {}
    held = accounts.accounts_of(here().id, member.id)
    found = {ask.field: choices_for(ask, held) for ask in asks}
    if task.code == "fd_open":  # a fixed deposit takes its sum once
        keys = {(one.head, one.id) for one in found["account"]}
        paid = accounts.sub_balances(here().id, keys)
        found["account"] = [one for one in found["account"] if not paid[one.head, one.id]]
    return found


class EntryForm(PageForm):
    """The form of any task; what the task doesn't ask for is left away by ``form_of``."""

    member_no = WordsField(_l("Member number"), most=20)
    amount = AmountField(_l("How many rupees?"))
    given = AmountField(_l("Customer gave"), blank_ok=True)
    mode = ChoiceField(_l("How?"))
    bank = ChoiceField(_l("Which bank account?"), coerce=as_key)
    head = ChoiceField(_l("Spent on what?"), coerce=as_key)
    person = ChoiceField(_l("Who pays it back?"), coerce=as_key)
    reference = WordsField(_l("Cheque, UPI or transfer number"), most=40, is_number=True)
    reference_on = DateField(_l("Its date"), blank_ok=True)
    party = WordsField(_l("Name"), most=80)
    paper_no = WordsField(_l("Bill or slip number"), most=30)
    narration = WordsField(_l("Details"), most=160)

    def is_more_open(self) -> bool:
        """Say whether the rarer fields hold something, so that they must be seen."""
        rarer = [self[name] for name in ("given", "reference", "reference_on") if name in self]
        mode = self["mode"].data if "mode" in self else None
        return mode not in (None, "", "cash") or any(one.errors or one.data for one in rarer)


def amount_name(number: int) -> str:
    """Name the field of a task's amount, counted from 1."""
    return "amount" if number == 1 else f"amount{number}"


@lru_cache(maxsize=64)
def _form_class(amounts: int, account_fields: tuple[str, ...]) -> type[EntryForm]:
    names = [amount_name(number) for number in range(2, amounts + 1)]
    fields: dict[str, Any] = {name: AmountField("", blank_ok=True) for name in names}
    if names:
        fields["amount"] = AmountField("", blank_ok=True)
    for name in account_fields:
        fields[name] = ChoiceField(_l("Which account?"), coerce=as_key)
    return type("TaskForm", (EntryForm,), fields)


def form_of(task: Task, who: AtCounter, **kwargs: Any) -> EntryForm:
    """Make the form of a task: an amount for each of its lines, and only what it asks for."""
    several = {name: found for name, found in who.choices.items() if len(found) > 1}
    form = _form_class(len(task.amount_lines), tuple(sorted(several)))(**kwargs)
    _amounts(task, who, form)
    for name, found in several.items():
        form[name].choices = [(0, "…"), *((one.id, account_label(one)) for one in found)]
        line = next(ask for ask in who.asks if ask.field == name).numbers[0]
        if len(task.lines) > 1:
            form[name].label.text = gettext(
                "%(what)s: which account?", what=_label(task.lines[line - 1])
            )
    _choices(task, form)
    asked = {
        "member_no": task.needs_member and who.member is None and "applicant" not in task.registers,
        "given": task.direction == "in" and "cash" in task.modes,
        "mode": len(task.modes) > 1,
        "bank": len(form.bank.choices) > 1,
        "reference": any(mode != "cash" for mode in task.modes) or not task.has_money_side,
        "reference_on": any(mode != "cash" for mode in task.modes),
        "head": bool(task.head_choice), "person": task.needs_person,
        "party": (task.has_money_side or task.needs_member) and not task.needs_person,
        "paper_no": "paper_no" in task.asks,
    }  # fmt: skip
    for name, is_asked in asked.items():
        if not is_asked:
            del form[name]
    return form


def _label(line: TaskLine) -> str:
    return in_language(line.label_hi, line.label_en)


def account_label(account: Account) -> str:
    """Name an account to choose: its number, a loan's kind, and when it falls due; no balance."""
    parts = [account.account_no]
    if account.kind == "loan":
        parts.append(named(chart()[account.head]))
    if account.due_on:
        parts.append(f"{account.due_on[8:]}-{account.due_on[5:7]}-{account.due_on[:4]}")
    return " · ".join(parts)


def _amounts(task: Task, who: AtCounter, form: EntryForm) -> None:
    lines = task.amount_lines
    if len(lines) == 1:
        if task.direction == "in":
            form.amount.label.text = gettext("How many rupees came in?")
        elif task.direction == "out":
            form.amount.label.text = gettext("How many rupees were paid?")
        return
    for number, line in enumerate(lines, start=1):
        form[amount_name(number)].label.text = _label(line)
        if who.leaves_out(number) or (_is_interest(line) and _has_no_loan(who)):
            del form[amount_name(number)]


def _is_interest(line: TaskLine) -> bool:
    return set(line.heads) <= {3101, 3102, 3103, 3104}


def _has_no_loan(who: AtCounter) -> bool:
    return any(
        chart()[min(ask.heads)].sub_ledger == "loan" and who.choices.get(ask.field) == []
        for ask in who.asks
    )


def _choices(task: Task, form: EntryForm) -> None:
    form.mode.choices = [(mode, MODE_NAMES[mode]) for mode in task.modes]
    banks = bank_accounts() if {"cheque", "transfer"} & set(task.modes) else []
    form.bank.choices = [(code, named(chart()[code])) for code in banks]
    form.head.choices = [(code, named(chart()[code])) for code in task.head_choice]
    if task.needs_person:
        owed = daybook.sub_balances(here().id, heads.CASH_SHORTAGE)
        names = people.names(set(owed))
        names[heads.SHORTAGE_FROM_BEFORE] = (gettext("Shortage from before the books"),) * 2
        form.person.choices = [(who, names[who][0]) for who in owed if owed[who] > 0]


def bank_accounts() -> list[int]:
    """List the society's bank accounts: the current account, and others that hold something."""
    held = daybook.balances(here().id)
    return [one for one in heads.BANK_ACCOUNTS if one == heads.BANK_CURRENT or one in held]


def is_only_named(task: Task, who: AtCounter) -> bool:
    """Say whether a sent form names a member and nothing else, so that the rest is asked now."""
    typed = {name for name, text in request.form.items() if text.strip()}
    rest = {name for name in typed if name.startswith("amount")} | (
        typed & {"narration", "confirm"}
    )
    return task.needs_member and who.member is not None and not rest and "seen" not in typed


def filled_of(task: Task, form: EntryForm, who: AtCounter) -> Filled:
    """Read a task's form into what the domain needs.

    Raises MemberIsMissing, AccountIsMissing, and NoAccountYet for money of an account that the
    member does not have.
    """

    def data(name: str, default: Any = "") -> Any:
        return form[name].data if name in form and form[name].data is not None else default

    subs, follow = _subs(task, form, who)
    party = data("party") or who.name
    sub_id = data("person", None)
    if sub_id is not None:
        party = dict(form.person.choices).get(sub_id, "")
    mode = data("mode") or (task.modes[0] if task.modes else "none")
    return Filled(
        amounts=tuple(data(amount_name(at), 0) for at in range(1, len(task.amount_lines) + 1)),
        mode=mode, bank=data("bank", heads.BANK_CURRENT) or heads.BANK_CURRENT,
        head=data("head", None), sub_id=sub_id, subs=subs, follow=follow,
        reference=data("reference"), reference_on=data("reference_on"),
        paper_no=data("paper_no"), party=party, narration=data("narration"),
        given_paise=data("given", None),
    )  # fmt: skip


def _subs(task: Task, form: EntryForm, who: AtCounter) -> tuple[Mapping[int, int], tuple[int, ...]]:
    if not task.needs_member:
        return {}, ()
    if who.member is None:
        raise MemberIsMissing
    for number in range(1, len(task.amount_lines) + 1):
        name = amount_name(number)
        if name not in form and request.form.get(name, "").strip():
            raise NoAccountYet(name=_label(task.lines[number - 1]), field=name)
    if who.has_no_account:
        raise NoAccountYet(name=who.name)
    return subs_of(task, chart(), who.member, _chosen(task, form, who))


def _chosen(task: Task, form: EntryForm, who: AtCounter) -> dict[str, Account]:
    chosen = {name: found[0] for name, found in who.choices.items() if len(found) == 1}
    for ask in who.asks:
        if ask.field not in form:
            continue
        by_id = {one.id: one for one in who.choices[ask.field]}
        account = by_id.get(form[ask.field].data or 0)
        if account is not None:
            chosen[ask.field] = account
        elif not task.has_money_side or any(_amount(form, number) for number in ask.numbers):
            raise AccountIsMissing(field=ask.field)
    return chosen


def _amount(form: EntryForm, number: int) -> int:
    name = amount_name(number)
    return (form[name].data or 0) if name in form else 0


def placed(refusal: Refusal, task: Task) -> Refusal:
    """Put a refusal about one head at the amount of that head's line."""
    head = refusal.params.get("head")
    for number, line in enumerate(task.amount_lines, start=1):
        if refusal.field == "amount" and head in line.heads:
            refusal.field = amount_name(number)
    return refusal

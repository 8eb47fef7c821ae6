"""The forms of every service beside bills: what is asked, which steps follow, where to ask.

config/application_*.csv hold forms, fields, steps and states; config/service_forms.csv says which
service leads to which form, config/service_help.csv where to ask. domain/application_files.py
reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.refusals import N_, Refusal

FIRST = "draft"
"""The state in which every application begins."""
BY_HAND, BY_MONEY = "hand", "money"
#: What a step may ask for.
ASKS = ("department_no", "result_no", "reason", "remind_on", "said")
WHOM = ("counter", "customer", "office", "insurer", "carrier", "bank", "nobody")


class Shape(StrEnum):
    """How an answer is written and read."""

    WORDS = "words"
    NAME = "name"
    DIGITS = "digits"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    PAST_DATE = "past_date"
    FUTURE_DATE = "future_date"
    BIRTH = "birth"
    YEAR = "year"
    CHOICE = "choice"
    MOBILE = "mobile"
    YES_NO = "yes_no"
    AREA = "area"
    LAST4 = "last4"
    ACCOUNT = "account"
    CODE = "code"


class Money(StrEnum):
    """What is taken beside our own fee, and where it is held till it goes on."""

    NONE = "none"
    FEE = "fee"
    CROP = "premium_crop"
    PREMIUM = "premium_other"
    FARE = "fare"
    TRANSFER = "transfer"


#: The field that holds what is passed on, by kind of money.
AMOUNT_FIELDS = {
    Money.CROP: "premium", Money.PREMIUM: "premium", Money.FARE: "fare", Money.TRANSFER: "amount",
}  # fmt: skip


class FormIsUnknown(Refusal):
    """No form stands under this name, or the service needs none."""

    message = N_("There is no form for this service here.")
    status = 404


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    ``least`` and ``most`` are, by shape: characters (words, name, digits, account, code), the
    number itself (number, year), rupees (money), completed years (birth), days from today
    (past_date, future_date); None is no limit but the shape's own. ``like`` names a pattern of
    domain/application_patterns.py. ``choices`` are (value, Hindi, English).
    """

    code: str
    label_hi: str
    label_en: str
    shape: Shape
    is_required: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    like: str = ""
    hint_hi: str = ""
    hint_en: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a service asks, and what its numbers are called.

    ``number`` is what the department's own number is called (application number, PNR …),
    ``result`` what comes out of it (certificate number, policy number …); both may be ''.
    """

    code: str
    name_hi: str
    name_en: str
    chain: str
    fields: tuple[Field, ...]
    money: Money
    number_hi: str
    number_en: str
    result_hi: str
    result_en: str

    @property
    def amount_field(self) -> str:
        """The code of the field that says what is passed on, '' where no field does."""
        return AMOUNT_FIELDS.get(self.money, "")

    def field(self, code: str) -> Field | None:
        """Return a field, or None for an answer that is no longer asked."""
        return next((one for one in self.fields if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one state of a chain to another.

    ``asks`` is what is asked on the way, ``needs`` what of it can't be left empty. A step ``by``
    money is made where the money moves, never by hand.
    """

    chain: str
    from_state: str
    to_state: str
    label_hi: str
    label_en: str
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    by: str
    ends: bool

    @property
    def is_by_money(self) -> bool:
        """Whether only money that moves makes this step."""
        return self.by == BY_MONEY


@dataclass(frozen=True, slots=True)
class State:
    """Where an application stands, whose turn it is, and what the villager reads of it."""

    code: str
    name_hi: str
    name_en: str
    at_whom: str
    public_hi: str
    public_en: str


@dataclass(frozen=True, slots=True)
class Help:
    """Where a villager may ask about a service, and how it goes there.

    ``days`` '' and every other empty text are not known. ``source`` says whose word it is and
    ``checked_on`` when it was looked at last.
    """

    service_id: str
    office_hi: str
    portal: str
    helpline: str
    steps: tuple[str, ...]
    days: str
    checked_on: str
    source: str

    @property
    def is_confirmed(self) -> bool:
        """Whether a public source was read for it."""
        return not self.source.startswith(UNCONFIRMED)


UNCONFIRMED = "याद से"


class FormBook:
    """All forms, by service."""

    def __init__(
        self,
        forms: Iterable[Form],
        steps: Iterable[Step],
        states: Mapping[tuple[str, str], State],
        forms_of: Mapping[str, str],
        helps: Iterable[Help],
    ) -> None:
        """Keep forms by code, steps in the order of their chain, states by chain and code."""
        self.forms = {one.code: one for one in forms}
        self._steps: dict[tuple[str, str], tuple[Step, ...]] = {}
        for step in steps:
            key = (step.chain, step.from_state)
            self._steps[key] = (*self._steps.get(key, ()), step)
        self._states = dict(states)
        self._forms_of = dict(forms_of)
        self._helps = {one.service_id: one for one in helps}

    def __iter__(self) -> Iterator[Form]:
        """Go through all forms in the order of their file."""
        return iter(self.forms.values())

    @property
    def chains(self) -> set[str]:
        """Return the names of all chains."""
        return {chain for chain, _state in self._steps}

    @property
    def services(self) -> set[str]:
        """Return the services that lead to a form."""
        return set(self._forms_of)

    def form(self, code: str) -> Form:
        """Return a form by its code; raise FormIsUnknown."""
        try:
            return self.forms[code]
        except KeyError:
            raise FormIsUnknown from None

    def form_of(self, service_id: str) -> Form | None:
        """Return the form that a service leads to, or None where it leads elsewhere."""
        code = self._forms_of.get(service_id)
        return self.forms[code] if code else None

    def help_of(self, service_id: str) -> Help | None:
        """Return where to ask about a service, or None where nobody wrote it down."""
        return self._helps.get(service_id)

    def steps(self, chain: str, state: str) -> tuple[Step, ...]:
        """List the ways on from a state, the usual one first; none where it ends."""
        return self._steps.get((chain, state), ())

    def step(self, chain: str, from_state: str, to_state: str) -> Step | None:
        """Return the way from one state to another, or None where there is none."""
        found = self.steps(chain, from_state)
        return next((one for one in found if one.to_state == to_state), None)

    def is_end(self, chain: str, state: str) -> bool:
        """Say whether nothing follows a state."""
        return not self.steps(chain, state)

    def state(self, code: str, chain: str = "") -> State:
        """Return a state as its chain words it; one that left the files keeps its code as name."""
        found = self._states.get((chain, code)) or self._states.get(("", code))
        return found or State(code, code, code, "counter", "", "")

    def states_of(self, chain: str) -> tuple[State, ...]:
        """List the states of a chain in the order in which they are reached."""
        found, at = [FIRST], 0
        while at < len(found):
            found += [
                one.to_state for one in self.steps(chain, found[at]) if one.to_state not in found
            ]
            at += 1
        return tuple(self.state(code, chain) for code in found)

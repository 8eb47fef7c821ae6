"""Applications of each made-up society, in every state that its pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from portal.actions import applications as deeds
from portal.actions.application_rules import papers_for, rule_for, scheme_of
from portal.actions.applications import NewApplication
from portal.demo.cast import Villager
from portal.demo.desk import Desk
from portal.demo.folk import make_mobile
from portal.demo.hours import instant
from portal.domain.application_forms import Field, Form, Shape
from portal.domain.applications import Person, Said
from portal.domain.catalogue import Service
from portal.domain.dates import days_between, ist_on, show_on
from portal.domain.people import Policy
from portal.storage.application_forms import application_forms
from portal.storage.catalogue import catalogue

_HOURS = (11, 16)
_POLICY = Policy(frozenset((role, deeds.KEEPING) for role in ("operator", "manager")))
#: What is written into a field, by its code; others by their shape.
_WRITTEN = {
    "birth": "15-08-1958", "purpose": "छात्रवृत्ति", "caste": "पाटीदार", "mother": "कमला बाई",
    "husband": "स्व. रामलाल", "died_on": "12-03-2024", "bank": "ग्रामीण बैंक", "sex": "F",
    "yearly_income": "48000", "members": "5", "category": "obc", "percent": "60",
    "head": "शांति बाई", "crop": "सोयाबीन", "khasra": "123/2", "area": "1.5 हेक्टेयर",
    "sum_insured": "62000", "premium": "930", "from_place": "खंडवा", "to_place": "भोपाल",
    "passengers": "2", "who": "सीताराम 61, गीता बाई 57", "fare": "570", "occupation": "खेत मज़दूर",
    "looked_for": "123/2", "mauza": "भीकनगाँव", "post_office": "भीकनगाँव",
}  # fmt: skip
_SHAPED = {
    Shape.WORDS: "जैसा कागज़ पर है", Shape.NAME: "गीता बाई", Shape.DIGITS: "123456",
    Shape.NUMBER: "2", Shape.MONEY: "1200", Shape.DATE: "01-04-2025", Shape.YEAR: "2024",
    Shape.PAST_DATE: "05-06-2024", Shape.YES_NO: "yes", Shape.AREA: "1 हेक्टेयर",
    Shape.LAST4: "4321", Shape.ACCOUNT: "4321", Shape.CODE: "123/45", Shape.BIRTH: "15-08-1958",
}  # fmt: skip
_COMES_IN = 8  # days until what is to come


@dataclass(frozen=True, slots=True)
class _Way:
    """How an application went: which forms it may have, how long ago, and step by step.

    A step is the days after the beginning, where it led, and what was said.
    """

    forms: tuple[str, ...]
    ago: int
    steps: tuple[tuple[int, str, Mapping[str, Any]], ...] = ()
    is_womans: bool = False
    is_begun_only: bool = False


def _sent(remind_after: int = 0) -> tuple[int, str, dict[str, Any]]:
    return 0, "submitted", {"department_no": "", "remind_after": remind_after}


_WAYS = (
    _Way(("income",), 12, (_sent(15), (8, "ready", {"result_no": ""}))),
    _Way(("caste",), 9, (_sent(), (4, "wanted", {"reason": "शपथ पत्र नोटरी का चाहिए"}))),
    _Way(("residence",), 20, (_sent(), (9, "ready", {"result_no": ""}), (11, "handed_over", {}))),
    _Way(
        ("pension_widow_mp", "pension_widow"), 25,
        (_sent(), (4, "panchayat", {}), (15, "block", {"remind_after": 13})), is_womans=True,
    ),
    _Way(
        ("pension_old_mp", "pension_old"), 30,
        (_sent(), (3, "panchayat", {}), (10, "block", {}), (22, "sanctioned", {"result_no": ""})),
    ),
    _Way(
        ("pension_disability_mp", "pension_disability"), 18,
        (_sent(), (12, "rejected", {"reason": "दिव्यांगता प्रमाण पत्र पुराना है"})),
    ),
    _Way(("ration_new",), 8, (_sent(7),)),
    _Way(("eshram",), 2, ((0, "ready", {"result_no": ""}), (0, "handed_over", {}))),
    _Way(("any_lookup", "open_lookup"), 1, ((0, "done", {"said": "खाते में पिछली किस्त आ चुकी है"}),)),
    _Way(("crop_insurance",), 0),
    _Way(("train",), 0),
    _Way(("pm_kisan",), 0, is_begun_only=True),
)  # fmt: skip


@dataclass(slots=True)
class _Making:
    """The applications of one society being made."""

    desk: Desk
    source: Random
    start_on: str
    today_on: str
    now: int
    numbers: int = 0
    used: set[str] = field(default_factory=set)

    def go(self, way: _Way) -> int | None:
        """Begin an application and take it as far as its way leads; None without such a service."""
        service, form = self._service(way.forms)
        if service is None or form is None:
            return None
        ago = min(way.ago, days_between(self.start_on, self.today_on))
        at = self._at(ago)
        who = self._who(is_woman=way.is_womans)
        new = self._new(service, form, who, ist_on(at), is_bare=way.is_begun_only)
        operator = self.desk.people["operator"]
        done = deeds.begin(
            self.desk.doer(operator, at), self.desk.slip(operator), self.desk.society.id,
            service.id, new,
        )  # fmt: skip
        application_id = int(done.location.rsplit("/", 1)[1])
        for version, (after, state, said) in enumerate(way.steps, start=1):
            self._move(application_id, version, max(ago - after, 0), state, said)
        return application_id

    def _at(self, ago: int) -> int:
        on = ist_on(self.now - ago * 86_400_000)
        hour = self.source.randrange(*_HOURS)
        return min(instant(on, hour, self.source.randrange(60)), self.now)

    def _service(self, forms: Iterable[str]) -> tuple[Service | None, Form | None]:
        """Return the state's own service of one of these forms, or that of all India."""
        state, book = self.desk.society.state_code, application_forms()
        for code in forms:
            found = [one for one in catalogue() if _has(book.form_of(one.id), code)]
            found = sorted(
                (one for one in found if one.is_in(state)), key=lambda one: not one.states
            )
            if found:
                return found[0], book.form_of(found[0].id)
        return None, None

    def _who(self, *, is_woman: bool) -> Villager:
        known = [
            one for one in self.desk.counter.cast.villagers
            if one.name_hi not in self.used and (one.is_woman or not is_woman)
        ]  # fmt: skip
        found = self.source.choice(known or self.desk.counter.cast.villagers)
        self.used.add(found.name_hi)
        return found

    def _new(
        self, service: Service, form: Form, who: Villager, on: str, *, is_bare: bool
    ) -> NewApplication:
        rule = rule_for(service, self.desk.society.state_code, "", None, on)
        papers = papers_for(service, scheme_of(rule.scheme_id))
        guardian = who.holder.record.guardian_hi if who.holder else ""
        person = Person(who.name_hi, guardian, who.village_hi, make_mobile(self.source))
        answers = {one.code: self._typed(one) for one in form.fields if one.is_required}
        if is_bare:
            return NewApplication(person, papers=papers[:1], whom=who.whom)
        return NewApplication(person, answers, papers, who.whom)

    def _typed(self, one: Field) -> str:
        if one.shape is Shape.CHOICE:
            values = [value for value, _hi, _en in one.choices]
            return _WRITTEN[one.code] if _WRITTEN.get(one.code) in values else values[0]
        if one.shape is Shape.FUTURE_DATE:
            return show_on(ist_on(self.now + _COMES_IN * 86_400_000))
        return _WRITTEN.get(one.code, _SHAPED[one.shape])

    def _move(
        self, application_id: int, version: int, ago: int, state: str, said: Mapping[str, Any]
    ) -> None:
        operator = self.desk.people["operator"]
        doer = self.desk.doer(operator, max(self._at(ago), self._begun_at(application_id)))
        filled = dict(said)
        if days := filled.pop("remind_after", 0):
            filled["remind_on"] = ist_on(doer.at + days * 86_400_000)
        for name in ("department_no", "result_no"):
            if name in filled:
                self.numbers += 1
                filled[name] = (
                    f"{self.desk.society.state_code}/{self.today_on[:4]}/{4100 + self.numbers}"
                )
        deeds.move(
            doer, self.desk.slip(operator), self.desk.society.id, application_id, version, state,
            Said(**filled),
        )  # fmt: skip

    def _begun_at(self, application_id: int) -> int:
        return deeds.application(self.desk.society.id, application_id).state_at

    def hand_over(self, application_id: int) -> None:
        """Let the manager go on with one."""
        operator, society_id = self.desk.people["operator"], self.desk.society.id
        one = deeds.application(society_id, application_id)
        deeds.hand_over(
            self.desk.doer(operator, self.now), self.desk.slip(operator), society_id, one.id,
            one.version, self.desk.people["manager"].id, "तहसील में आप ही पूछ लें", _POLICY,
        )  # fmt: skip


def _has(form: Form | None, code: str) -> bool:
    return form is not None and form.code == code


def begin_applications(
    desk: Desk, source: Random, start_on: str, today_on: str, now: int
) -> list[int]:
    """Begin a dozen applications and take each as far as its way leads; return their numbers.

    The one whose papers were asked for goes to the manager.
    """
    making = _Making(desk, source, start_on, today_on, now)
    found = [making.go(way) for way in _WAYS]
    if found[1] is not None:
        making.hand_over(found[1])
    return [one for one in found if one is not None]

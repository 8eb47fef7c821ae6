"""Makes one society with its people, its opening balances and its days up to today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from portal.actions.counter import set_counter
from portal.actions.opening_balances import enter_opening_balances
from portal.actions.people import Safeguards
from portal.actions.societies import add_society
from portal.actions.verification import remark_on_day, verify_day
from portal.demo import csc_day, hours, routine
from portal.demo.applications import begin_applications
from portal.demo.attachments import attach_one_bill
from portal.demo.charge import hand_over_once
from portal.demo.closures import declare_polling_day
from portal.demo.consents import ask_consents
from portal.demo.counter import Asked, Counter
from portal.demo.desk import KEEP, Desk
from portal.demo.dice import dice
from portal.demo.folk import make_mobile
from portal.demo.hours import MINUTE, Hours, instant
from portal.demo.opening import opening_balances
from portal.demo.outage_slips import draw_for_an_outage
from portal.demo.paper import close_without_a_count, type_slips
from portal.demo.pensioners import know_pensioners
from portal.demo.premiums import take_money
from portal.demo.queue import fill_queue
from portal.demo.register import fill_register, know_customers
from portal.demo.reopenings import reopen_one_evening
from portal.demo.second_persons import ask_second_persons
from portal.demo.staff import add_workers, officer_of
from portal.demo.stories import Plan
from portal.demo.surprise_counts import count_one_morning
from portal.demo.tills import serve_around_a_turn
from portal.demo.wallet_statement import read_statement_in
from portal.domain.counter import Counter as CounterParticulars
from portal.domain.dates import dates_from, ist_on, next_on, previous_on
from portal.domain.day import is_working
from portal.domain.people import Doer
from portal.gateways.ports import Sealer
from portal.storage import places
from portal.storage.calendar import bank_holidays
from portal.storage.daybook import balances
from portal.storage.people import Person, person_called
from portal.storage.places import Society

_LIMITS = (25_000_00, 30_000_00, 35_000_00)
_ANSWERED = 9  # so many working days ago a remark was sent to KHR001, answered, and verified
_TOO_MUCH = 14_000_00
_REMARK = "बैंक जमा पर्ची की संख्या बही से नहीं मिल रही; पर्ची देखकर उत्तर दें"
_OLD_REMARK = "यूरिया बिक्री के बिल क्रम से नहीं लगे हैं"
_REPLY = "बिल क्रम से लगा दिए हैं, कृपया देखें"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A society's working days."""

    weekly_off: int
    holidays: frozenset[str]

    def is_working(self, on: str) -> bool:
        """Say whether the society works on a date."""
        return is_working(on, self.weekly_off, dict.fromkeys(self.holidays))

    def before(self, today_on: str, number: int) -> list[str]:
        """List so many working days before today, the oldest first."""
        found: list[str] = []
        on = today_on
        while len(found) < number:
            on = previous_on(on)
            if self.is_working(on):
                found.append(on)
        return found[::-1]

    def after(self, on: str) -> str:
        """Return the next working day after a date."""
        on = next_on(on)
        while not self.is_working(on):
            on = next_on(on)
        return on

    def gap(self, last_on: str, on: str) -> dict[str, str]:
        """Name the days between the last day in the books and the one to open."""
        between = dates_from(next_on(last_on), previous_on(on))
        return {one: "idle" if self.is_working(one) else "holiday" for one in between}


class Review(NamedTuple):
    """What an officer (or the manager in reply) is going to say about a day."""

    at: int
    day_on: str
    kind: str
    remark: str


@dataclass(slots=True)
class Making:
    """A society being made: what has happened so far, day by day."""

    plan: Plan
    seed: int
    today_on: str
    now: int
    calendar: Calendar
    desk: Desk
    officer: Person
    last_on: str
    reviews: list[Review] = field(default_factory=list)

    def source(self, on: str) -> Random:
        """Return the chance of one day."""
        return dice(self.seed, self.plan.code, on)

    def work(self, days: Sequence[str]) -> None:
        """Live through the past working days as far as the story lets them be done."""
        story = self.plan.story
        for place, on in enumerate(days):
            ago = len(days) - place
            if ago < story.behind or (ago == story.behind and not story.is_left_open):
                break
            self._live(on, ago)
        self.say_reviews(self.now)

    def _live(self, on: str, ago: int) -> None:
        story, source = self.plan.story, self.source(on)
        times = self._hours(source, on, ago)
        person = self._person(source, ago)
        asked = self._asked(source, on, ago)
        is_above = 0 < ago <= story.above
        self._open(person, times, on)
        keep = KEEP
        if is_above:
            keep = (self.desk.society.cash_limit_paise or 0) + _TOO_MUCH
            if ago == story.above:
                self.desk.draw(person, times.first_at, keep, "ढुलाई और मजदूरी भुगतान हेतु")
        if ago == story.uncounted:
            type_slips(self.desk, person, on, times.opened_at)
        self.desk.serve(person, times, source, asked, keep=keep)
        self.say_reviews(times.counted_at)
        if ago == story.uncounted:
            close_without_a_count(self.desk, person, on, times.closed_at)
        elif ago != story.behind:
            short = story.short_paise if ago == 1 else 0
            self.desk.count_and_close(person, times, source, short)
            if ago == story.reopened:
                reopen_one_evening(self.desk, times, dice(self.seed, self.plan.code, "reopen"), on)
            self._plan_review(source, on, ago, times.closed_at)
        self.last_on = on

    def _hours(self, source: Random, on: str, ago: int) -> Hours:
        late = self.plan.story.late
        if late and 1 < ago <= late + 1:
            return hours.of_catching_up(source, self._yesterday, late + 1 - ago)
        if late and ago == 1:
            return hours.of_catching_up(source, on, late + 2)
        return hours.of_a_usual_day(source, on)

    @property
    def _yesterday(self) -> str:
        return self.calendar.before(self.today_on, 1)[0]

    def _person(self, source: Random, ago: int) -> Person:
        late = self.plan.story.late
        if late and 1 < ago <= late + 1:
            assistant = person_called("assistant")
            assert assistant is not None
            return assistant
        return self.desk.people["manager" if source.random() < 0.12 else "operator"]

    def _asked(self, source: Random, on: str, ago: int) -> list[Asked]:
        counter = self.desk.counter
        counter.source, counter.on = source, on
        number = 3 + source.randint(6, 10) * self.plan.size // 1000
        stock = balances(self.desk.society.id)
        comers = routine.comers(counter, number)
        if not self._is_caught_up(ago):
            comers = csc_day.with_bills(counter, comers, ago, self.plan)
        return [
            *routine.settlements(counter, stock, self.last_on),
            *routine.of_the_calendar(counter, self.last_on),
            *comers,
        ]

    def _is_caught_up(self, ago: int) -> bool:
        """Whether a day was typed from paper: no bill can be paid on it."""
        return bool(self.plan.story.late) and ago <= self.plan.story.late + 1

    def _open(self, person: Person, times: Hours, on: str) -> None:
        self.say_reviews(times.opened_at)
        self.desk.open(person, times.opened_at, on, self.calendar.gap(self.last_on, on))

    def open_today(self) -> None:
        """Open today and serve those who have come so far."""
        source = self.source(self.today_on)
        times = hours.of_today(source, self.today_on, self.now)
        counter = self.desk.counter
        counter.source, counter.on = source, self.today_on
        asked = routine.settlements(counter, balances(self.desk.society.id), self.last_on)
        if self.plan.is_home:
            shown = routine.shown_today(counter, source.randint(6, 8) - len(asked))
            asked += csc_day.shown_today(counter, shown)
        else:
            asked += csc_day.with_bills(counter, routine.comers(counter, source.randint(2, 5)))
        person = self.desk.people["operator"]
        self._open(person, times, self.today_on)
        if self.plan.is_home:
            manager = self.desk.people["manager"]
            doer = self.desk.doer(manager, times.opened_at)
            read_statement_in(
                doer, lambda: self.desk.slip(manager), self.desk.society.id, self.last_on
            )
        if self.plan.is_home:
            serve_around_a_turn(self.desk, person, times, source, asked)
        else:
            self.desk.serve(person, times, source, asked, keep=None)
        self.say_reviews(self.now)
        chance = dice(self.seed, self.plan.code, "queue")
        fill_queue(self.desk, chance, self.today_on, self.now)
        ask_consents(self.desk, chance, self.today_on, self.now)

    def _plan_review(self, source: Random, on: str, ago: int, closed_at: int) -> None:
        review_on = self.calendar.after(ist_on(closed_at))
        if review_on >= self.today_on:
            return
        at = instant(review_on, 10, source.randint(0, 44))
        if self.plan.story.is_sent_back and ago == 2:
            self.reviews.append(Review(at, on, "sent_back", _REMARK))
        elif self.plan.is_home and ago == _ANSWERED:
            self.reviews += [
                Review(at, on, "sent_back", _OLD_REMARK),
                Review(at + 80 * MINUTE, on, "replied", _REPLY),
                Review(at + 130 * MINUTE, on, "verified", ""),
            ]
        else:
            self.reviews.append(Review(at, on, "verified", ""))

    def say_reviews(self, until: int) -> None:
        """Let officers, and the manager in reply, say what is due until an instant."""
        for one in [review for review in self.reviews if review.at <= until]:
            self.reviews.remove(one)
            self._say(one)

    def _say(self, review: Review) -> None:
        is_reply = review.kind == "replied"
        person = self.desk.people["manager"] if is_reply else self.officer
        doer, slip = self.desk.doer(person, review.at), self.desk.slip(person)
        society_id = self.desk.society.id
        if review.kind == "verified":
            verify_day(doer, slip, society_id, review.day_on, "/officer")
        else:
            remark_on_day(
                doer, slip, society_id, review.day_on, review.kind, review.remark, "/officer"
            )


def make_society(
    plan: Plan, seed: int, days: int, members: int, today_on: str, now: int, sealer: Sealer,
    guards: Safeguards,
) -> tuple[Society, int]:  # fmt: skip
    """Make a society and return it with the number of its vouchers; runs in one transaction."""
    calendar = _calendar(plan, today_on, days)
    working = calendar.before(today_on, days)
    start_on = previous_on(working[0])
    source = dice(seed, plan.code)
    society = add_society(
        plan.code, plan.name.hi, plan.name.en, plan.block_code, branch_code=plan.branch_code,
        weekly_off=plan.weekly_off, cash_limit_paise=source.choice(_LIMITS), is_sample=True,
    )  # fmt: skip
    at = instant(start_on, 11)
    people = add_workers(guards, at, plan, society, seed)
    desk = _start_books(plan, seed, members, start_on, source, society, people, sealer)
    officer = officer_of(guards, at, plan, seed)
    declare_polling_day(officer, plan.code, today_on, now)
    making = Making(plan, seed, today_on, now, calendar, desk, officer, start_on)
    desk.meanwhile, desk.until = making.say_reviews, now
    making.work(working)
    is_open = plan.story.opens_today and (plan.is_home or calendar.is_working(today_on))
    before_now = max(instant(today_on, 0), now - 2)
    if is_open:
        making.open_today()
        ask_second_persons(plan, desk, officer, before_now)
    if plan.is_home:
        _show_the_day_whole(desk, dice(seed, plan.code, "surprise"), officer, before_now)
    chance = dice(seed, plan.code, "applications")
    begun = begin_applications(desk, chance, start_on, today_on, before_now)
    if is_open:
        take_money(desk, chance, begun, today_on, before_now)
    know_pensioners(
        dice(seed, plan.code, "pensioners"), desk, today_on, now,
        pays=plan.is_home and plan.story.opens_today,
    )  # fmt: skip
    return society, desk.vouchers


def _show_the_day_whole(desk: Desk, chance: Random, officer: Person, at: int) -> None:
    """Give the society of the sign-ins a bill's picture, a surprise count, slips, a charge list."""
    operator, society_id = desk.people["operator"], desk.society.id
    attach_one_bill(desk, at)
    count_one_morning(chance, officer, operator, society_id, at)
    draw_for_an_outage(desk, at)
    hand_over_once(desk, at)


def _start_books(
    plan: Plan, seed: int, members: int, start_on: str, source: Random, society: Society,
    people: Mapping[str, Person], sealer: Sealer,
) -> Desk:  # fmt: skip
    """Fill the register, start the books with its balances, and set up the counter."""
    manager = people["manager"]
    doer = Doer(manager.id, manager.role, instant(start_on, 18, 30))
    balances = opening_balances(source, start_on, plan.size, plan.story.gap_paise)
    cast, allotted = fill_register(
        dice(seed, plan.code, "register"), doer, society.id, plan.region, members, balances,
        start_on,
    )  # fmt: skip
    district = places.place(plan.district_code)
    assert district is not None
    counter = Counter(
        source, cast, district.name_hi, manager.name_hi,
        bill_no=source.randint(300, 2_400), cheque_no=source.randint(104_000, 870_000),
    )  # fmt: skip
    desk = Desk(society, people, counter, sealer)
    know_customers(source, doer, society.id, cast, lambda: desk.slip(manager))
    enter_opening_balances(
        doer, desk.slip(manager), society.id, start_on, balances, sealer, allotted
    )
    particulars = _particulars(society, dice(seed, plan.code, "counter"))
    set_counter(doer, desk.slip(manager), society.id, particulars)
    return desk


def _particulars(society: Society, source: Random) -> CounterParticulars:
    """Make up what others know of a counter; its bills are paid in the portal's agent's name."""
    return CounterParticulars(
        csc_id=f"0{source.randrange(10**11):011d}",
        phone=make_mobile(source),
        upi_address=f"{society.code.lower()}@examplebank",
        upi_name=society.name_en,
    )


def _calendar(plan: Plan, today_on: str, days: int) -> Calendar:
    first_on = ist_on(instant(today_on, 0) - (days * 2 + 60) * 24 * 60 * MINUTE)
    last_on = ist_on(instant(today_on, 0) + 60 * 24 * 60 * MINUTE)
    return Calendar(plan.weekly_off, frozenset(bank_holidays(plan.region, first_on, last_on)))

"""What people come to the counter for: believable amounts, words and references of each task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from portal.demo import csc, goods, visits
from portal.demo.cast import Cast, Villager
from portal.demo.errands import Errand
from portal.demo.goods import Ware
from portal.demo.holdings import KCC
from portal.domain.dates import MONTHS_HI
from portal.domain.money import is_whole, rupees
from portal.domain.tasks import Filled
from portal.domain.text import has_aadhaar
from portal.storage.served import Whom

_UPI_SHARE = 0.24
_GIVEN_SHARE = 0.25
_MISC_INCOME = 3406

Choice = tuple[str, tuple[str, ...], tuple[int, int]]


class Asked(NamedTuple):
    """What is to be entered: a task's form, and who came, where the society knows them.

    What comes through the CSC's counter is an errand as well; the form says its money.
    """

    task: str
    filled: Filled
    whom: Whom | None = None
    errand: Errand | None = None


Recipe = Callable[["Counter"], Filled | None]


@dataclass(slots=True)
class Counter:
    """One society's counter: its people, its season, and how far its bill book has come."""

    source: Random
    cast: Cast
    town: str
    manager: str
    on: str = ""
    bill_no: int = 0
    cheque_no: int = 0
    recipes: dict[str, Recipe] = field(
        default_factory=lambda: {**_RECIPES, **visits.RECIPES, **csc.RECIPES}
    )
    errand: Errand | None = None
    _who: Villager | None = None

    @property
    def season(self) -> str:
        """The farming season of the day at hand."""
        return goods.season_of(int(self.on[5:7]))

    @property
    def month_before(self) -> str:
        """Last month in words: अक्टूबर 2026."""
        year, month = int(self.on[:4]), int(self.on[5:7])
        return f"{MONTHS_HI[month - 2]} {year - 1 if month == 1 else year}"

    def ask(self, task: str) -> Asked | None:
        """Fill in a task's form as an operator would today; None where nobody comes for it."""
        return self.ask_by(task, self.recipes[task])

    def ask_by(self, task: str, recipe: Recipe) -> Asked | None:
        """Fill in a task's form as a recipe says; None where nobody comes for it."""
        self._who = self.errand = None
        filled = recipe(self)
        whom = self._who.whom if self._who else None
        return Asked(task, filled, whom, self.errand) if filled else None

    def villager(self) -> Villager:
        """Somebody comes."""
        self._who = self.cast.villager(self.source)
        return self._who

    def member(self, suits: Callable[[Villager], object]) -> Villager | None:
        """A member comes whom something suits; None where there is none."""
        self._who = self.cast.member(self.source, suits)
        return self._who

    def money_in(self, amounts: tuple[int, ...], **words: Any) -> Filled:
        """Take money: in cash mostly, by UPI where there are paise in it or the customer likes."""
        return _money_in(self, amounts, **words)

    def upi_reference(self) -> str:
        """Make up the digits of a UPI payment of the day."""
        return upi_reference(self.source, self.on)

    def next_bill(self) -> str:
        """Tear the next slip off the bill book."""
        self.bill_no += 1
        return str(self.bill_no)

    def next_cheque(self) -> str:
        """Take the next cheque of the book."""
        self.cheque_no += 1
        return f"{self.cheque_no:06d}"


def upi_reference(source: Random, on: str) -> str:
    """Make up the twelve digits of a UPI payment, never such as pass for an Aadhaar number."""
    while True:
        found = f"{on[3]}{on[5:7]}{on[8:]}{source.randrange(10**7):07d}"
        if not has_aadhaar(found):
            return found


def their_bill(source: Random) -> str:
    """Make up the number of a shop's bill."""
    return str(source.randint(40, 4_800))


def transfer_reference(source: Random, on: str) -> str:
    """Make up the number of a bank transfer; its thirteen digits are no Aadhaar number."""
    return f"N{on[2:4]}{on[5:7]}{on[8:]}{source.randrange(10**7):07d}"


def _money_in(counter: Counter, amounts: tuple[int, ...], **words: Any) -> Filled:
    total = sum(amounts)
    source = counter.source
    if not is_whole(total) or (total >= 50_00 and source.random() < _UPI_SHARE):
        return Filled(
            amounts, mode="upi", reference=upi_reference(source, counter.on),
            reference_on=counter.on, **words,
        )  # fmt: skip
    given = None
    if total < 2_000_00 and source.random() < _GIVEN_SHARE:
        note = next(note for note in (50_00, 100_00, 500_00) if note >= min(total, 500_00))
        given = -(total // -note) * note
    return Filled(amounts, given_paise=given, **words)


def _line(source: Random, ware: Ware) -> tuple[int, str]:
    pieces = source.randint(ware.least, ware.most)
    return pieces * ware.price, f"{ware.name} {pieces} {ware.unit}, दर {rupees(ware.price)}"


def _sale(counter: Counter, wares: tuple[Ware, ...]) -> Filled:
    amount, words = _line(counter.source, counter.source.choice(wares))
    return _money_in(
        counter, (amount,), party=counter.villager().as_party, paper_no=counter.next_bill(),
        narration=words,
    )  # fmt: skip


def _seeds(counter: Counter) -> tuple[Ware, ...]:
    return goods.SEEDS[counter.cast.region, counter.season]


def _fert_sale(counter: Counter) -> Filled:
    return _sale(counter, goods.FERTILISERS[counter.season])


def _seed_sale(counter: Counter) -> Filled:
    return _sale(counter, _seeds(counter))


def _pesticide_sale(counter: Counter) -> Filled:
    return _sale(counter, goods.PESTICIDES)


def _agri_sale(counter: Counter) -> Filled:
    source = counter.source
    lines = [
        _line(source, source.choice(wares))
        for wares in (goods.FERTILISERS[counter.season], _seeds(counter), goods.PESTICIDES)
    ]
    if source.random() < 0.6:
        lines[2] = (0, "")
    return _money_in(
        counter, tuple(amount for amount, _ in lines), party=counter.villager().as_party,
        paper_no=counter.next_bill(), narration="; ".join(words for _, words in lines if words),
    )  # fmt: skip


def _pds_sale(counter: Counter) -> Filled:
    lines = [_line(counter.source, ware) for ware in goods.RATIONS[counter.cast.region]]
    words = "; ".join(words for _, words in lines)
    whole = sum(amount for amount, _ in lines) // 100 * 100
    return Filled((whole,), paper_no=counter.next_bill(), narration=f"दिन भर का राशन: {words}")


def _consumer_sale(counter: Counter) -> Filled:
    return _sale(counter, goods.CONSUMER_GOODS)


def _gunny_sale(counter: Counter) -> Filled:
    return _sale(counter, (Ware("खाली बोरी", "नग", 16_00, 20, 120),))


def _machine_hire(counter: Counter) -> Filled:
    return _sale(counter, goods.MACHINES)


def _membership(counter: Counter) -> Filled:
    who = counter.source.choice(counter.cast.others)
    return Filled(
        (10_00, 30_00), party=who.as_party, paper_no=counter.next_bill(),
        narration=f"नया सदस्य, गांव {who.village_hi}",
    )  # fmt: skip


def _kcc_interest(counter: Counter) -> Filled | None:
    who = counter.member(lambda one: one.purse("loan", KCC))
    if who is None:
        return None
    interest = counter.source.randint(70, 620) * 1000
    penal = counter.source.randint(3, 40) * 1000 if counter.source.random() < 0.2 else 0
    year = int(counter.on[:4])
    season = f"खरीफ {year - 1}" if int(counter.on[5:7]) < 10 else f"रबी {year - 1}-{year % 100:02d}"
    return _money_in(
        counter, (interest, penal), party=who.as_party, paper_no=counter.next_bill(),
        narration=f"सदस्य {who.member_no}, {season} के ऋण का ब्याज",
    )  # fmt: skip


def _misc_income(counter: Counter) -> Filled:
    return Filled(
        (counter.source.randint(8, 60) * 10_00,), head=_MISC_INCOME,
        party=counter.villager().as_party, narration="रद्दी और खाली डिब्बे बेचे",
    )  # fmt: skip


def _carriage(counter: Counter) -> Filled:
    bags = counter.source.randint(6, 30) * 10
    who = counter.villager()
    return Filled((bags * 4_00,), party=who.as_party, narration=f"खाद {bags} बोरी उतराई, दर 4")


def _tea(counter: Counter) -> Filled:
    cups = counter.source.randint(4, 14)
    return Filled((cups * 10_00,), party=counter.cast.shop("चाय"), narration=f"चाय {cups} कप")


def _spending(*choices: Choice) -> Recipe:
    """Make a recipe of cash spending: (words, words of the shop's name, rupees in tens)."""

    def recipe(counter: Counter) -> Filled:
        words, shop, (least, most) = counter.source.choice(choices)
        return Filled(
            (counter.source.randint(least, most) * 10_00,), party=counter.cast.shop(*shop),
            paper_no=their_bill(counter.source), narration=words.format(month=counter.month_before),
        )  # fmt: skip

    return recipe


def _travel(counter: Counter) -> Filled:
    fare = counter.source.choice((60, 80, 90, 120, 140)) * 100
    return Filled(
        (fare,), party=counter.manager,
        narration=f"{counter.town} आना-जाना, जिला बैंक का काम, बस किराया",
    )  # fmt: skip


def _office_expense(counter: Counter) -> Filled:
    head, words, amounts = counter.source.choice(goods.OFFICE_EXPENSES)
    return Filled(
        (counter.source.choice(amounts) * 100,), head=head, party=counter.cast.shop("कंप्यूटर"),
        paper_no=their_bill(counter.source), narration=words,
    )  # fmt: skip


_STATIONERS = ("स्टेशनर", "पुस्तक", "प्रिंटिंग")
_MENDERS = ("इलेक्ट्र", "हार्डवेयर")
_RECIPES: dict[str, Recipe] = {
    "fert_sale_cash": _fert_sale,
    "seed_sale_cash": _seed_sale,
    "pesticide_sale_cash": _pesticide_sale,
    "agri_sale_cash": _agri_sale,
    "pds_sale": _pds_sale,
    "consumer_sale": _consumer_sale,
    "gunny_sale": _gunny_sale,
    "machine_hire": _machine_hire,
    "membership_fees": _membership,
    "kcc_interest": _kcc_interest,
    "misc_income": _misc_income,
    "carriage_labour": _carriage,
    "tea_expense": _tea,
    "travel_expense": _travel,
    "office_expense": _office_expense,
    "stationery_paid": _spending(
        ("कागज 2 रिम और पेन", _STATIONERS, (58, 64)), ("रजिस्टर 4, कार्बन", _STATIONERS, (32, 40)),
        ("रसीद बुक छपाई", ("प्रिंटिंग", *_STATIONERS), (45, 90)),
    ),
    "repairs_paid": _spending(
        ("पंखा और स्विच मरम्मत", _MENDERS, (18, 45)), ("गोदाम के ताले और कब्जे", _MENDERS, (22, 60)),
    ),
    "electricity": _spending(("{month} का बिल, समिति भवन", ("बिजली",), (90, 210))),
    "internet_phone": _spending(("{month} का ब्रॉडबैंड", ("कंप्यूटर",), (59, 70))),
    "rent_paid": _spending(("{month} का दुकान किराया", ("ट्रेडर्स",), (150, 220))),
}  # fmt: skip

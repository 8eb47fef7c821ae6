"""Thirty pensioners of each made-up society: due, overdue, stopped, certified, money not come."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from portal.actions import life_certificates, pension_complaints, pension_payments, pensioners
from portal.actions.daybook import draft_task
from portal.actions.life_certificates import Recorded
from portal.demo.cast import Villager
from portal.demo.desk import Desk
from portal.demo.folk import make_mobile
from portal.demo.hours import instant
from portal.domain import heads
from portal.domain.life_certificates import ACCEPTED, REJECTED, WAITING, Outcome
from portal.domain.pension_complaints import Said
from portal.domain.pension_payments import month_before
from portal.domain.pensioners import PAYING, Particulars, Step, plus_days
from portal.domain.people import Doer, Slip
from portal.domain.tasks import Filled
from portal.storage.daybook import balance
from portal.storage.pension_rules import rule_book
from portal.storage.reference import task_book

_NUMBER = 30
_DUE, _OVERDUE, _CERTIFIED = 8, 4, 6
_BANKS = ("ग्रामीण बैंक", "जिला सहकारी बैंक", "भारतीय स्टेट बैंक", "डाकघर बचत बैंक")
_STOPPED = (
    ("certificate_due", ""), ("aadhaar_not_seeded", ""), ("bank", "पुराना खाता बंद है"),
)  # fmt: skip
_FUND = 6_000_00
_PAID_TODAY = 3
#: By sex, of each region: what most people draw there.
_SCHEMES = {
    "MP": {"F": ("MP_OLD", "MP_KALYANI"), "M": ("MP_OLD", "MP_DIVYANG")},
    "BR": {"F": ("BR_MVPY", "BR_LAXMIBAI"), "M": ("BR_MVPY", "BR_DISABILITY")},
    "UK": {"F": ("UK_OLD", "UK_WIDOW"), "M": ("UK_OLD", "UK_DIVYANG")},
}


@dataclass(slots=True)
class _Making:
    """The pensioners of one society being made, all at one instant of today."""

    source: Random
    desk: Desk
    today_on: str
    at: int
    ids: list[int] = field(default_factory=list)

    @property
    def society_id(self) -> int:
        return self.desk.society.id

    @property
    def doer(self) -> Doer:
        return self.desk.doer(self.desk.people["operator"], self.at)

    def slip(self) -> Slip:
        return self.desk.slip(self.desk.people["operator"])

    def add_all(self) -> None:
        """Write down thirty, the oldest of the society's faces first, and some by name alone."""
        cast = self.desk.counter.cast
        known = [one for one in cast.members if one.holder and one.holder.record.birth_on]
        known.sort(key=_birth)
        chosen = [*known[: _NUMBER - 4], *cast.others]
        for place, one in enumerate(chosen[:_NUMBER]):
            record = self._record(one, place)
            done = pensioners.add(
                self.doer, self.slip(), self.society_id, record, cast.region, PAYING
            )
            self.ids.append(int(done.location.split("/")[2].split("?")[0]))

    def _record(self, one: Villager, place: int) -> Particulars:
        region = self.desk.counter.cast.region
        scheme_id = self.source.choice(_SCHEMES[region]["F" if one.is_woman else "M"])
        record = one.holder.record if one.holder else None
        birth_on = _aged(record.birth_on if record else "", self.source)
        return Particulars(
            name_hi=one.name_hi, village_hi=one.village_hi, birth_on=birth_on,
            guardian_hi=record.guardian_hi if record else "",
            mobile=make_mobile(self.source) if self.source.random() < 0.8 else "",
            sex="F" if one.is_woman else "M", register=one.whom.register if one.whom else None,
            record_id=one.whom.record_id if one.whom else None, scheme_id=scheme_id,
            benefit_no=f"{region}{self.source.randrange(10**8, 10**9)}",
            bank=self.source.choice(_BANKS),
            account_last4=f"{self.source.randrange(10**4):04d}",
            monthly_paise=_monthly(scheme_id, birth_on, self.today_on),
            certificate_due_on=self._due_on(place),
        )  # fmt: skip

    def _due_on(self, place: int) -> str:
        if place < _DUE:
            return plus_days(self.today_on, self.source.randint(1, 29))
        if place < _DUE + _OVERDUE:
            return plus_days(self.today_on, -self.source.randint(3, 60))
        if place < _DUE + _OVERDUE + _CERTIFIED:
            return plus_days(self.today_on, self.source.randint(1, 20))
        return plus_days(self.today_on, self.source.randint(60, 300))

    def certify(self) -> None:
        """Record certificates: four accepted, one whose answer is awaited, one rejected."""
        first = _DUE + _OVERDUE
        results = [ACCEPTED] * 4 + [WAITING, REJECTED]
        for one, result in zip(self.ids[first : first + _CERTIFIED], results, strict=False):
            outcome = Outcome(
                result, plus_days(self.today_on, -self.source.randint(0, 2)),
                "" if result == REJECTED else f"PR{self.source.randrange(10**7, 10**8)}",
                reason="उँगली का निशान नहीं मिला" if result == REJECTED else "",
            )  # fmt: skip
            life_certificates.record(
                self.doer, self.slip(), self.society_id, one, Recorded(outcome)
            )

    def stop_some(self) -> None:
        """Stop three, each for another reason, and let one have died."""
        said = [Step("stopped", reason, note) for reason, note in _STOPPED]
        died_on = plus_days(self.today_on, -self.source.randint(5, 40))
        said.append(Step("ended", "death", "", "", died_on))
        overdue_first = [*self.ids[_DUE : _DUE + 1], *self.ids[-3:]]
        for one, step in zip(overdue_first, said, strict=False):
            version = pensioners.pensioner(self.society_id, one).version
            pensioners.take_step(self.doer, self.slip(), self.society_id, one, version, step)

    def complain(self) -> None:
        """Two say that their money has not come; for one of them the bank was asked."""
        month = month_before(month_before(self.today_on[:7]))
        asked = Said("बैंक ने कहा कि आधार दूसरे खाते से जुड़ा है", "bank", "", plus_days(self.today_on, 3))
        for one, said in zip(self.ids[-6:-4], (asked, Said("खाते में पैसा नहीं दिखा")), strict=False):
            pension_complaints.begin(self.doer, self.slip(), self.society_id, one, month, said)

    def pay_some(self) -> None:
        """Let money arrive in the bank and hand out this month's pension to three."""
        fund = draft_task(
            task_book()["pension_fund_in"],
            Filled(
                (_FUND,), mode="transfer", reference=f"PFMS{self.source.randrange(10**6):06d}",
                reference_on=self.today_on, narration="पेंशन वितरण हेतु",
            ),
        )  # fmt: skip
        self.desk.enter(self.desk.people["manager"], self.at, fund)
        for one in self.ids[-12 : -12 + _PAID_TODAY]:
            paise = pensioners.pensioner(self.society_id, one).monthly_paise or 500_00
            if balance(self.society_id, heads.CASH_BOX) > paise:
                pension_payments.pay(
                    self.doer, self.slip(), self.society_id, one, self.today_on[:7], paise
                )


def _birth(one: Villager) -> str:
    assert one.holder is not None
    return one.holder.record.birth_on


def _aged(birth_on: str, source: Random) -> str:
    """Make somebody at least sixty: nobody of these draws a pension before."""
    year = int(birth_on[:4]) if birth_on else 9999
    return birth_on if year <= 1962 else str(source.randint(1938, 1962))


def _monthly(scheme_id: str, birth_on: str, today_on: str) -> int | None:
    age = int(today_on[:4]) - int(birth_on[:4])
    return rule_book().rules_on(scheme_id, today_on)[0].amount_at(age)


def know_pensioners(source: Random, desk: Desk, today_on: str, at: int, *, pays: bool) -> None:
    """Fill a society's register of pensioners; ``pays`` where its day is open today.

    It is done just before ``at``, but not before today begins.
    """
    making = _Making(source, desk, today_on, max(instant(today_on, 0), at - 1))
    making.add_all()
    making.certify()
    making.stop_some()
    making.complain()
    if pays:
        making.pay_some()

"""A society's register, made up: families of a few villages, with namesakes as in life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from portal.demo.dice import weighted
from portal.demo.names import Name, draw, draw_custom, full_name, words
from portal.domain.members import Heir, Nominee, Paper, Particulars

_FIRST_YEAR = 1976
_SHARE_OF_WOMEN = 0.42
_GAP_IN_NUMBERS = 0.05  # of members who had left before the register was typed in
_OLD = 76
_FEW = 20  # members; so small a register has neither groups nor applicants
_CATEGORIES = {
    "MP": {"obc": 45, "st": 30, "sc": 14, "general": 11},
    "BR": {"obc": 50, "general": 20, "sc": 18, "st": 12},
    "UK": {"general": 58, "sc": 24, "obc": 12, "st": 6},
}
_PAPERS = {"voter_id": 4, "ration_card": 3, "land_record": 3, "bank_passbook": 2, "job_card": 1}
_RELATION_OF_WOMAN = ("पति", "पुत्र", "पुत्र", "पुत्री", "पुत्रवधू")
_RELATION_OF_MAN = ("पत्नी", "पत्नी", "पत्नी", "पुत्र", "पुत्र", "पुत्री", "भाई", "माता")
_WOMEN = frozenset({"पत्नी", "पुत्री", "माता", "पुत्रवधू"})
#: The second digits of series of mobile numbers that, as far as we know, nobody has.
_NOBODYS = "14567"


@dataclass(frozen=True, slots=True)
class _Person:
    record: Particulars
    surname: Name
    custom: str

    @property
    def is_father_or_husband(self) -> bool:
        return self.record.sex == "M" and self.record.guardian_hi != ""


def make_register(
    source: Random, region: str, near: Sequence[str], number: int, as_on: str
) -> list[Particulars]:
    """Make up so many people of the villages ``near``, as their register stood at ``as_on``.

    In the order of their numbers; groups are nominal members, and applicants come last.
    """
    folk = _Folk(source, region, near, date.fromisoformat(as_on))
    is_small = number < _FEW
    applicants = 0 if is_small else min(2 + number // 300, 6)
    groups = 0 if is_small else min(1 + number // 90, len(words("group")))
    days = sorted(folk.draw_joined() for _ in range(number - applicants))
    of_groups = set(source.sample(range(len(days) // 2, len(days)), groups))
    found, member_no = [], 0
    for place, joined in enumerate(days):
        member_no += 1 + (source.random() < _GAP_IN_NUMBERS)
        record = folk.group() if place in of_groups else folk.person(joined.year)
        found.append(replace(
            record, member_no=str(member_no), joined_on=joined.isoformat(),
            resolution_no=f"{source.randint(1, 12)}/{joined.year}",
        ))  # fmt: skip
    aged = [folk.aged(one) for one in found]
    return aged + [folk.applicant() for _ in range(applicants)]


def make_mobile(source: Random) -> str:
    """Make up a mobile number that rings nowhere."""
    return f"6{source.choice(_NOBODYS)}{source.randrange(10**8):08d}"


class _Folk:
    """People being made up, so that relatives and neighbours share what they share."""

    def __init__(self, source: Random, region: str, near: Sequence[str], today: date) -> None:
        self.source = source
        self.region = region
        self.near = list(near)
        self.today = today
        self.made: list[_Person] = []
        self.mobiles: set[str] = set()
        self.groups = words("group")[:]
        source.shuffle(self.groups)

    def draw_joined(self) -> date:
        """Draw when somebody joined: more of them in later years."""
        first = date(_FIRST_YEAR, 4, 1)
        span = (self.today - first).days
        return first + timedelta(days=int(span * self.source.random() ** 0.7))

    def person(self, joined: int) -> Particulars:
        """Make up somebody, perhaps a relative of one who is there."""
        source = self.source
        base = self._relative()
        chance = source.random()
        if base is None or chance > 0.38:
            made = self._stranger()
        elif chance < 0.16:
            made = self._sibling(base)
        elif chance < 0.29:
            made = self._spouse(base)
        else:
            made = self._child(base)
        made = replace(made, record=self._with_particulars(made, joined))
        self.made.append(made)
        return made.record

    def _relative(self) -> _Person | None:
        near = self.source.choices(self.made, k=3) if self.made else []
        return next((one for one in near if one.is_father_or_husband), None)

    def _stranger(self) -> _Person:
        source, region = self.source, self.region
        is_woman = source.random() < _SHARE_OF_WOMEN
        custom = draw_custom(source)
        surname = draw(source, "surname", region, custom)
        name = full_name(source, region, is_woman, custom, surname)
        guardian = self._guardian(custom, surname)
        is_wife = is_woman and source.random() < 0.78
        village = source.choices(self.near, range(len(self.near) + 2, 2, -1))[0]
        return self._made(
            name, is_woman, guardian, "husband" if is_wife else "father", village, surname,
            custom,
        )  # fmt: skip

    def _guardian(self, custom: str, surname: Name) -> str:
        source = self.source
        name = full_name(source, self.region, False, custom, surname).hi
        chance = source.random()
        if chance < 0.1:
            return f"स्व० {name}"
        if chance < 0.15:
            return f"श्री {name}"
        return name.rpartition(" ")[0] or name if chance < 0.4 else name

    def _made(
        self, name: Name, is_woman: bool, guardian: str, relation: str, village: str,
        surname: Name, custom: str,
    ) -> _Person:  # fmt: skip
        record = Particulars(
            name_hi=name.hi, name_en=name.en, guardian_hi=guardian, relation=relation,
            village_hi=village, sex="F" if is_woman else "M",
        )  # fmt: skip
        return _Person(record, surname, custom)

    def _sibling(self, base: _Person) -> _Person:
        of, is_woman = base.record, self.source.random() < 0.15
        name = full_name(self.source, self.region, is_woman, base.custom, base.surname)
        return self._made(
            name, is_woman, of.guardian_hi, of.relation, of.village_hi, base.surname, base.custom
        )

    def _spouse(self, base: _Person) -> _Person:
        of = base.record
        name = full_name(self.source, self.region, True, base.custom, base.surname)
        return self._made(
            name, True, of.name_hi, "husband", of.village_hi, base.surname, base.custom
        )

    def _child(self, base: _Person) -> _Person:
        of, is_woman = base.record, self.source.random() < 0.12
        name = full_name(
            self.source, self.region, is_woman, base.custom, base.surname, may_honour=False
        )
        return self._made(
            name, is_woman, of.name_hi, "father", of.village_hi, base.surname, base.custom
        )

    def _with_particulars(self, made: _Person, joined: int) -> Particulars:
        source, is_woman = self.source, made.record.sex == "F"
        land = int(source.lognormvariate(4.5, 0.75)) if source.random() < 0.84 else None
        known_as = ""
        if source.random() < 0.06:
            kind = "known_as_f" if is_woman else "known_as"
            known_as = draw(source, kind, self.region).hi
        categories = {"minority": 3, "obc": 1} if made.custom == "2" else _CATEGORIES[self.region]
        classes = {"regular": 91, "nominal": 7, "associate": 2}
        last4 = f"{source.randrange(10_000):04d}" if source.random() < 0.62 else ""
        return replace(
            made.record, member_class=weighted(source, classes), known_as=known_as,
            name_en=made.record.name_en if source.random() < 0.92 else "",
            mobile=self._mobile(), category=weighted(source, categories),
            land_are=land, farmer_type=self._farmer(land), aadhaar_last4=last4,
            birth_on=self._birth(joined), nominees=self._nominees(made, is_woman),
            papers=self._papers(),
        )  # fmt: skip

    def _farmer(self, land: int | None) -> str:
        if not land:
            return self.source.choice(("labourer", "labourer", "tenant", "artisan", "other"))
        return "marginal" if land < 100 else "small" if land < 200 else "large"

    def _mobile(self) -> str:
        source = self.source
        while source.random() < 0.88:
            found = make_mobile(source)
            if found not in self.mobiles:
                self.mobiles.add(found)
                return found
        return ""

    def _birth(self, joined: int) -> str:
        source = self.source
        chance, year = source.random(), joined - int(source.triangular(19, 52, 30))
        if chance < 0.06:
            return ""
        if chance < 0.66:
            return str(year)
        return (date(year, 1, 1) + timedelta(days=source.randrange(365))).isoformat()

    def _nominees(self, made: _Person, is_woman: bool) -> tuple[Nominee, ...]:
        if self.source.random() > 0.72:
            return ()
        return (Nominee(*self._next_of_kin(made, is_woman), 100),)

    def _next_of_kin(self, made: _Person, is_woman: bool) -> tuple[str, str]:
        relation = self.source.choice(_RELATION_OF_WOMAN if is_woman else _RELATION_OF_MAN)
        if relation == "पति":
            return made.record.guardian_hi, relation
        name = full_name(self.source, self.region, relation in _WOMEN, made.custom, made.surname)
        return name.hi, relation

    def _papers(self) -> tuple[Paper, ...]:
        if self.source.random() >= 0.5:
            return ()
        kind = weighted(self.source, _PAPERS)
        return (Paper(kind, f"{self.source.randrange(10_000):04d}"),)

    def group(self) -> Particulars:
        """Make up a self-help group; its leader stands where others have father or husband."""
        name, leader = self.groups.pop(), self._stranger()
        return Particulars(
            name_hi=f"{name.hi} स्वयं सहायता समूह", name_en=f"{name.en} Self-Help Group",
            guardian_hi=leader.record.name_hi, relation="guardian", member_class="nominal",
            village_hi=leader.record.village_hi, mobile=self._mobile(), farmer_type="other",
        )  # fmt: skip

    def applicant(self) -> Particulars:
        """Make up somebody who asked to be admitted and has paid for shares."""
        return replace(self.person(self.today.year), status="applicant", member_class="regular")

    def aged(self, record: Particulars) -> Particulars:
        """Let time pass: some have left, some have died."""
        if not record.sex:
            return record
        source, chance = self.source, self.source.random()
        age = self.today.year - int(record.birth_on[:4] or self.today.year - 45)
        if chance < (0.6 if age > _OLD else 0.02):
            left = self._left(record)
            return replace(
                record, status="deceased", left_on=left.isoformat(), heirs=self._heirs(record)
            )
        if chance < 0.05 and age <= _OLD:
            left = self._left(record)
            return replace(
                record, status="ceased", left_on=left.isoformat(),
                leaving_resolution_no=f"{source.randint(1, 12)}/{left.year}",
            )  # fmt: skip
        return record

    def _left(self, record: Particulars) -> date:
        joined = date.fromisoformat(record.joined_on)
        return joined + timedelta(days=int((self.today - joined).days * self.source.random()))

    def _heirs(self, record: Particulars) -> tuple[Heir, ...]:
        named = [Heir(*one) for one in record.nominees]
        return tuple(named) if self.source.random() < 0.6 else ()

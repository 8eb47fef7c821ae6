"""The people who come to one society's counter: members of its register, and some who are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from portal.demo.holdings import Holder, Holding
from portal.demo.names import make_name, villages, words
from portal.storage.accounts import Account
from portal.storage.served import MEMBERS, Whom

_FACES = 48  # of members, who come again and again
_OTHERS = 16
_VILLAGES_NEAR = 6
_MEMBERS_A_VILLAGE = 160


@dataclass(slots=True)
class Purse:
    """An account at hand: what can still be taken out of it or is still owed on it, in paise."""

    account: Account
    paise: dict[int, int]

    def take(self, head: int, most: int, step: int) -> int:
        """Take at most so much, in whole steps, of what is there; return what was taken."""
        taken = min(most, self.paise.get(head, 0)) // step * step
        self.paise[head] = self.paise.get(head, 0) - taken
        return taken


@dataclass(slots=True)
class Villager:
    """Someone who comes to the counter; ``holder`` is who they are in the register, if there.

    ``whom`` is by what the society knows them: as a member, a walk-in customer, or not at all.
    """

    name_hi: str
    is_woman: bool
    village_hi: str
    holder: Holder | None = None
    whom: Whom | None = None
    purses: list[Purse] = field(default_factory=list)

    @property
    def as_party(self) -> str:
        """The name as an operator writes it: with the village."""
        return f"{self.name_hi}, {self.village_hi}"

    @property
    def member_no(self) -> str:
        """The printed number, or nothing."""
        return (self.holder.record.member_no or "") if self.holder else ""

    def purse(self, kind: str, head: int) -> Purse | None:
        """Return an account of a kind with something on this head, or None."""
        return next(
            (one for one in self.purses if one.account.kind == kind and one.paise.get(head, 0) > 0),
            None,
        )


class Cast:
    """The people around one society: the same faces come again and again."""

    def __init__(
        self, source: Random, region: str, people: Sequence[Holder] = (),
        holdings: Sequence[Holding] = (),
    ) -> None:  # fmt: skip
        """Choose them from the register, every second one a woman, and add some who are not in it.

        ``holdings`` are the members' accounts with their keys.
        """
        self.region = region
        self.members = _faces(source, people, holdings)
        near = sorted({one.village_hi for one in self.members}) or [
            one.hi for one in source.sample(villages(region), _VILLAGES_NEAR)
        ]
        self.others: list[Villager] = []
        taken = {one.name_hi for one in self.members}
        while len(self.others) < _OTHERS:
            is_woman = len(self.others) % 2 == 0
            name = make_name(source, region, is_woman).hi
            if name not in taken:
                taken.add(name)
                self.others.append(Villager(name, is_woman, source.choice(near)))

    @property
    def villagers(self) -> list[Villager]:
        """Everybody who may come."""
        return self.members + self.others

    def villager(self, source: Random) -> Villager:
        """Draw who comes to the counter."""
        return source.choice(self.villagers)

    def member(self, source: Random, suits: Callable[[Villager], object]) -> Villager | None:
        """Draw a member whom something suits, or None where there is none."""
        found = [one for one in self.members if suits(one)]
        return source.choice(found) if found else None

    def shop(self, *parts: str) -> str:
        """Name the region's shop whose name has one of these words, otherwise its last one."""
        shops = [one.hi for one in words("shop", self.region)]
        return next((one for one in shops if any(part in one for part in parts)), shops[-1])


def villages_near(source: Random, region: str, members: int) -> list[str]:
    """Choose the villages of a society: the more members, the more of them."""
    known = villages(region)
    number = min(_VILLAGES_NEAR + members // _MEMBERS_A_VILLAGE, len(known) * 2 // 3)
    return [one.hi for one in source.sample(known, number)]


def _faces(source: Random, people: Sequence[Holder], holdings: Sequence[Holding]) -> list[Villager]:
    purses: dict[int, list[Purse]] = {}
    for one in holdings:
        held = {head: abs(paise) for head, paise in one.paise.items()}
        purses.setdefault(one.account.member_id, []).append(Purse(one.account, held))
    found: list[Villager] = []
    for sex in ("F", "M"):
        known = [one for one in people if one.record.sex == sex and one.record.status == "active"]
        known.sort(key=lambda one: (-len(purses.get(one.id, [])), one.id))
        chosen = source.sample(known[: _FACES * 4], min(_FACES // 2, len(known)))
        found += [
            Villager(
                one.record.name_hi,
                sex == "F",
                one.record.village_hi,
                one,
                Whom(MEMBERS, one.id),
                purses.get(one.id, []),
            )
            for one in chosen
        ]
    return found

"""Which societies there are, and how each stands today: the states an officer meets on a round."""

from __future__ import annotations

from dataclasses import dataclass

from portal.demo.names import Name, villages
from portal.storage.reference import read_csv

HOME_CODE = "KHR001"
HOME_BLOCK = "KHR-BKG"
_HOME_NAME = Name("पैक्स भीकनगाँव", "PACS Bhikangaon")
_MOST_IN_A_BLOCK = 18
_OTHER_DISTRICTS = ("KHR", "BNK", "ALM")
_REGIONS = {"KHR": "MP", "BNK": "BR", "ALM": "UK"}
_BRANCHES = {"KHR-BKG": "DCCB-KHR-02", "KHR": "DCCB-KHR-01"}
#: Members by the order of the societies; further ones begin anew.
_MEMBERS = (1200, 640, 2100, 880, 1450, 540, 3000, 760, 1700, 960, 500, 5000)
_KINDS_OF_VILLAGE = (Name("", ""), Name(" खुर्द", " Khurd"), Name(" कलां", " Kalan"))


@dataclass(frozen=True, slots=True)
class Story:
    """How a society stands today; days are its working days.

    ``behind`` days before today are not closed (the first of them is open where ``is_left_open``);
    ``short_paise`` was missing yesterday and accepted; cash was above the limit for ``above`` days;
    ``late`` days were typed from paper only yesterday; ``gap_paise`` of the opening balances is
    unexplained. A bill that was sent ``stuck`` days ago still has no answer. The day ``reopened``
    days ago was reopened in the evening and closed again. Of the late days the one ``uncounted``
    days ago was typed from slips, and nobody had counted its cash.
    """

    opens_today: bool = True
    behind: int = 0
    is_left_open: bool = False
    short_paise: int = 0
    above: int = 0
    is_sent_back: bool = False
    late: int = 0
    gap_paise: int = 0
    stuck: int = 0
    reopened: int = 0
    uncounted: int = 0


CLEAN = Story()
#: In the order of the societies of the operator's block.
STORIES = (
    CLEAN,
    Story(behind=2, opens_today=False),
    Story(behind=4, opens_today=False, is_left_open=True),
    Story(short_paise=150_00, stuck=1),
    Story(above=3),
    Story(is_sent_back=True),
    Story(opens_today=False, reopened=4),
    Story(late=5, uncounted=4),
    Story(gap_paise=18_450_00),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A society to be made. ``size`` is 1000 for a middling one; Monday is 0.

    ``members`` is how many its register has, applicants and groups among them.
    """

    code: str
    name: Name
    block_code: str
    region: str
    story: Story
    size: int
    weekly_off: int
    members: int

    @property
    def is_home(self) -> bool:
        """The operator's and manager's own."""
        return self.code == HOME_CODE

    @property
    def district_code(self) -> str:
        """The district, as its code begins."""
        return self.block_code.partition("-")[0]

    @property
    def branch_code(self) -> str | None:
        """The bank branch where it has its account, if that is on the portal."""
        return _BRANCHES.get(self.block_code) or _BRANCHES.get(self.district_code)


def plans(societies: int) -> list[Plan]:
    """Plan so many societies: three in four in the operator's block, up to 18; KHR001 comes last.

    The others lie in turn in other blocks of Khargone, in Banka and in Almora.
    """
    at_home = min(societies - societies // 4, _MOST_IN_A_BLOCK)
    blocks = [HOME_BLOCK] * at_home + _other_blocks(societies - at_home)
    taken: dict[str, int] = {}
    found = [_plan(place, block, taken) for place, block in enumerate(blocks)]
    return found[1:] + found[:1]


def _other_blocks(number: int) -> list[str]:
    places = read_csv("places.csv")
    by_district = [
        [
            one["code"]
            for one in places
            if one["level"] == "block" and one["parent"] == district and one["code"] != HOME_BLOCK
        ]
        for district in _OTHER_DISTRICTS
    ]
    turns = (by_district[at % len(by_district)] for at in range(number))
    return [blocks[at // len(by_district) % len(blocks)] for at, blocks in enumerate(turns)]


def _plan(place: int, block: str, taken: dict[str, int]) -> Plan:
    district = block.partition("-")[0]
    number = taken[district] = taken.get(district, 0) + 1
    is_home = place == 0
    return Plan(
        code=f"{district}{number:03d}",
        name=_HOME_NAME if is_home else _name(_REGIONS[district], number),
        block_code=block,
        region=_REGIONS[district],
        story=STORIES[place] if place < len(STORIES) else CLEAN,
        size=1000 if is_home else 620 + place * 173 % 700,
        weekly_off=0 if place % 11 == 8 else 6,  # one closes on the market's day, Monday
        members=_MEMBERS[place % len(_MEMBERS)],
    )


def _name(region: str, number: int) -> Name:
    names = [one for one in villages(region) if " " not in one.hi]
    turn, at = divmod(number + (1 if region == "MP" else 3), len(names))
    kinds = _KINDS_OF_VILLAGE
    kind = kinds[turn] if turn < len(kinds) else Name(f" {turn}", f" {turn}")
    return Name(f"पैक्स {names[at].hi}{kind.hi}", f"PACS {names[at].en}{kind.en}")

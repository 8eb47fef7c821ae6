"""A believable trial balance with which a made-up society's books start."""

from __future__ import annotations

from random import Random

from portal.domain.dates import days_between, financial_year, fy_range
from portal.domain.heads import WALLET

_HUNDREDTH = 1_00_000  # paise in a hundredth of a lakh rupees
_ACCUMULATED_PROFIT = 1801

#: Balances of a society of middle size in hundredths of a lakh rupees; debit is positive.
_STANDING = {
    1101: -1840, 1102: -60, 1103: -200, 1104: -2, 1201: -1220, 1202: -35, 1204: -340, 1206: -250,
    1301: -4400, 1303: -2800, 1304: -420, 1306: -140, 1307: -310, 1401: -7800, 1404: -1100,
    1501: -90, 1502: -130, 1503: -540, 1507: -12, 1508: -28, 1512: -410, 1515: -220,
    2201: 320, 2202: 160, 2204: 18, 2301: 720, 2303: 950, 2304: 1200, 2411: 11800, 2412: 3400,
    2421: 1400, 2501: 310, 2504: 190, 2506: 90, 2508: 6, 2601: 680, 2602: 90, 2603: 40,
    2604: 30, 2606: 50, 2608: 8, 2701: 120, 2702: 1400, 2703: 110, 2704: 190, 2706: 60,
    2709: -480, 2801: 25,
}  # fmt: skip

#: A whole year's income and expense in the same measure; the part of the year gone by is taken.
_OF_A_YEAR = {
    3101: -960, 3104: -70, 3105: -150, 3201: -6200, 3202: -900, 3203: -300, 3204: -60,
    3302: -110, 3303: -22, 3304: -16, 3307: -50, 3308: -40, 3309: -50, 3401: -2, 3402: -1,
    3406: -10,
    4101: 140, 4102: 190, 4103: 520, 4201: 5800, 4202: 820, 4203: 260, 4207: 80, 4301: 420,
    4302: 30, 4305: 12, 4307: 14, 4308: 10, 4309: 22, 4310: 10, 4311: 20, 4314: 3, 4317: 12,
    4319: 10,
}  # fmt: skip
_WITH_PAISE = frozenset({2202, 2501, 3105, 4101, 4102, 4103})
_LEAST_IN_WALLET = 40_000_00  # so that the bills of weeks can be paid
_OVERDUE_INTEREST = 620  # in 2502 and its mirror 1513, never income before it is received


def opening_balances(source: Random, as_on: str, size: int, gap_paise: int) -> dict[int, int]:
    """Make up balances in paise (debit positive) at the end of ``as_on``.

    ``size`` is 1000 for a society of middle size. They add up to nothing, but for ``gap_paise``:
    what the old books could not explain.
    """
    first_on, last_on = fy_range(financial_year(as_on))
    gone, year = days_between(first_on, as_on) + 1, days_between(first_on, last_on) + 1
    found = {
        head: _near(source, hundredths * _HUNDREDTH, size, head)
        for head, hundredths in _STANDING.items()
    } | {
        head: _near(source, hundredths * _HUNDREDTH * gone // year, size, head)
        for head, hundredths in _OF_A_YEAR.items()
    }
    overdue = _near(source, _OVERDUE_INTEREST * _HUNDREDTH, size, 2502)
    found |= {2101: source.randint(7_200, 12_400) * 100, 2502: overdue, 1513: -overdue}
    found[WALLET] = max(found[WALLET], _LEAST_IN_WALLET)
    found[_ACCUMULATED_PROFIT] = gap_paise - sum(found.values())
    return {head: paise for head, paise in found.items() if paise}


def _near(source: Random, paise: int, size: int, head: int) -> int:
    found = paise * size * source.randint(970, 1030) // 1_000_000
    return found if head in _WITH_PAISE else found // 100 * 100

"""Holds what deeds beside the ledger left behind to their acts in the chain (P7).

Surprise counts, reopened days, approval rules, charge lists, work on behalf and free days: each
row is made again from its acts, in their order, and compared with the row as it is stored.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from portal.domain import charge
from portal.domain.act_proof import detail_of
from portal.domain.proof import ActRow, Notes
from portal.domain.reopenings import HOUR_MS
from portal.domain.surprise_counts import SurpriseCount

FREE = ("holiday", "idle")
SURPRISE, RULE, AGAIN = "surprise_count", "approval_rule", "not_open_again"
DECIDED = {"reopening_refused": "refused", "reopening_withdrawn": "withdrawn"}
CHARGE = {
    charge.BEGUN: charge.DRAFTED, charge.CHANGED: charge.DRAFTED, charge.COUNTED: charge.DRAFTED,
    charge.SIGNED: charge.GIVEN, charge.TAKEN: charge.DONE, charge.WITHDRAWN: charge.DROPPED,
}  # fmt: skip
BEHALF_BEGAN, BEHALF_ENDED = "behalf_began", "behalf_ended"
KINDS = (
    SURPRISE, RULE, AGAIN, "reopening_asked", "reopened", "closed", *DECIDED, *CHARGE, *FREE,
    BEHALF_BEGAN, BEHALF_ENDED,
)  # fmt: skip

Row = dict[str, Any]
CountLine = tuple[str, int, int, str, int, int]  # day, take, till, kind, denomination, pieces


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows of a society: by their columns, in the order of their keys."""

    surprises: list[SurpriseCount]
    surprise_lines: list[CountLine]
    requests: list[Row]
    reopened: list[Row]
    rules: list[Row]
    charges: list[Row]
    delegations: list[Row]
    delegation_ends: list[Row]
    free_days: set[str]
    seals: Mapping[str, Sequence[int]]


def check_deeds(notes: Notes, acts: Iterable[ActRow], stored: Stored) -> None:
    """Compare the rows with the acts of KINDS, and name the first row of each that differs."""
    told = _Told(stored.seals)
    for act in acts:
        told.take(act)
    taken = _takes(stored.surprise_lines)
    counts = {
        one.id: {**asdict(one), "lines": taken.pop((one.day_on, one.take), None)}
        for one in stored.surprises
    }
    _compare(notes, "SurpriseCountDisagrees", "surprise count", told.surprises, counts)
    for on, _take in sorted(taken):
        notes.on_day("CountWasChanged", on)
    for kind, where, said, rows in (
        ("ReopeningDisagrees", "reopening request", told.requests, stored.requests),
        ("ReopeningDisagrees", "reopening", told.reopened, stored.reopened),
        ("ApprovalRuleDisagrees", "approval rule", told.rules, stored.rules),
        ("ChargeListDisagrees", "charge list", told.charges, [*map(_hashed, stored.charges)]),
        ("DelegationDisagrees", "work on behalf", told.delegations, stored.delegations),
        ("DelegationDisagrees", "end of work on behalf", told.ends, stored.delegation_ends),
    ):
        _compare(notes, kind, where, said, {one["id"]: one for one in rows})
    for on in sorted(told.free - stored.free_days):
        notes.on_day("FreeDayIsMissing", on)


def _compare(
    notes: Notes, kind: str, where: str, said: Mapping[int, Row], stored: Mapping[int, Row]
) -> None:
    for key in sorted(said.keys() | stored.keys()):
        if said.get(key) != stored.get(key):
            notes.add(kind, f"{where} {key}", id=key)


def _takes(lines: Iterable[CountLine]) -> dict[tuple[str, int], set[tuple[int, str, int, int]]]:
    found: dict[tuple[str, int], set[tuple[int, str, int, int]]] = {}
    for on, take, till, kind, worth, many in lines:
        found.setdefault((on, take), set()).add((till, kind, worth, many))
    return found


def _hashed(row: Row) -> Row:
    """Put the digest of a list in the place of its body; a body that can't be read has none."""
    found = {key: value for key, value in row.items() if key != "body"}
    try:
        content = json.loads(row["body"])
        found["digest"] = charge.digest(
            row["from_person"], row["to_person"], row["version"], content
        )
    except (ValueError, TypeError):
        found["digest"] = ""
    return found


class _Told:
    """What the acts say, row by row; an act that can't be read says nothing."""

    def __init__(self, seals: Mapping[str, Sequence[int]]) -> None:
        self.surprises: dict[int, Row] = {}
        self.requests: dict[int, Row] = {}
        self.reopened: dict[int, Row] = {}
        self.rules: dict[int, Row] = {}
        self.charges: dict[int, Row] = {}
        self.delegations: dict[int, Row] = {}
        self.ends: dict[int, Row] = {}
        self.free: set[str] = set()
        self._seals = seals
        self._closings: Counter[str] = Counter()
        self._ways: dict[str, Callable[[ActRow, Row], None]] = {
            SURPRISE: self._surprise, RULE: self._rule, AGAIN: self._again,
            "reopening_asked": self._asked, "reopened": self._granted, "closed": self._closed,
            **dict.fromkeys(DECIDED, self._decided), **dict.fromkeys(CHARGE, self._charge),
            **dict.fromkeys(FREE, self._free),
            BEHALF_BEGAN: self._behalf_began, BEHALF_ENDED: self._behalf_ended,
        }  # fmt: skip

    def take(self, act: ActRow) -> None:
        """Take the next act."""
        try:
            self._ways[act.kind](act, detail_of(act))
        except (KeyError, TypeError, ValueError):
            return

    def _surprise(self, act: ActRow, told: Row) -> None:
        row = SurpriseCount(
            act.society_id, told["id"], act.day_on, told["till"], told["take"], told["book"],
            told["counted"], "", act.done_at, act.done_by, told["stood_by"], act.id,
        )  # fmt: skip
        lines = {(told["till"], kind, rupees, many) for kind, rupees, many in told["pieces"]}
        self.surprises[row.id] = {**asdict(row), "lines": lines}

    def _rule(self, act: ActRow, told: Row) -> None:
        key = len(self.rules) + 1
        self.rules[key] = {
            "id": key, "task": told["task"], "above_paise": told["above"],
            "persons": told["persons"], "reason": told["reason"], "set_at": act.done_at,
            "set_by": act.done_by,
        }  # fmt: skip

    def _asked(self, act: ActRow, told: Row) -> None:
        self.requests[told["request"]] = {
            "id": told["request"], "day_on": act.day_on, "tasks": " ".join(told["tasks"]),
            "reason": told["remark"], "state": "asked", "asked_at": act.done_at,
            "asked_by": act.done_by, "on_behalf_of": act.on_behalf_of, "decided_at": None,
            "decided_by": None, "decided_why": "", "ended_at": None, "new_seal_no": None,
            "until_at": act.done_at + told["hours"] * HOUR_MS,
        }  # fmt: skip

    def _decided(self, act: ActRow, told: Row) -> None:
        self.requests[told["request"]] |= {
            "state": DECIDED[act.kind], "decided_at": act.done_at, "decided_by": act.done_by,
            "decided_why": told["remark"],
        }  # fmt: skip

    def _granted(self, act: ActRow, told: Row) -> None:
        self.requests[told["request"]] |= {
            "state": "granted", "decided_at": act.done_at, "decided_by": act.done_by,
            "decided_why": told["why"], "until_at": act.done_at + told["hours"] * HOUR_MS,
        }  # fmt: skip
        self.reopened[told["request"]] = {
            "id": told["request"], "day_on": act.day_on, "reopened_at": act.done_at,
            "reopened_by": act.done_by, "reason": told["remark"], "seal_no": told["seal_no"],
        }  # fmt: skip

    def _closed(self, act: ActRow, _told: Row) -> None:
        """Each closing of a day made its next seal."""
        seals = dict(enumerate(self._seals.get(act.day_on, ())))
        seal_no = seals.get(self._closings[act.day_on])
        self._closings[act.day_on] += 1
        for one in self.requests.values():
            if (one["day_on"], one["state"]) == (act.day_on, "granted"):
                one |= {"state": "ended", "ended_at": act.done_at, "new_seal_no": seal_no}

    def _charge(self, act: ActRow, told: Row) -> None:
        if act.kind == charge.BEGUN:
            self.charges[told["list"]] = {
                "id": told["list"], "from_person": act.done_by, "to_person": told["to"],
                "made_at": act.done_at, "made_by": act.done_by, "given_at": None,
                "given_by": None, "taken_at": None, "taken_by": None, "said": "",
            }  # fmt: skip
        row, state = self.charges[told["list"]], CHARGE[act.kind]
        row |= {
            "version": told["version"], "digest": told["digest"], "day_on": act.day_on,
            "state": state, "act_id": act.id,
        }  # fmt: skip
        if state == charge.DRAFTED:
            row |= {"given_at": None, "given_by": None}
        elif state == charge.GIVEN:
            row |= {"given_at": act.done_at, "given_by": act.done_by}
        elif state == charge.DONE:
            row |= {"taken_at": act.done_at, "taken_by": act.done_by}
        else:
            row["said"] = told["remark"]

    def _behalf_began(self, act: ActRow, told: Row) -> None:
        self.delegations[told["delegation"]] = {
            "id": told["delegation"], "person_id": act.done_by, "on_behalf_of": act.on_behalf_of,
            "reason": told["reason"], "said": told["said"], "began_at": act.done_at,
            "until_at": told["until"], "act_id": act.id,
        }  # fmt: skip

    def _behalf_ended(self, act: ActRow, told: Row) -> None:
        self.ends[told["delegation"]] = {
            "id": told["delegation"], "ended_at": act.done_at, "ended_by": act.done_by,
            "act_id": act.id,
        }  # fmt: skip

    def _free(self, act: ActRow, _told: Row) -> None:
        self.free.add(act.day_on)

    def _again(self, act: ActRow, _told: Row) -> None:
        self.free.discard(act.day_on)

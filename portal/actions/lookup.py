"""Finding members and walk-in customers by what an operator types, and keeping the index right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.actions.lookup_names import (
    FEW_SOCIETIES,
    Weighed,
    from_few_societies,
    from_many_societies,
    weighed,
)
from portal.domain.dates import DAY_MS
from portal.domain.hearing import Reading, readings
from portal.domain.lookup import (
    CUSTOMERS,
    MEMBERS,
    AadhaarIsNotSearched,
    Query,
    read,
    stored_field,
    tokens_of,
)
from portal.domain.ranking import (
    WEIGHTS,
    Candidate,
    in_order,
    served_bonus,
)
from portal.domain.text import has_aadhaar
from portal.domain.vocabulary import noise
from portal.storage import facts, lookup
from portal.storage import lookup_numbers as numbers
from portal.storage.engine import snapshot, write_transaction
from portal.storage.reference import name_words

REGISTERS = (MEMBERS, CUSTOMERS)
LEAST_SHARE = 0.25  # of what the typed words could say at most
SHORTEST_MOBILE_END = 4
MOST_BY_NUMBER = 500
BEGUN_SERVED = 3.0
REBUILT_AT_ONCE = 1000
RULES = "name_rules"
EVERYBODY = 10_000_000


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found: in register 0 (members) or 1 (walk-in customers) of a society."""

    society_id: int
    register: int
    record_id: int
    score: float
    is_exact_number: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The best answers in order, and whether there are more."""

    hits: tuple[Hit, ...] = ()
    has_more: bool = False


def find(
    society_ids: Sequence[int], words: str, now_ms: int, at_most: int = 10,
    registers: Sequence[int] = REGISTERS,
) -> Found:  # fmt: skip
    """Find who is meant among these societies, the likeliest first.

    Names, guardian and village in any order and either script; member no., account no., mobile or
    its last four digits or more, last four of Aadhaar. Numbers beside words choose among those who
    bear the number. Raises AadhaarIsNotSearched when a whole Aadhaar number is typed; what says
    nothing finds nobody.
    """
    if has_aadhaar(words.strip().removeprefix("+91")):
        raise AadhaarIsNotSearched
    query = read(words, name_words())
    if not society_ids or not (query.names or query.numbers):
        return Found()
    ways = readings(query, lookup.vocabulary()) if query.names else []
    with snapshot():
        if not query.names:
            return _by_numbers(society_ids, query, at_most, registers)
        exact = _exact(society_ids, query.whole, registers) if query.numbers else []
        if exact:
            return Found(tuple(Hit(*key, 1000.0, True) for key in exact[:at_most]))
        return _by_names(society_ids, query, ways, now_ms, at_most, registers)


def _exact(society_ids: Sequence[int], typed: str, registers: Sequence[int]) -> list[numbers.Key]:
    if MEMBERS not in registers:
        return []
    forms = numbers.printed_forms(typed)
    found = numbers.by_member_no(society_ids, forms, 50)
    return found or numbers.by_account_no(society_ids, forms, 50)


def _by_numbers(
    society_ids: Sequence[int], query: Query, at_most: int, registers: Sequence[int]
) -> Found:
    """Exact member numbers, then accounts, mobiles, Aadhaar's last four, numbers begun."""
    exact = _exact(society_ids, query.whole, registers)
    digits = "".join(query.numbers)
    if not exact and digits != query.whole:
        exact = _exact(society_ids, digits, registers)
    found = dict.fromkeys(exact, True)
    for keys in _near_numbers(society_ids, digits, at_most + 1, registers):
        for key in keys:
            found.setdefault(key, False)
    hits = tuple(
        Hit(*key, 1000.0 if is_exact else 500.0, is_exact) for key, is_exact in found.items()
    )
    return Found(hits[:at_most], len(hits) > at_most)


def _near_numbers(
    society_ids: Sequence[int], digits: str, at_most: int, registers: Sequence[int]
) -> list[list[numbers.Key]]:
    mobile = digits[-10:] if len(digits) in {11, 12} else digits
    found = []
    if len(mobile) >= SHORTEST_MOBILE_END:
        found = [numbers.by_mobile(society_ids, one, mobile, at_most) for one in registers]
    if MEMBERS in registers:
        if len(digits) == 4:
            found.insert(0, numbers.by_aadhaar_last4(society_ids, digits, at_most))
        found.append(numbers.by_number_begun(society_ids, digits, at_most))
    return found


def _by_names(
    society_ids: Sequence[int], query: Query, ways: Sequence[Reading], now_ms: int, at_most: int,
    registers: Sequence[int],
) -> Found:  # fmt: skip
    is_few = len(society_ids) <= FEW_SOCIETIES
    found = _with_numbers(society_ids, query, ways, registers) if query.numbers else []
    least = LEAST_SHARE * sum(map(noise, query.names))
    if not any(one.scored.score >= least for one in found):
        gather = from_few_societies if is_few else from_many_societies
        found = gather(society_ids, ways, registers)
    known = [one for one in found if one.scored.score >= least]
    served = _served(known, now_ms) if is_few else {}
    candidates = [_candidate(one, served) for one in known]
    best = in_order(candidates, at_most)
    hits = tuple(Hit(one.place[1], one.place[2], one.place[3], one.score, False) for one in best)
    return Found(hits, len(candidates) > len(hits))


def _candidate(one: Weighed, served: dict[numbers.Key, float]) -> Candidate:
    scored, record = one.scored, one.record
    key = (record.society_id, record.register, record.record_id)
    bonus = served.get(key, 0.0) * (BEGUN_SERVED if scored.is_begun else 1.0)
    bonus -= WEIGHTS.has_left * record.has_left
    return Candidate(
        scored.score + bonus, scored.way, scored.is_begun, scored.is_own, one.alike,
        (record.sort_key, *key),
    )  # fmt: skip


def _with_numbers(
    society_ids: Sequence[int], query: Query, ways: Sequence[Reading], registers: Sequence[int]
) -> list[Weighed]:
    """Weigh by name those who bear the number that stands beside the words."""
    digits = "".join(query.numbers)
    keys = set(_exact(society_ids, digits, registers))
    for some in _near_numbers(society_ids, digits, MOST_BY_NUMBER, registers):
        keys.update(some)
    records = [
        one
        for register in registers
        for one in lookup.filed(register, sorted(k[::2] for k in keys if k[1] == register))
    ]
    return weighed(records, ways)


def _served(known: Sequence[Weighed], now_ms: int) -> dict[numbers.Key, float]:
    keys = [(one.record.society_id, one.record.register, one.record.record_id) for one in known]
    return {
        key: served_bonus(times, (now_ms - last_at) / DAY_MS)
        for key, times, last_at in lookup.served(keys)
    }


def rebuild(society_id: int) -> int:
    """Make a society's index anew from its registers; return how many records it holds."""
    count = 0
    for register in REGISTERS:
        write_transaction(lambda register=register: lookup.clear(society_id, register))  # type: ignore[misc]
        after = 0
        while portion := lookup.all_filed(society_id, register, after, REBUILT_AT_ONCE):
            write_transaction(lambda register=register, portion=portion: lookup.index_records(  # type: ignore[misc]
                society_id, register, [(one.record_id, None, one.names) for one in portion]
            ))  # fmt: skip
            after, count = portion[-1].record_id, count + len(portion)
    return count


def faults(society_id: int) -> list[str]:
    """Say where a society's index differs from what its registers' names give."""
    found: list[str] = []
    with snapshot():
        for register in REGISTERS:
            held = lookup.held_postings(society_id, register)
            due = {
                (token.word, stored_field(token.field), one.record_id)
                for one in lookup.all_filed(society_id, register, 0, EVERYBODY)
                for token in tokens_of(one.names, name_words())
            }
            found += [f"register {register}: {one} is missing" for one in sorted(due - held)]
            found += [f"register {register}: {one} is left over" for one in sorted(held - due)]
    return found


def bring_up_to_date() -> bool:
    """After an upgrade make words, keys and postings anew, if their rules have changed since.

    It may be interrupted and run again. Returns whether there was anything to do.
    """
    if facts.fact(RULES) == lookup.rules():
        return False
    after: int | None = 0
    while after is not None:
        after = write_transaction(lambda after=after: lookup.rekey(after))  # type: ignore[misc]
    lookup.forget_vocabulary()
    for society_id in lookup.societies_filed():
        rebuild(society_id)
    write_transaction(lambda: facts.set_fact(RULES, lookup.rules()))
    return True

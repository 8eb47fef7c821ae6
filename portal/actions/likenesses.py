"""Who of the register may be the same person as somebody who is about to be written into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from portal.actions.lookup import find
from portal.domain.lookup import MEMBERS
from portal.domain.name_keys import fine, words
from portal.domain.refusals import N_
from portal.storage import register
from portal.storage.register import Listed

MOST_FOUND, MOST_SHOWN = 10, 5

#: What two records have in common, as it is said to the operator.
LIKENESSES = {
    "name": N_("same name"), "guardian": N_("same father or husband"),
    "village": N_("same village"), "mobile": N_("same mobile"),
}  # fmt: skip


class Twin(NamedTuple):
    """A record that may be of the same person, and what is alike: keys of LIKENESSES."""

    one: Listed
    alike: tuple[str, ...]


def possible_twins(society_id: int, given: Mapping[str, Any], now_ms: int) -> list[Twin]:
    """List records that may be of the same person, those with most in common first.

    That is the same mobile, or a name that sounds the same with guardian or village too.
    """
    said = " ".join(str(given.get(name) or "") for name in ("name_hi", "guardian_hi", "village_hi"))
    ids = [hit.record_id for hit in find((society_id,), said, now_ms, MOST_FOUND, (MEMBERS,)).hits]
    name = str(given.get("name_hi") or "")
    ids += [hit.record_id for hit in find((society_id,), name, now_ms, MOST_FOUND, (MEMBERS,)).hits]
    if given.get("mobile"):
        ids += register.same_mobile(society_id, given["mobile"], MOST_FOUND)
    records = register.listed_at((society_id, one) for one in ids)
    twins = [
        Twin(one, alike)
        for one in records.values()
        if (alike := _alike(one, given)) and ("mobile" in alike or len(alike) > 1)
    ]
    return sorted(twins, key=lambda twin: (-len(twin.alike), twin.one.id))[:MOST_SHOWN]


def _alike(one: Listed, given: Mapping[str, Any]) -> tuple[str, ...]:
    names = {_key(one.name_hi), _key(one.name_en)} - {""}
    found = {
        "name": bool(names & {_key(given["name_hi"]), _key(given.get("name_en") or "")}),
        "guardian": _is_same(one.guardian_hi, given["guardian_hi"]),
        "village": _is_same(one.village_hi, given["village_hi"]),
        "mobile": bool(one.mobile) and one.mobile == given.get("mobile"),
    }
    is_other = not found["name"] and not found["mobile"]
    return () if is_other else tuple(name for name, is_alike in found.items() if is_alike)


def _is_same(one: str, other: str) -> bool:
    return bool(one) and _key(one) == _key(other)


def _key(name: str) -> str:
    """Return what a name sounds like, whatever order its words stand in."""
    return " ".join(sorted(fine(word) for word in words(name)))

"""What the chains of applications say in all: whose turn comes first, which ends are failures."""

from __future__ import annotations

from functools import lru_cache

from portal.domain.application_forms import Step
from portal.storage.application_forms import application_forms

TURNS = ("counter", "customer", "bank", "office", "insurer", "carrier", "nobody")


def is_given_up(step: Step) -> bool:
    """Say whether a step ends an application without what was wanted, for a reason."""
    return step.ends and "reason" in step.asks


@lru_cache(maxsize=1)
def given_up_states() -> frozenset[tuple[str, str]]:
    """Return chain and state of every end that came to nothing."""
    book = application_forms()
    return frozenset(
        (chain, step.to_state)
        for chain in book.chains for state in book.states_of(chain)
        for step in book.steps(chain, state.code) if is_given_up(step)
    )  # fmt: skip


@lru_cache(maxsize=1)
def states_by_turn() -> list[list[str]]:
    """List the states that aren't ends, grouped by whose turn it is: ours and the customer's first.

    A state that is one's in one chain and another's in the next stands in the first group only.
    """
    book = application_forms()
    turns: dict[str, int] = {}
    for chain in book.chains:
        for state in book.states_of(chain):
            rank = TURNS.index(state.at_whom)
            turns[state.code] = min(rank, turns.get(state.code, rank))
    return [[code for code in sorted(turns) if turns[code] == rank] for rank in range(len(TURNS))]

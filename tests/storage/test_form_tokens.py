"""Used form tokens."""

import peewee
import pytest

from portal.storage import engine, form_tokens
from tests.world import World


def test_a_used_token_keeps_its_answer(world: World) -> None:
    here = world.society_id
    assert form_tokens.used(here, "t") is None
    engine.write_transaction(lambda: form_tokens.keep(here, "t", 3, b"\x01\x02", "/there", 7, 99))
    assert form_tokens.used(here, "t") == form_tokens.Used(b"\x01\x02", "/there", 7, 3, 99)


def test_a_token_is_used_once_in_a_society(world: World) -> None:
    here, there = world.society_id, world.society("KHR002").id
    for society_id in (here, there, 0):
        engine.write_transaction(
            lambda society_id=society_id: form_tokens.keep(society_id, "t", 1, b"", "/", None, 1)
        )
    with pytest.raises(peewee.IntegrityError):
        engine.write_transaction(lambda: form_tokens.keep(here, "t", 1, b"", "/", None, 1))

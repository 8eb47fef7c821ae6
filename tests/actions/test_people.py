"""Signing in and out: throttle, sessions and their limits, passwords."""

from __future__ import annotations

from dataclasses import replace

import argon2
import pytest

from portal.actions import people as actions
from portal.actions.people import (
    PasswordIsWeak,
    PasswordIsWrong,
    SignInIsBlocked,
    SignInIsWrong,
    UsernameIsTaken,
    add_person,
    change_password,
    session_hash,
    sign_in,
    sign_out,
    sign_out_everywhere,
    whose_session,
)
from portal.storage import people
from portal.storage.people import Person
from tests.world import MORNING, PASSWORD, World, guards

MINUTE = 60_000
HOUR = 60 * MINUTE
HERE, THERE = "10.0.0.1", "10.0.0.2"


def _secret(at: int = MORNING, username: str = "operator", old: str | None = None) -> str:
    return sign_in(guards(), at, username, PASSWORD, HERE, old)[1]


def _fails(times: int, at: int = MORNING, username: str = "operator", address: str = HERE) -> None:
    for _ in range(times):
        with pytest.raises(SignInIsWrong):
            sign_in(guards(), at, username, "wrong-guess", address)


def _who(secret: str, at: int = MORNING) -> str | None:
    found = whose_session(guards(), at, secret)
    return found.username if found else None


def test_name_and_password_start_a_session(world: World) -> None:
    person, secret = sign_in(guards(), MORNING, " Operator ", PASSWORD, HERE)
    assert person.username == "operator"
    assert _who(secret) == "operator"
    assert _who("no such secret") is None


def test_only_a_hash_of_the_sessions_secret_is_stored(world: World) -> None:
    secret = _secret()
    assert people.session(session_hash(secret)) == (world.person("operator").id, MORNING, MORNING)
    assert secret.encode() not in session_hash(secret)


@pytest.mark.parametrize(
    ("username", "password"),
    [("operator", "wrong-guess"), ("nobody", PASSWORD), ("", ""), ("operator", "")],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    world: World, username: str, password: str
) -> None:
    with pytest.raises(SignInIsWrong):
        sign_in(guards(), MORNING, username, password, HERE)


class _Counting(argon2.PasswordHasher):
    """The real hasher, counting how often it does its costly work."""

    worked = 0

    def hash(self, *args: object, **kwargs: object) -> str:
        _Counting.worked += 1
        return super().hash(*args, **kwargs)  # type: ignore[arg-type]

    def verify(self, *args: object, **kwargs: object) -> bool:  # type: ignore[override]
        _Counting.worked += 1
        return super().verify(*args, **kwargs)  # type: ignore[arg-type]


def test_an_unknown_name_costs_as_much_work_as_a_known_one(world: World) -> None:
    slow = replace(guards(), hasher=_Counting(time_cost=1, memory_cost=64, parallelism=1))
    worked = []
    for username in ("operator", "nobody"):
        _Counting.worked = 0
        with pytest.raises(SignInIsWrong):
            sign_in(slow, MORNING, username, "wrong-guess", HERE)
        worked.append(_Counting.worked)
    assert worked == [1, 1]


def test_someone_who_left_can_not_sign_in_or_go_on(world: World) -> None:
    secret = _secret()
    Person.update(is_active=0).where(Person.username == "operator").execute()
    assert _who(secret) is None
    with pytest.raises(SignInIsWrong):
        _secret()


def test_five_wrong_passwords_block_the_account_for_a_while(world: World) -> None:
    _fails(5)
    with pytest.raises(SignInIsBlocked) as refused:
        sign_in(guards(), MORNING + MINUTE, "operator", PASSWORD, THERE)
    assert refused.value.params == {"minutes": 14}
    assert refused.value.status == 429
    assert _who(_secret(MORNING + 15 * MINUTE)) == "operator"


def test_a_name_that_is_unknown_is_blocked_too(world: World) -> None:
    _fails(5, username="nobody")
    with pytest.raises(SignInIsBlocked):
        sign_in(guards(), MORNING, "nobody", PASSWORD, THERE)


def test_the_block_of_one_account_is_not_that_of_another(world: World) -> None:
    _fails(5)
    assert _who(_secret(username="manager")) == "manager"


def test_a_right_password_forgets_the_wrong_ones(world: World) -> None:
    _fails(4)
    _secret()
    _fails(4)
    assert _secret()


def test_wrong_passwords_of_long_ago_no_longer_count(world: World) -> None:
    _fails(4)
    _fails(1, at=MORNING + 16 * MINUTE)
    assert people.failures("account", "operator") == (1, MORNING + 16 * MINUTE)
    assert _secret(MORNING + 17 * MINUTE)


def test_many_wrong_passwords_from_one_address_block_the_address(world: World) -> None:
    for at in range(actions.MOST_FROM_ADDRESS):
        _fails(1, username=f"nobody{at}")
    with pytest.raises(SignInIsBlocked):
        sign_in(guards(), MORNING, "operator", PASSWORD, HERE)
    assert sign_in(guards(), MORNING, "operator", PASSWORD, THERE)


def test_a_clock_set_back_blocks_nobody_for_ever(world: World) -> None:
    _fails(5)
    assert _secret(MORNING - HOUR)


def test_signing_in_ends_the_session_one_came_with(world: World) -> None:
    old = _secret()
    new = _secret(old=old)
    assert old != new
    assert _who(old) is None
    assert _who(new) == "operator"


def test_another_session_of_the_same_person_goes_on(world: World) -> None:
    phone, counter = _secret(), _secret()
    assert (_who(phone), _who(counter)) == ("operator", "operator")


def test_an_idle_session_ends(world: World) -> None:
    secret = _secret()
    assert _who(secret, MORNING + 4 * HOUR) == "operator"
    secret = _secret()
    assert _who(secret, MORNING + 4 * HOUR + 1) is None


def test_a_session_in_use_ends_at_its_absolute_limit(world: World) -> None:
    secret = _secret()
    for hour in range(1, 15):
        assert _who(secret, MORNING + hour * HOUR) == "operator"
    assert _who(secret, MORNING + 14 * HOUR + 1) is None


def test_a_session_is_touched_at_most_every_five_minutes(world: World) -> None:
    secret = _secret()
    for minutes, seen in ((4, 0), (5, 0), (6, 6), (10, 6), (12, 12)):
        _who(secret, MORNING + minutes * MINUTE)
        found = people.session(session_hash(secret))
        assert found is not None
        assert found[2] == MORNING + seen * MINUTE


def test_signing_out_ends_one_session(world: World) -> None:
    phone, counter = _secret(), _secret()
    sign_out(phone)
    assert (_who(phone), _who(counter)) == (None, "operator")


def test_signing_out_everywhere_ends_all_of_ones_sessions(world: World) -> None:
    secrets = [_secret() for _ in range(3)]
    other = _secret(username="manager")
    assert sign_out_everywhere(world.person("operator").id) == 3
    assert [_who(one) for one in secrets] == [None] * 3
    assert _who(other) == "manager"


def test_a_new_password_ends_all_other_sessions(world: World) -> None:
    phone, counter = _secret(), _secret()
    change_password(guards(), world.doer(), PASSWORD, "बीज-खाद-2026", keep_secret=counter)
    assert (_who(phone), _who(counter)) == (None, "operator")
    with pytest.raises(SignInIsWrong):
        _secret()
    assert sign_in(guards(), MORNING, "operator", "बीज-खाद-2026", HERE)


@pytest.mark.parametrize("kept", [None, "no such secret"])
def test_a_new_password_from_nowhere_ends_every_session(world: World, kept: str | None) -> None:
    secret = _secret()
    change_password(guards(), world.doer(), PASSWORD, "बीज-खाद-2026", keep_secret=kept)
    assert _who(secret) is None


def test_a_password_is_changed_only_with_the_present_one(world: World) -> None:
    with pytest.raises(PasswordIsWrong):
        change_password(guards(), world.doer(), "wrong-guess", "बीज-खाद-2026")
    assert _secret()


@pytest.mark.parametrize("password", ["short", "12345678", "Password", "JaiShreeRam", "Operator"])
def test_a_weak_password_is_refused(world: World, password: str) -> None:
    with pytest.raises(PasswordIsWeak):
        change_password(guards(), world.doer(), PASSWORD, password)
    with pytest.raises(PasswordIsWeak):
        add_person(
            guards(), MORNING, "operator", password, "operator", "नया", "New",
            society_id=world.society_id,
        )  # fmt: skip


def test_a_user_name_is_taken_once_however_it_is_written(world: World) -> None:
    def add(username: str) -> Person:
        return add_person(
            guards(), MORNING, username, "खाद-बीज-दवा", "operator", "रवि", "Ravi",
            society_id=world.society_id,
        )  # fmt: skip

    assert add(" Ravi ").username == "ravi"
    assert sign_in(guards(), MORNING, "RAVI", "खाद-बीज-दवा", HERE)[0].name_hi == "रवि"
    with pytest.raises(UsernameIsTaken):
        add("ravi")


def test_digits_are_each_ones_own_choice(world: World) -> None:
    operator = world.person("operator").id
    actions.choose_digits(operator, True)
    assert people.person(operator).has_deva_digits == 1
    actions.choose_digits(operator, False)
    assert people.person(operator).has_deva_digits == 0


def test_stale_sessions_are_swept_away(world: World) -> None:
    secret = _secret()
    assert people.end_stale_sessions(MORNING) == 0
    assert people.end_stale_sessions(MORNING + 1) == 1
    assert _who(secret) is None


def test_wrong_present_passwords_block_the_account_like_wrong_sign_ins(world: World) -> None:
    for _ in range(5):
        with pytest.raises(PasswordIsWrong):
            change_password(guards(), world.doer(), "galat-password", "naya-password")
    with pytest.raises(SignInIsBlocked):
        change_password(guards(), world.doer(), PASSWORD, "naya-password")

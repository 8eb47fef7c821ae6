"""Hard queries written by hand, as operators type them: the meant member stands first for each.

The people and the queries are in lookup_members.csv and lookup_cases.csv beside this file, among
others made of lookup_others.csv; where two people are equally meant, either may stand first. They
are a list to keep right, no proof of quality: that is measured on names that nobody chose.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.actions.lookup import find
from portal.actions.members import record_members
from portal.domain.lookup import AadhaarIsNotSearched
from portal.domain.members import Particulars
from portal.storage import engine
from portal.storage.engine import write_transaction
from tests.conftest import IS_POSTGRES
from tests.world import TODAY, World

HERE = Path(__file__).parent
OTHERS = 1200
OTHER_SCRIPTS = (
    ("সুনীতা দেবী", "sunita"), ("રમેશ યાદવ", "ramesh ramesh2"), ("ਸੁਨੀਤਾ ਦੇਵੀ", "sunita"),
)  # fmt: skip
#: Names in letters of other scripts, long ones, and signs that mean something to programs.
STRANGE = (
    "রমেশ যাদব", "સુનીતા દેવી", "سنیتا دیوی", "رمیش یادو", "محمد سلیم", "சுனிதா தேவி",
    "రమేష్ యాదవ్", "ರಮೇಶ್", "സുനിത", "ସୁନୀତା", "Σωκράτης", "Иван",
    "李小龍", "😀🙏", "राम😀देवी", "\u202eramesh", "ra\u200bmesh", "'; DROP TABLE member; --",
    "<script>alert(1)</script>", "%", "_", "%%%", "\\", "''", '"', "(", "*", "NULL", "0", "१",
    "12345", "123456", "12345678901", "1" * 40, "क" * 5000, "ramesh " * 2000, "a", "र", "्", "ा",
    "ँं", "\x00ramesh", "\n\t", "", " ", "०", "०००", "श्री", "shri ji", "-", "....", "e" * 10_000,
)  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PEOPLE = _rows("lookup_members.csv")
CASES = _rows("lookup_cases.csv")
GIVEN, LAST, VILLAGES = (one["words"].split() for one in _rows("lookup_others.csv"))

PARTS = sorted({word for one in CASES for word in one["query"].split()})


def _others() -> list[Particulars]:
    source = Random("others")
    chosen = [(source.choice(GIVEN), source.choice(LAST)) for _ in range(OTHERS)]
    return [
        Particulars(
            name_hi=f"{first} {last}", member_no=str(2001 + at),
            guardian_hi=f"{source.choice(GIVEN)} {last}", relation="father",
            village_hi=source.choice(VILLAGES),
        )
        for at, (first, last) in enumerate(chosen)
    ]  # fmt: skip


def _planted() -> list[Particulars]:
    return [
        Particulars(**{name: text for name, text in one.items() if name != "key"})  # type: ignore[arg-type]
        for one in PEOPLE
    ]


@pytest.fixture(scope="module")
def database(template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a copy of the world's database to all tests of this module."""
    home = tmp_path_factory.mktemp("canonical")
    if not IS_POSTGRES:
        shutil.copy(template, home / "rokad.db")
        engine.connect(f"sqlite:///{home / 'rokad.db'}", home)
        yield World(home / "keys")
        engine.disconnect()
        return
    from tests.postgres_server import shared_server

    name = f"canonical_{uuid4().hex[:8]}"
    shared_server().create_database(name, template=template)
    engine.connect(shared_server().url(name), home)
    yield World(home / "keys")
    engine.disconnect()
    shared_server().drop_database(name)


@pytest.fixture(scope="module")
def asked(database: World) -> Callable[[str], list[str]]:
    """Give who is found by a query, by key; members nobody planted are called by their number."""
    doer, here = database.doer("manager"), database.society_id
    records = [*_others(), *_planted()]
    ids = write_transaction(lambda: record_members(doer, here, TODAY, "imported", records))
    keys = {one: f"no. {record.member_no} {record.name_hi}"
            for one, record in zip(ids, records, strict=True)}  # fmt: skip
    keys.update(zip(ids[OTHERS:], (one["key"] for one in PEOPLE), strict=True))

    def ask(text: str) -> list[str]:
        found = find([here], text, database.clock.now_ms())
        return [keys[one.record_id] for one in found.hits]

    return ask


@pytest.mark.parametrize("case", CASES, ids=[f"{at}" for at in range(2, len(CASES) + 2)])
def test_the_meant_member_stands_first(
    asked: Callable[[str], list[str]], case: dict[str, str]
) -> None:
    found = asked(case["query"])
    assert found, f"{case['query']} finds nobody"
    assert found[0] in case["expected"].split(), f"{case['query']} ({case['about']}): {found[:3]}"


def test_the_list_is_long_and_says_no_query_twice() -> None:
    typed = [one["query"] for one in CASES]
    assert len(typed) >= 170
    assert len(set(typed)) == len(typed)
    assert {one["key"] for one in PEOPLE} == {
        key for one in CASES for key in one["expected"].split()
    }


@pytest.mark.parametrize("query", [one for one, _ in OTHER_SCRIPTS])
def test_names_in_other_scripts_are_heard(asked: Callable[[str], list[str]], query: str) -> None:
    expected = dict(OTHER_SCRIPTS)[query]
    assert asked(query)[0] in expected.split()


@pytest.mark.parametrize("query", STRANGE, ids=range(len(STRANGE)))
def test_whatever_is_typed_is_answered(asked: Callable[[str], list[str]], query: str) -> None:
    assert len(asked(query)) <= 10


@given(
    st.one_of(
        st.text(max_size=40),
        st.text("रमेशसुनीत्ा० ़्ंँ\u200dkabmesh019. /-'%", max_size=30),
        st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join),
    )
)
@settings(max_examples=150)
def test_any_text_at_all_is_answered_or_refused(
    asked: Callable[[str], list[str]], query: str
) -> None:
    try:
        assert len(asked(query)) <= 10
    except AadhaarIsNotSearched:
        assert sum(one.isdigit() for one in query) >= 12


@pytest.mark.parametrize("query", ["2341 2341 2346", "234123412346", "२३४१२३४१२३४६"])
def test_a_whole_aadhaar_number_is_not_searched(
    asked: Callable[[str], list[str]], query: str
) -> None:
    with pytest.raises(AadhaarIsNotSearched):
        asked(query)


def test_several_who_are_alike_are_all_shown(asked: Callable[[str], list[str]]) -> None:
    assert set(asked("ramesh yadav")[:2]) == {"ramesh", "ramesh2"}
    assert set(asked("रमेश यादव")[:2]) == {"ramesh", "ramesh2"}


def test_another_society_is_never_searched(
    asked: Callable[[str], list[str]], database: World
) -> None:
    there = database.society("KHR002").id
    for query in ("101", "ramesh yadav", "9876543210", "रमेश यादव", "4321"):
        assert asked(query)
        assert find([there], query, database.clock.now_ms()).hits == ()

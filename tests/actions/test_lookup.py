"""Finding who is meant, by names and numbers, in one society and in many."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from portal.actions.lookup import bring_up_to_date, faults, find, rebuild
from portal.actions.members import change_member
from portal.domain.lookup import CUSTOMERS, MEMBERS, AadhaarIsNotSearched, IndexedNames
from portal.storage import engine, lookup, members, served
from portal.storage.engine import run, write_transaction
from portal.storage.served import Whom
from portal.storage.sort_keys import sort_key
from tests.members_world import a_member, an_account
from tests.world import MORNING, TODAY, World

Ask = Callable[[str], list[int]]
PEOPLE = (
    ("रमेश यादव", "मोहन यादव", "खेड़ी"), ("रमेश यादव", "सोहन यादव", "बमनाला"),
    ("सुनीता देवी", "रमेश यादव", "खेड़ी"), ("सुनिता कुमारी", "हरि", "बमनाला"),
    ("मो० रहीम अंसारी", "करीम", "खेड़ी"), ("रामेश्वर प्रसाद सिंह", "जगदीश", "बमनाला"),
    ("राजकुमार सिंह", "रामदेव", "खेड़ी"), ("कमला देवी", "शिव", "बमनाला"),
)  # fmt: skip


@pytest.fixture
def ids(open_world: World) -> list[int]:
    return [
        a_member(open_world, name_hi=name, guardian_hi=guardian, village_hi=village,
                 member_no=str(101 + at)).id
        for at, (name, guardian, village) in enumerate(PEOPLE)
    ]  # fmt: skip


@pytest.fixture
def ask(ids: list[int]) -> Ask:
    """Ask in KHR001; answers are places in PEOPLE."""
    return lambda words: [ids.index(one.record_id) for one in find([1], words, MORNING).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("ramesh yadav mohan", 0), ("yadav ramesh sohan", 1), ("रमेस यादब बमनाला", 1),
        ("suneeta devi", 2), ("sunita kumari", 3), ("md raheem", 4), ("rahim ansari", 4),
        ("rameshwar prasad", 5), ("rameshwarprasad", 5), ("rames", 0), ("raj kumar", 6),
        ("sunita यादव", 2), ("shri ramesh yadav ji s/o sohan", 1), ("kml devi", 7), ("ka", 7),
    ],
)  # fmt: skip
def test_the_meant_member_stands_first(ask: Ask, words: str, first: int) -> None:
    assert ask(words)[0] == first


@pytest.mark.parametrize("words", ["", "   ", "😀", "%", "xqzwkj vvvv", "।।"])
def test_what_says_nothing_finds_nobody(ask: Ask, words: str) -> None:
    assert ask(words) == []


def test_nobody_is_searched_without_a_society(ids: list[int]) -> None:
    assert find([], "ramesh", MORNING).hits == ()


@pytest.mark.parametrize("words", ["2341 2341 2346", "ramesh 234123412346", "२३४१ २३४१ २३४६"])
def test_a_whole_aadhaar_number_is_refused(ask: Ask, words: str) -> None:
    with pytest.raises(AadhaarIsNotSearched) as refused:
        ask(words)
    assert (refused.value.status, refused.value.field) == (422, "q")


def test_at_most_as_many_as_asked_and_whether_there_are_more(ids: list[int]) -> None:
    found = find([1], "ramesh yadav", MORNING, at_most=1)
    assert len(found.hits) == 1
    assert found.has_more
    assert not find([1], "kamla devi shiv bamnala", MORNING, at_most=10).has_more


class TestNumbers:
    @pytest.fixture(autouse=True)
    def people(self, open_world: World) -> None:
        self.world = open_world
        self.one = a_member(open_world, member_no="12", mobile="9876543210", aadhaar_last4="4321")
        self.other = a_member(open_world, member_no="4321", mobile="9000004321", name_hi="रमेश यादव")
        self.account = an_account(self.one, account_no="SB-77")

    def ask(self, words: str) -> list[tuple[int, bool]]:
        return [(one.record_id, one.is_exact_number) for one in find([1], words, MORNING).hits]

    @pytest.mark.parametrize("words", ["12", "१२", "0012", " 12 "])
    def test_a_member_number_is_exact(self, words: str) -> None:
        assert self.ask(words)[0] == (self.one.id, True)

    @pytest.mark.parametrize("words", ["SB-77", "sb-77", "SB - ७७"])
    def test_an_account_number_is_exact(self, words: str) -> None:
        assert self.ask(words) == [(self.one.id, True)]

    @pytest.mark.parametrize(
        "words", ["9876543210", "98765 43210", "+91 98765 43210", "09876543210", "43210", "3210"]
    )
    def test_a_mobile_is_found_but_opens_nobody(self, words: str) -> None:
        assert self.ask(words)[0] == (self.one.id, False)

    def test_four_digits_give_all_they_may_be(self) -> None:
        assert self.ask("4321") == [(self.other.id, True), (self.one.id, False)]

    def test_a_number_begun(self) -> None:
        assert self.ask("43") == [(self.other.id, False)]
        assert self.ask("999999") == []

    def test_a_number_beside_words_chooses_among_its_bearers(self) -> None:
        assert self.ask("sushila 3210") == [(self.one.id, False)]
        assert self.ask("ramesh 4321")[0] == (self.other.id, False)
        assert self.ask("ramesh 777777") == [(self.other.id, False)]

    def test_only_members_have_member_numbers(self) -> None:
        assert find([1], "12", MORNING, registers=(CUSTOMERS,)).hits == ()
        assert find([2], "12", MORNING).hits == ()


def a_customer(name: str, record_id: int = 1) -> None:
    def work() -> None:
        run(
            "INSERT INTO customer (society_id, id, name_hi, sort_key, added_at, added_by) "
            "VALUES (1, ?, ?, ?, 0, 1)", record_id, name, sort_key(name),
        )  # fmt: skip
        lookup.index_records(1, CUSTOMERS, [(record_id, None, IndexedNames(name))])

    write_transaction(work)


def test_walk_in_customers_are_found_in_their_own_register(open_world: World) -> None:
    a_member(open_world, name_hi="गीता बाई")
    a_customer("गीता शर्मा", 9)
    both = {(one.register, one.record_id) for one in find([1], "gita", MORNING).hits}
    assert both == {(MEMBERS, 1), (CUSTOMERS, 9)}
    assert [one.register for one in find([1], "gita", MORNING, registers=(CUSTOMERS,)).hits] == [1]
    assert [one.register for one in find([1], "gita", MORNING, registers=(MEMBERS,)).hits] == [0]


def test_who_is_served_often_stands_before_a_namesake(ids: list[int], ask: Ask) -> None:
    assert ask("ramesh yadav")[0] == 0
    for _ in range(8):
        write_transaction(lambda: served.count(1, Whom(MEMBERS, ids[1]), MORNING))
    assert ask("ramesh yadav")[:2] == [1, 0]
    assert ask("ramesh yadav mohan")[0] == 0


def test_names_that_changed_are_found_as_they_are_now(open_world: World, ids: list[int]) -> None:
    one = members.member(1, ids[0])
    assert one is not None
    record = dataclasses.replace(one.particulars, name_hi="भोला यादव")
    doer = open_world.doer("manager")
    write_transaction(lambda: change_member(doer, TODAY, "changed", one, record))
    assert find([1], "bhola", MORNING).hits[0].record_id == ids[0]
    assert faults(1) == []


def test_the_index_can_be_checked_and_made_anew(ids: list[int], ask: Ask) -> None:
    assert faults(1) == []
    write_transaction(lambda: run("DELETE FROM name_posting WHERE record_id = ?", ids[2]))
    write_transaction(lambda: lookup.index_records(1, CUSTOMERS, [(99, None, IndexedNames("रमेश"))]))
    found = faults(1)
    assert any("missing" in one for one in found)
    assert any("left over" in one for one in found)
    assert rebuild(1) == len(PEOPLE)
    assert faults(1) == []
    assert ask("sunita devi")[0] == 2


def test_an_upgrade_of_the_rules_makes_the_index_anew_once(ids: list[int], ask: Ask) -> None:
    write_transaction(lambda: run("UPDATE name_vocab SET fine = '', skel = ''"))
    write_transaction(lambda: run("DELETE FROM name_posting"))
    assert bring_up_to_date()
    assert not bring_up_to_date()
    assert ask("sunita devi")[0] == 2


class TestManySocieties:
    @pytest.fixture(autouse=True)
    def people(self, open_world: World) -> None:
        self.here = [a_member(open_world, name_hi=name, guardian_hi=guardian, village_hi=village)
                     for name, guardian, village in PEOPLE]  # fmt: skip
        self.societies = [1, 2, 3, 4]

    def test_the_rarest_word_leads_to_the_meant(self) -> None:
        for words, at in (("sunita kumari", 3), ("ramesh yadav sohan", 1), ("kamla", 7),
                          ("ramesh yadav mohan kheri", 0), ("रामेश्वर", 5)):  # fmt: skip
            found = find(self.societies, words, MORNING)
            assert found.hits[0].record_id == self.here[at].id

    def test_what_says_nothing_finds_nobody(self) -> None:
        assert find(self.societies, "xqzwkj", MORNING).hits == ()
        assert find([2, 3, 4, 5], "ramesh", MORNING).hits == ()
        assert find([1, 3, 5, 9], "ramesh", MORNING).hits

    def test_of_a_word_that_many_bear_the_first_are_looked_at(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.actions.lookup_names.MOST_BEARERS", 2)
        assert find(self.societies, "devi", MORNING).hits


def test_statements_stay_few(ids: list[int]) -> None:
    find([1], "ramesh", MORNING)
    before = engine.statements_run()
    find([1], "rmaesh yadav mohan", MORNING)
    assert engine.statements_run() - before <= 6


def test_who_left_stands_behind_who_is_there(open_world: World) -> None:
    gone = a_member(open_world, name_hi="मोहन लाल", member_no="1", status="deceased")
    here = a_member(open_world, name_hi="मोहन लाल", member_no="2")
    found = find([1], "mohan lal", MORNING).hits
    assert [one.record_id for one in found] == [here.id, gone.id]

"""Handing over of charge: counted, signed by one, taken by the other, never by one hand."""

from __future__ import annotations

import json
from dataclasses import replace

import peewee
import pytest

from portal.actions import charge as deeds
from portal.actions import tills
from portal.domain import charge as rules
from portal.domain.charge import ChargeList, Thing, Typed
from portal.domain.day import BooksAreNotStarted, CountIsEmpty, ReasonIsMissing
from portal.domain.daybook import CountIsGoingOn
from portal.domain.refusals import Refusal
from portal.domain.surprise_counts import TillIsNotHere
from portal.domain.tills import Till
from portal.storage import charge as stored
from portal.storage import daybook
from portal.storage.engine import run, value
from tests.world import World

BOX = 2101
THINGS = (
    Thing("stamp", "गोल मुहर", "1"), Thing("book", "रसीद बुक", "401", "500"),
    Thing("device", "प्रिंटर", "HP-77"), Thing("paper", "भूमि पत्र", "3"),
)  # fmt: skip
TYPED = Typed({2201: 1_50_000_00}, (2, 1, 3), THINGS, "7A21", "", "बिजली बिल बाकी")


def begins(world: World, to: str = "operator", by: str = "manager") -> int:
    done = deeds.begin(world.doer(by), world.slip(by), world.society_id, world.person(to).id)
    return int(done.location.rsplit("/", 1)[1])


def the(world: World, charge_id: int = 1) -> ChargeList:
    return deeds.charge_of(world.society_id, charge_id)


def counts(world: World, rupees: int | None = None, head: int = BOX, by: str = "manager") -> None:
    rupees = daybook.balance(world.society_id, head) // 100 if rupees is None else rupees
    pieces = {"d500": rupees // 500, "c1": rupees % 500}
    deeds.count(world.doer(by), world.slip(by), world.society_id, 1, head, pieces)


def writes(world: World, typed: Typed = TYPED, by: str = "manager") -> None:
    version = the(world).version
    deeds.write(world.doer(by), world.slip(by), world.society_id, 1, version, typed)


def gives(world: World, by: str = "manager") -> None:
    deeds.give(world.doer(by), world.slip(by), world.society_id, 1, the(world).version)


def takes(world: World, by: str = "operator", **said: str | None) -> None:
    found = the(world)
    answers: dict[str, str | None] = {}
    if found.body.facts is not None:
        answers = {one.code: said.get(one.code, "") for one in found.body.items()}
    deeds.take(world.doer(by), world.slip(by), world.society_id, 1, found.version, answers)


def drops(world: World, reason: str, by: str = "manager") -> None:
    deeds.drop(world.doer(by), world.slip(by), world.society_id, 1, reason)


@pytest.fixture
def given(open_world: World) -> World:
    """Give the world with a list that the manager has signed."""
    begins(open_world)
    writes(open_world)
    counts(open_world)
    gives(open_world)
    return open_world


def test_charge_changes_hands_when_both_have_signed(given: World) -> None:
    assert the(given).state == rules.GIVEN
    takes(given, book_1="", thing_2="पन्ना 433 फटा है")
    done = the(given)
    assert (done.state, done.given_by, done.taken_by) == (
        rules.DONE, given.person("manager").id, given.person("operator").id,
    )  # fmt: skip
    assert dict(done.body.answers)["thing_2"] == "पन्ना 433 फटा है"
    assert dict(done.body.answers)["cash_2101"] == ""
    assert [one.code for one in done.body.items()] == [
        "cash_2101", "bank_2201", "key_safe", "key_office", "key_godown", "thing_1", "thing_2",
        "thing_3", "thing_4", "csc", "slips", "work", "remarks",
    ]  # fmt: skip
    kind, detail = _act(done)
    hashed = rules.digest(
        done.from_person, done.to_person, done.version, rules.content_of(done.body)
    )
    assert kind == rules.TAKEN
    assert (detail["digest"], detail["version"]) == (hashed, done.version)
    assert done.body.facts is not None
    assert done.body.facts.work == (("open_days", 1),)


def _act(found: ChargeList) -> tuple[str, dict[str, object]]:
    kind = value("SELECT kind FROM act WHERE id = ? AND society_id = 1", found.act_id)
    return kind, json.loads(
        value("SELECT detail FROM act WHERE id = ? AND society_id = 1", found.act_id)
    )


def test_every_version_leaves_its_digest(given: World) -> None:
    found = value("SELECT COUNT(*) FROM act WHERE kind LIKE ?", "charge_%")
    assert (the(given).version, found) == (4, 4)


def test_nobody_signs_both(given: World) -> None:
    with pytest.raises(rules.ChargeIsOfAnother):
        takes(given, by="manager")
    with pytest.raises(peewee.IntegrityError):
        run("UPDATE charge_list SET state = 'done', taken_at = 1, taken_by = from_person")
    with pytest.raises(peewee.IntegrityError):
        run("UPDATE charge_list SET to_person = from_person")
    with pytest.raises(peewee.IntegrityError):
        run("UPDATE charge_list SET given_by = to_person")
    with pytest.raises(peewee.IntegrityError):
        run("UPDATE charge_list SET given_by = NULL")
    assert the(given).state == rules.GIVEN


def test_only_the_giver_writes_counts_and_signs(open_world: World) -> None:
    begins(open_world)
    for deed in (writes, counts, gives):
        with pytest.raises(rules.ChargeIsOfAnother):
            deed(open_world, by="operator")
    with pytest.raises(rules.ChargeIsNotGiven):
        takes(open_world)


def test_an_entry_after_the_count_asks_for_a_new_one(given: World) -> None:
    given.enters(rupees=50)
    with pytest.raises(rules.CashHasMoved):
        takes(given)
    counts(given)
    found = the(given)
    assert (found.state, found.given_at, found.body.facts) == (rules.DRAFTED, None, None)
    gives(given)
    takes(given)
    assert the(given).state == rules.DONE
    assert value("SELECT COUNT(DISTINCT take) FROM cash_count WHERE occasion = 'handover'") == 2


def test_an_entry_before_the_signature_too(open_world: World) -> None:
    begins(open_world)
    counts(open_world)
    open_world.enters(rupees=50)
    with pytest.raises(rules.CashIsNotCounted):
        gives(open_world)


def test_slips_drawn_after_the_signature_are_not_on_the_list(given: World) -> None:
    run("INSERT INTO slip_batch (society_id, id, first_no, last_no, drawn_on, drawn_at, drawn_by) "
        "VALUES (1, 1, 1, 1, '2026-11-24', 1, 1)")  # fmt: skip
    run("INSERT INTO outage_slip (society_id, no, batch_id, state) VALUES (1, 1, 1, 'free')")
    with pytest.raises(rules.CashHasMoved):
        takes(given)


def test_cash_that_differs_needs_a_reason_and_moves_nothing(open_world: World) -> None:
    before = daybook.balance(open_world.society_id, BOX)
    begins(open_world)
    counts(open_world, rupees=26_000)
    assert the(open_world).body.cash[0].difference_paise == 26_000_00 - before
    with pytest.raises(rules.NoReasonForDifference):
        gives(open_world)
    writes(open_world, replace(TYPED, why="कारण पता नहीं"))
    gives(open_world)
    assert daybook.balance(open_world.society_id, BOX) == before


def test_each_till_with_cash_is_counted(open_world: World) -> None:
    world = open_world
    till = Till(2102, 1, 500_00, "")
    tills.set_till(world.doer("manager"), world.slip("manager"), world.society_id, till)
    holder = world.person("operator").id
    tills.open_till(world.doer(), world.slip(), world.society_id, 2102, holder)
    begins(world)
    counts(world)
    with pytest.raises(rules.CashIsNotCounted):
        gives(world)
    counts(world, head=2102)
    gives(world)
    assert [one.head for one in the(world).body.cash] == [2101, 2102]
    assert the(world).body.facts.work == (("open_days", 1), ("tills", 1))  # type: ignore[union-attr]
    with pytest.raises(TillIsNotHere):
        counts(world, rupees=1, head=2103)


def test_a_changed_list_is_looked_at_again(given: World) -> None:
    version = the(given).version
    writes(given)
    assert the(given).state == rules.DRAFTED
    gives(given)
    doer, slip = given.doer("operator"), given.slip("operator")
    with pytest.raises(rules.ChargeHasChanged):
        deeds.take(doer, slip, given.society_id, 1, version, {})
    with pytest.raises(rules.ChargeHasChanged):
        deeds.give(given.doer("manager"), given.slip("manager"), given.society_id, 1, version)
    with pytest.raises(rules.ChargeHasChanged):
        deeds.write(
            given.doer("manager"), given.slip("manager"), given.society_id, 1, version, TYPED
        )
    assert not stored.change(replace(the(given), version=version), the(given))


def test_each_item_is_answered(given: World) -> None:
    with pytest.raises(rules.ItemIsOpen) as refused:
        takes(given, key_safe=None)
    assert refused.value.field == "key_safe"


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        (replace(TYPED, csc="12345"), rules.OnlyTheLastFour, "csc"),
        (replace(TYPED, csc="12 4"), rules.OnlyTheLastFour, "csc"),
        (replace(TYPED, keys=(100, 0, 0)), rules.KeysAreTooMany, "safe"),
        (replace(TYPED, things=(Thing("book", "", "1", "2"),)), rules.ThingHasNoName, "book1"),
        (
            replace(TYPED, things=(THINGS[1], Thing("book", "रोकड़ बही", "५", "४"))),
            rules.NumbersAreTurned, "book2_last",
        ),
    ],
)  # fmt: skip
def test_what_is_written_wrong_is_refused_at_its_field(
    open_world: World, wrong: Typed, refusal: type[Refusal], field: str
) -> None:
    begins(open_world)
    with pytest.raises(refusal) as refused:
        writes(open_world, wrong)
    assert refused.value.field == field
    assert the(open_world).version == 1


def test_empty_lines_are_left_out(open_world: World) -> None:
    begins(open_world)
    writes(open_world, replace(TYPED, things=(Thing("stamp", ""), *THINGS)))
    assert the(open_world).body.typed.things == THINGS


def test_one_list_at_a_time_to_another_person(open_world: World) -> None:
    for wrong in ("manager", "chairman", "operator2"):
        with pytest.raises(rules.NobodyTakes):
            begins(open_world, to=wrong)
    begins(open_world)
    with pytest.raises(rules.ChargeIsOpen):
        begins(open_world)
    with pytest.raises(CountIsEmpty):
        deeds.count(
            open_world.doer("manager"),
            open_world.slip("manager"),
            open_world.society_id,
            1,
            BOX,
            {},
        )


def test_a_list_is_dropped_with_a_reason_by_the_two_or_a_manager(given: World) -> None:
    with pytest.raises(ReasonIsMissing):
        drops(given, " ")
    with pytest.raises(rules.ChargeIsOfAnother):
        drops(given, "गलत व्यक्ति", by="accountant")
    drops(given, "गलत व्यक्ति चुना", by="operator")
    assert (the(given).state, the(given).said) == (rules.DROPPED, "गलत व्यक्ति चुना")
    for deed in (counts, writes, gives, takes):
        with pytest.raises(rules.ChargeIsNotOpen):
            deed(given)
    with pytest.raises(rules.ChargeIsNotOpen):
        drops(given, "फिर")
    assert begins(given) == 2


def test_the_next_list_begins_with_what_was_on_the_last(given: World) -> None:
    takes(given)
    begins(given, to="manager", by="operator")
    typed = the(given, 2).body.typed
    assert (typed.things, typed.keys, typed.shown, typed.csc) == (THINGS, (2, 1, 3), {}, "")


def test_charge_waits_while_the_day_is_counted(given: World) -> None:
    given.counts(daybook.balance(given.society_id, BOX) // 100)
    for deed in (counts, takes):
        with pytest.raises(CountIsGoingOn):
            deed(given)


def test_after_closing_it_stands_at_the_last_closed_day(given: World) -> None:
    given.counts(daybook.balance(given.society_id, BOX) // 100)
    given.closes_day()
    takes(given)
    assert the(given).state == rules.DONE


def test_without_books_there_is_no_charge(world: World) -> None:
    with pytest.raises(BooksAreNotStarted):
        begins(world)
    with pytest.raises(rules.ChargeIsUnknown):
        the(world)


def test_what_others_are_told(given: World) -> None:
    here = given.society_id
    assert stored.waits_for(here, given.person("operator").id) == 1
    assert stored.waits_for(here, given.person("manager").id) is None
    takes(given)
    assert stored.waits_for(here, given.person("operator").id) is None
    place = given.person("officer").place
    assert place is not None
    assert list(stored.changed_since(place.level, place.id, 0)) == [here]
    assert stored.changed_since("nation", 0, given.clock.now_ms() + 1) == {}

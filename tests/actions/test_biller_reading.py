"""Reading the master of billers: whole, broken off, shrunk, and what everybody then sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from portal.actions import billers
from portal.actions.biller_reading import HOUR, is_due, read_billers
from portal.domain.bill_payments import UnitDeclines, UnitIsSilent
from portal.domain.biller_params import BillDetailIsTooShort, check_params
from portal.domain.billers import Biller, BillerIsUnknown, BillerPage, BillerParam
from portal.sandboxes.bharat_connect import master
from portal.storage import billers as stored
from portal.storage import engine
from tests.sandboxes.running import POWER, RunningSandbox
from tests.world import World

NEW = Biller(
    "PUNE00000MAP0X", "Pune Pipe Gas", "Gas", states=("MP", "Madhya"),
    params=(BillerParam("CA Number", is_numeric=True, min_length=5),), is_confirmed=True,
)  # fmt: skip


@dataclass
class Pages:
    """An operating unit that gives its master in these pages, or a fault in place of one."""

    pages: Sequence[BillerPage | Exception]
    asked: list[str] = field(default_factory=list)

    def billers(self, since_at: int | None = None, after: str = "") -> BillerPage:
        assert since_at is None
        assert not engine.in_transaction()
        self.asked.append(after)
        found = self.pages[len(self.asked) - 1]
        if isinstance(found, Exception):
            raise found
        return found

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)


def whole(*found: Biller, total: int | None = None, unread: tuple[str, ...] = ()) -> Pages:
    count = len(found) + len(unread) if total is None else total
    return Pages([BillerPage(found, count, "", unread)])


def reads(world: World, unit: Any) -> stored.Reading:
    found = read_billers(unit, world.clock)
    world.clock.move(minutes=1)
    return found


def known() -> list[Biller]:
    return [replace(one, name_hi="", category_hi="", alias="") for one in
            master.dress(stored.believed().values())]  # fmt: skip


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    found = RunningSandbox(tmp_path / "sandbox")
    yield found
    found.stop()


def test_until_a_reading_the_list_of_config_counts(world: World) -> None:
    found = billers.biller(POWER)
    assert not found.is_confirmed
    assert found.name_hi
    with pytest.raises(BillerIsUnknown):
        billers.biller("NONE00000NAT00")
    assert len(billers.billers_in()) == len(stored.believed())


def test_the_sandboxes_master_is_read_page_by_page(
    world: World, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.gateways.bharat_connect.PAGE", 40)
    rests: list[int] = []
    found = read_billers(sandbox.client, world.clock, lambda: rests.append(1))
    assert (found.is_whole, found.seen, found.added, found.changed, found.gone, found.problem) == (
        True, len(stored.believed()), len(stored.believed()), 0, 0, "",
    )  # fmt: skip
    assert len(rests) == 3
    one = billers.biller(POWER)
    assert one.is_confirmed
    theirs = sandbox.biller(POWER)
    assert (one.modes, one.channels, one.fee_slabs) == (
        theirs.modes, theirs.channels, theirs.fee_slabs,
    )  # fmt: skip
    assert (one.name_hi, one.category_hi) == (theirs.name_hi, theirs.category_hi)
    assert one.params[0].label_hi == theirs.params[0].label_hi
    again = reads(world, sandbox.client)
    assert (again.seen, again.added, again.changed, again.gone) == (found.seen, 0, 0, 0)


def test_what_was_only_doubted_is_refused_once_it_is_confirmed(world: World) -> None:
    typed = {"p1": "12"}
    biller_id = "NBPDCL000BHI01"
    assert check_params(billers.biller(biller_id), typed).doubts
    reads(world, whole(*known()))
    with pytest.raises(BillDetailIsTooShort):
        check_params(billers.biller(biller_id), typed)


def test_a_biller_comes_back_from_the_store_as_it_was_read(world: World) -> None:
    everything = [*known(), NEW]
    reads(world, whole(*everything))
    for one in everything:
        found = billers.biller(one.id)
        assert replace(
            found, name_hi="", alias="", category_hi="", states=one.states,
            params=tuple(replace(param, label_hi=mine.label_hi) for param, mine in
                         zip(found.params, one.params, strict=True)),
        ) == replace(one, is_confirmed=True)  # fmt: skip


def test_hindi_comes_from_the_lists_where_the_master_has_none(world: World) -> None:
    reads(world, whole(NEW))
    found = billers.biller(NEW.id)
    assert (found.name_hi, found.category_hi, found.params[0].label_hi, found.states) == (
        "", "पाइप गैस", "सीए नंबर", ("MP",),
    )  # fmt: skip


def test_only_a_whole_reading_says_that_a_biller_has_gone(world: World) -> None:
    first, *others = known()
    reads(world, whole(*known()))
    lacking = BillerPage(tuple(others[:10]), len(others), others[9].id)
    for fault in (UnitIsSilent(), UnitDeclines("x", "no")):
        found = reads(world, Pages([lacking, fault]))
        assert (found.is_whole, found.problem) == (False, type(fault).__name__)
        assert billers.biller(first.id).is_active
    incomplete = reads(world, whole(*others, total=len(others) + 1))
    assert (incomplete.is_whole, incomplete.gone) == (True, 0)
    assert incomplete.problem == f"{len(others)} of {len(others) + 1} came"
    assert billers.biller(first.id).is_active
    found = reads(world, whole(*others))
    assert found.gone == 1
    gone = billers.biller(first.id)
    assert (gone.is_active, gone.params, gone.is_confirmed) == (
        False, billers.biller(first.id).params, True,
    )  # fmt: skip
    assert first.id not in {one.id for one in billers.billers_in()}
    back = reads(world, whole(*known()))
    assert (back.added, back.changed, back.gone) == (0, 1, 0)
    assert billers.biller(first.id).is_active


def test_a_biller_that_cant_be_read_keeps_its_form_and_has_not_gone(world: World) -> None:
    first, *others = known()
    reads(world, whole(*known()))
    found = reads(world, whole(*others, unread=(first.id,)))
    assert (found.seen, found.gone, found.problem) == (len(others) + 1, 0, "")
    assert billers.biller(first.id).is_active


def test_a_changed_form_is_seen_by_everybody_after_the_reading_ends(world: World) -> None:
    reads(world, whole(*known()))
    before = billers.biller(POWER)
    changed = [replace(one, is_same_day_only=True) if one.id == POWER else one for one in known()]
    found = reads(world, whole(*changed))
    assert (found.added, found.changed) == (0, 1)
    assert billers.biller(POWER).is_same_day_only is not before.is_same_day_only


def test_a_master_that_is_empty_or_never_ends_is_none(world: World) -> None:
    reads(world, whole(*known()))
    assert reads(world, whole()).problem == "MasterIsEmpty"
    page = BillerPage((NEW,), 500, "A")
    assert reads(world, Pages([page, page, page])).problem == "MasterDoesNotEnd"
    assert len(billers.billers_in()) == len([one for one in known() if one.is_active]) + 1


def test_more_pages_than_there_can_be_are_no_master(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.actions.biller_reading._MOST_PAGES", 2)
    pages = Pages([BillerPage((NEW,), 500, "A"), BillerPage((NEW,), 500, "B")])
    assert reads(world, pages).problem == "MasterDoesNotEnd"
    assert pages.asked == ["", "A"]


def test_a_first_reading_that_breaks_off_leaves_the_list_of_config(world: World) -> None:
    page = BillerPage((NEW,), 500, "A")
    assert not reads(world, Pages([page, UnitIsSilent()])).is_whole
    assert not billers.biller(POWER).is_confirmed
    with pytest.raises(BillerIsUnknown):
        billers.biller(NEW.id)


def test_a_reading_that_died_leaves_its_trace(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        reads(world, Pages([ZeroDivisionError()]))
    found = stored.last_reading()
    assert found is not None
    assert (found.is_whole, found.problem) == (False, "")


def test_it_is_read_at_once_then_each_night_and_hourly_after_a_failure(world: World) -> None:
    now = world.clock.now_ms
    assert is_due(now())
    reads(world, Pages([UnitIsSilent()]))
    assert is_due(now()), "where there is no master yet, it is asked for each minute"
    assert not is_due(now() - 1)
    reads(world, whole(NEW))
    assert not is_due(now())
    world.clock.at_ms += 15 * HOUR + 50 * 60_000  # past midnight, not yet two
    assert not is_due(now())
    world.clock.at_ms += HOUR
    assert is_due(now())
    reads(world, Pages([UnitIsSilent()]))
    world.clock.move(minutes=58)
    assert not is_due(now())
    world.clock.move(minutes=1)
    assert is_due(now())
    reads(world, whole(NEW))
    world.clock.at_ms += 19 * HOUR
    assert not is_due(now())


def test_what_another_version_wrote_beside_a_biller_is_passed_over(world: World) -> None:
    reads(world, whole(*known()))
    body = str(engine.value("SELECT body FROM biller WHERE id = ?", POWER))
    for other in (
        body[:-1] + ', "of_tomorrow": 1}',
        body.replace('"regex":', '"of_tomorrow": 3, "regex":'),
        body.replace('"plans": "", ', ""),
    ):
        assert stored.read_body(other, is_active=True) == billers.biller(POWER)


def test_a_biller_whose_record_is_damaged_is_unknown_and_others_are_not(world: World) -> None:
    reads(world, whole(*known()))
    engine.write_transaction(
        lambda: engine.run('UPDATE biller SET body = \'{"fetch": "X"}\' WHERE id = ?', POWER)
    )
    with pytest.raises(BillerIsUnknown):
        billers.biller(POWER)
    found = billers.billers_of([POWER, "NBPDCL000BHI01", "NONE00000NAT00"])
    assert [one.id for one in found] == ["NBPDCL000BHI01"]


@pytest.mark.parametrize("is_read", [False, True])
@pytest.mark.parametrize(
    ("words", "state", "first"),
    [
        ("बत्ती का बिल", "BR", {"NBPDCL000BHI01", "SBPDCL000BHI01"}),
        ("bijli bihar", "BR", {"NBPDCL000BHI01", "SBPDCL000BHI01"}),
        ("लाइट", "MP", {"MPPK00000MAP01", "MPCZ00000MAP01", "MPCZ00000MAP02", "MPEZ00000MAP02"}),
        ("indane", "MP", {"INDI00000NATT5"}),
        ("टाटा प्ले", "", {"TATASKY00NAT01"}),
    ],
)
def test_billers_are_found_by_the_words_people_use(
    world: World, is_read: bool, words: str, state: str, first: set[str]
) -> None:
    if is_read:
        reads(world, whole(*known()))
    found = billers.search_billers(words, None, state)
    assert not found.is_guess
    assert found.lines[0].id in first
    assert all(one.is_in(state) for one in found.lines)


def test_misspelt_words_are_guessed_and_strange_ones_find_nothing(world: World) -> None:
    assert billers.search_billers("bijlee indoor").lines
    assert billers.search_billers("qqqqxxxx").lines == []
    assert billers.billers_in(words="  ") == billers.billers_in()
    assert billers.billers_in(words="indane")[0].id == "INDI00000NATT5"
    assert billers.billers_in(words="ॐॐॐ") == []


def test_categories_count_the_billers_of_a_state(world: World) -> None:
    reads(world, whole(*known(), replace(NEW, category="Something New")))
    all_of = {one.name: count for one, count in billers.categories_in()}
    of_mp = {one.name: count for one, count in billers.categories_in("MP")}
    assert all_of["Electricity"] > of_mp["Electricity"] >= 4
    assert billers.category_of("Something New").name_hi == "Something New"
    assert next(iter(all_of)) == "Electricity"
    assert [*all_of][-1] == "Something New"
    own = billers.billers_in("Electricity", "MP")
    assert own[0].states == ("MP",)
    with pytest.raises(BillerIsUnknown):
        billers.category_of("Nothing")


def test_one_small_statement_is_all_a_known_biller_costs(world: World) -> None:
    reads(world, whole(*known()))
    billers.biller(POWER)
    before = engine.statements_run()
    billers.biller(POWER)
    assert engine.statements_run() - before == 1

"""The index of names: words added for good, postings that follow the names, the words in memory."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from portal.domain.lookup import CUSTOMERS, MEMBERS, IndexedNames
from portal.storage import engine, lookup
from portal.storage.engine import write_transaction
from tests.conftest import IS_POSTGRES
from tests.world import World

RAMESH = IndexedNames("रमेश यादव", guardian_hi="मोहन", village_hi="खेड़ी")


def index(*records: lookup.Record, society_id: int = 1, register: int = MEMBERS) -> None:
    write_transaction(lambda: lookup.index_records(society_id, register, records))


def held(society_id: int = 1, register: int = MEMBERS) -> set[tuple[str, int, int]]:
    return lookup.held_postings(society_id, register)


def test_a_record_is_filed_under_its_words(world: World) -> None:
    index((7, None, RAMESH))
    assert held() == {("रमेश", 0, 7), ("यादव", 1, 7), ("मोहन", 2, 7), ("खेड़ी", 3, 7)}


def test_a_change_of_names_moves_only_what_changed(world: World) -> None:
    index((7, None, RAMESH), (8, None, RAMESH))
    words = engine.value("SELECT COUNT(*) FROM name_vocab")
    index((7, RAMESH, RAMESH._replace(name_hi="रमेश सिंह", village_hi="")))
    assert held() == {
        ("रमेश", 0, 7), ("सिंह", 1, 7), ("मोहन", 2, 7),
        ("रमेश", 0, 8), ("यादव", 1, 8), ("मोहन", 2, 8), ("खेड़ी", 3, 8),
    }  # fmt: skip
    assert engine.value("SELECT COUNT(*) FROM name_vocab") == words + 1


def test_a_record_may_go(world: World) -> None:
    index((7, None, RAMESH))
    index((7, RAMESH, None))
    assert held() == set()


def test_filing_again_changes_nothing(world: World) -> None:
    index((7, None, RAMESH))
    before = held()
    index((7, None, RAMESH))
    assert held() == before


def test_registers_and_societies_stand_apart(world: World) -> None:
    index((7, None, RAMESH))
    index((7, None, IndexedNames("सीता")), register=CUSTOMERS)
    index((7, None, IndexedNames("गीता")), society_id=2)
    assert held(1, CUSTOMERS) == {("सीता", 0, 7)}
    assert held(2) == {("गीता", 0, 7)}
    lookup.clear(1, MEMBERS)
    assert held() == set()
    assert held(1, CUSTOMERS)


def test_many_records_at_once(world: World) -> None:
    index(*((at, None, IndexedNames(f"नाम{'क' * (at % 30)} देवी")) for at in range(1, 1201)))
    assert len(held()) == 2400


def test_the_words_in_memory_follow_the_store(world: World) -> None:
    index((7, None, RAMESH))
    first = lookup.vocabulary()
    assert {one.token for one in first.match("ramesh")} >= {"रमेश"}
    assert lookup.vocabulary() is first
    index((8, None, IndexedNames("सुनीता")))
    assert {one.token for one in lookup.vocabulary().match("sunita")} >= {"सुनीता"}
    lookup.forget_vocabulary()
    assert len(lookup.vocabulary()) == 5


def test_words_of_a_transaction_that_was_undone_are_not_kept(world: World) -> None:
    index((7, None, RAMESH))
    assert len(lookup.vocabulary()) == 4

    def fails() -> None:
        lookup.index_records(1, MEMBERS, [(8, None, IndexedNames("सुनीता"))])
        assert len(lookup.vocabulary()) == 5
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_transaction(fails)
    index((9, None, IndexedNames("गीता")))
    assert "सुनीता" not in {row.token for row in lookup.vocabulary().rows}
    assert "गीता" in {row.token for row in lookup.vocabulary().rows}


def test_two_who_file_the_same_new_words_at_once_both_succeed(world: World) -> None:
    faults: list[BaseException] = []

    def work(society_id: int) -> None:
        try:
            for at in range(1, 6):
                names = IndexedNames(f"नया{'क' * at}", village_hi="बमनाला")
                index((at, None, names), society_id=society_id)
        except BaseException as fault:
            faults.append(fault)
        finally:
            engine.disconnect()

    threads = [threading.Thread(target=work, args=(one,)) for one in (1, 2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert len(held(1)) == len(held(2)) == 10


def test_postings_are_read_by_society_and_register(world: World) -> None:
    index((7, None, RAMESH))
    index((8, None, RAMESH), society_id=3)
    index((9, None, RAMESH), register=CUSTOMERS)
    vid = engine.value("SELECT id FROM name_vocab WHERE token = ?", "रमेश")
    read = lookup.postings
    assert read([vid], [1], [MEMBERS], 10) == [(vid, 1, 0, 0, 7)]
    assert read([vid], [1, 3], [MEMBERS], 10) == [(vid, 1, 0, 0, 7), (vid, 3, 0, 0, 8)]
    assert read([vid], [1, 2, 3], [MEMBERS, CUSTOMERS], 2) == [(vid, 1, 0, 0, 7), (vid, 1, 1, 0, 9)]
    assert lookup.posting_counts([vid], [1, 2, 3], 10) == {vid: 3}
    assert lookup.posting_counts([vid], [1, 2, 3], 2) == {vid: 2}
    assert lookup.posting_counts([], [1], 2) == {}


def test_keys_made_by_older_rules_are_made_anew(world: World) -> None:
    index((7, None, RAMESH))
    write_transaction(lambda: engine.run("UPDATE name_vocab SET fine = 'x', ph = 'y'"))
    assert write_transaction(lambda: lookup.rekey(0)) is None
    lookup.forget_vocabulary()
    assert lookup.vocabulary().match("ramesh")[0].token == "रमेश"
    assert engine.value("SELECT COUNT(*) FROM name_vocab WHERE fine = 'x'") == 0


@pytest.mark.skipif(IS_POSTGRES, reason="a file is put in place of another on SQLite")
def test_words_of_a_store_put_in_place_of_another_are_read_anew(
    world: World, database_url: str
) -> None:
    path = Path(database_url.removeprefix("sqlite:///"))
    index((7, None, RAMESH))
    lookup.vocabulary()
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.disconnect()
    other = path.with_name("other.db")
    shutil.copy(path, other)
    engine.connect(f"sqlite:///{other}", path.parent)
    engine.run("UPDATE name_vocab SET token = 'सुरेश' WHERE token = 'रमेश'")
    engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.disconnect()
    other.replace(path)
    engine.connect(database_url, path.parent)
    assert "सुरेश" in {one.token for one in lookup.vocabulary().rows}

"""The key folder: signing, old keys, and a witness log that only grows (P7)."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.gateways.key_folder import KeyFolder, WitnessDisagrees, Witnessed


def _log(folder: KeyFolder) -> Path:
    return folder.folder / "witness" / "KHR001.log"


def test_a_signature_is_known_again_and_a_changed_body_is_not(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    signature = keys.sign(b"body")
    assert keys.has_signed(b"body", signature, keys.key_id)
    assert not keys.has_signed(b"body!", signature, keys.key_id)
    assert not keys.has_signed(b"body", bytes(64), keys.key_id)
    assert not keys.has_signed(b"body", signature, "0" * 16)


def test_the_same_folder_gives_the_same_key(tmp_path: Path) -> None:
    signature = KeyFolder(tmp_path).sign(b"body")
    again = KeyFolder(tmp_path)
    assert again.has_signed(b"body", signature, again.key_id)


def test_the_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    KeyFolder(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys" / "seal.key").stat().st_mode & 0o077 == 0
    assert {one.name.split("-")[0] for one in (tmp_path / "keys").iterdir()} == {
        "seal", "seal.key", "witness",
    }  # fmt: skip


def test_old_seals_stay_checkable_after_a_new_key(tmp_path: Path) -> None:
    old = KeyFolder(tmp_path)
    signature = old.sign(b"body")
    (tmp_path / "seal.key").unlink()
    new = KeyFolder(tmp_path)
    assert new.key_id != old.key_id
    assert new.has_signed(b"body", signature, old.key_id)


def test_workers_that_start_together_share_one_key(tmp_path: Path) -> None:
    for at in range(5):
        with ThreadPoolExecutor(8) as crowd:
            folders = list(crowd.map(KeyFolder, [tmp_path / str(at)] * 8))
        assert len({one.key_id for one in folders}) == 1


def test_what_was_witnessed_is_read_back_in_order(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    assert keys.witnessed("KHR001") == []
    keys.witness("KHR001", 1, "2026-11-23", "aa", 5)
    keys.witness("KHR001", 2, "2026-11-24", "bb", 6)
    keys.witness("KHR002", 1, "2026-11-24", "cc", 7)
    assert keys.witnessed("KHR001") == [
        Witnessed(1, "2026-11-23", "aa", 5), Witnessed(2, "2026-11-24", "bb", 6),
    ]  # fmt: skip


def test_a_seal_is_witnessed_once(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.witness("KHR001", 1, "2026-11-23", "aa", 5)
    keys.witness("KHR001", 1, "2026-11-23", "aa", 9)
    assert len(keys.witnessed("KHR001")) == 1


def test_another_hash_for_a_witnessed_seal_is_an_alarm(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.witness("KHR001", 1, "2026-11-23", "aa", 5)
    with pytest.raises(WitnessDisagrees, match="KHR001 seal 1"):
        keys.witness("KHR001", 1, "2026-11-23", "bb", 5)
    assert [one.hash for one in keys.witnessed("KHR001")] == ["aa"]


@pytest.mark.parametrize(
    "torn", [b'{"no":2,"day":"2026-', b'{"no":2}', b"\x00" * 40, b"\xff\xfe{", b"12", b"[1]"]
)
def test_a_line_torn_by_a_power_cut_is_passed_over_and_written_anew(
    tmp_path: Path, torn: bytes
) -> None:
    keys = KeyFolder(tmp_path)
    keys.witness("KHR001", 1, "2026-11-23", "aa", 5)
    with _log(keys).open("ab") as file:
        file.write(torn)
    assert [one.seal_no for one in keys.witnessed("KHR001")] == [1]
    keys.witness("KHR001", 2, "2026-11-24", "bb", 6)
    assert [one.hash for one in keys.witnessed("KHR001")] == ["aa", "bb"]


def test_a_whole_line_without_its_end_counts(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    keys.witness("KHR001", 1, "2026-11-23", "aa", 5)
    _log(keys).write_bytes(_log(keys).read_bytes().rstrip(b"\n"))
    keys.witness("KHR001", 2, "2026-11-24", "bb", 6)
    assert [one.seal_no for one in keys.witnessed("KHR001")] == [1, 2]


def test_many_who_witness_the_same_seal_write_one_line(tmp_path: Path) -> None:
    keys = KeyFolder(tmp_path)
    with ThreadPoolExecutor(16) as crowd:
        for _ in range(16):
            crowd.submit(keys.witness, "KHR001", 1, "2026-11-23", "aa", 5)
    (line,) = _log(keys).read_text().splitlines()
    assert json.loads(line) == {"no": 1, "day": "2026-11-23", "hash": "aa", "at": 5}


def test_a_key_file_cut_short_is_never_left_behind(tmp_path: Path) -> None:
    KeyFolder(tmp_path)
    assert len(bytes.fromhex((tmp_path / "seal.key").read_text())) == 32
    assert not [name for name in os.listdir(tmp_path) if name.startswith("new-")]

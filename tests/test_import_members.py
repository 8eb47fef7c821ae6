"""The command that reads a register of members in."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portal.actions import import_steps, imports
from portal.domain.imports import BATCH
from portal.storage import engine
from portal.storage.days import acts_on
from tests.actions.test_imports import register
from tests.world import TODAY, World

COLUMNS = (
    "member_no,name_hi,name_en,guardian_hi,relation,village_hi,mobile,aadhaar_last4,share_paise\n"
)


def command(app: Flask, *words: str) -> tuple[int, str]:
    """Run the command and return how it ended and what it said."""
    ended = app.test_cli_runner().invoke(args=["import-members", *words])
    return ended.exit_code, ended.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to be written."""
    return tmp_path / "सदस्य.csv"


def members() -> int:
    return int(engine.value("SELECT COUNT(*) FROM member"))


def test_a_dry_run_tells_all_faults_and_changes_nothing(
    app: Flask, world: World, file: Path
) -> None:
    file.write_text(
        COLUMNS + "1,सुनीता देवी,Sunita Devi,रमेश,पति,रामपुर,98765,4321,50000\n"
        "2,,,,,,,12,abc\n3,गीता बाई,,मोहन,पिता,रामपुर,9876543210,4321,50000\n"
    )
    code, said = command(app, "--society", "KHR001", str(file), "--dry-run")
    assert code == 1
    lines = said.splitlines()
    assert [line.split(" · ")[:2] for line in lines[:-1]] == [
        ["पंक्ति 2", "मोबाइल"], ["पंक्ति 3", "आधार के अंतिम चार अंक"],
        ["पंक्ति 3", "अंश राशि (पैसे)"], ["पंक्ति 3", "नाम (हिन्दी)"],
    ]  # fmt: skip
    assert lines[-1] == "पंक्तियाँ: 3, सही: 1 (सुधारी गईं: 0), गलती वाली: 2"
    assert members() == 0
    code, said = command(app, "--society", "KHR001", str(file))
    assert (code, members()) == (1, 0)
    assert command(app, "--society", "KHR001", str(file), "--only-good")[0] == 0
    assert members() == 1


def test_a_register_is_taken_in_once_however_often_it_is_given(
    app: Flask, world: World, file: Path
) -> None:
    file.write_bytes(register(BATCH + 3))
    code, said = command(app, "--society", "KHR001", str(file))
    assert code == 0
    assert said.splitlines() == [
        f"{BATCH + 3} में से {BATCH} दर्ज", f"{BATCH + 3} में से {BATCH + 3} दर्ज",
        f"दर्ज हुए: {BATCH + 3} सदस्य।",
        "शुरुआती राशियाँ जो दिन खुलने पर दर्ज होंगी: 503, ₹ 251500।",
    ]  # fmt: skip
    assert "पहले ही दर्ज है: 503" in command(app, "--society", "KHR001", str(file))[1]
    assert members() == BATCH + 3
    (act, *_rest) = acts_on(world.society_id, TODAY)
    assert act.done_by == world.person("manager").id


def test_a_run_that_was_cut_off_goes_on(
    app: Flask, world: World, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        """Nothing after this is run."""

    real = import_steps.record_members
    with monkeypatch.context() as patch:
        calls = iter(range(5))

        def cut(*args: object) -> list[int]:
            if next(calls) == 1:
                raise PowerCut
            return real(*args)  # type: ignore[arg-type]

        patch.setattr(import_steps, "record_members", cut)
        file.write_bytes(register(BATCH + 3))
        with pytest.raises(PowerCut):
            command(app, "--society", "KHR001", str(file))
    assert members() == BATCH
    code, said = command(app, "--society", "KHR001", str(file))
    assert (code, members()) == (0, BATCH + 3)
    assert said.startswith(f"{BATCH + 3} में से {BATCH} के बाद आगे चल रहा है")


def test_what_stops_it_is_said(
    app: Flask, world: World, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.domain.members import MemberNumberIsTaken

    def refuses(*_args: object) -> None:
        raise MemberNumberIsTaken(no="7")

    file.write_bytes(register(2))
    monkeypatch.setattr(import_steps, "record_members", refuses)
    code, said = command(app, "--society", "KHR001", str(file))
    assert code == 1
    assert "रुक गया" in said
    assert "7" in said.splitlines()[-1]
    monkeypatch.setattr(import_steps, "run_job", lambda *_args: False)
    assert "कोई और दर्ज कर रहा है" in command(app, "--society", "KHR001", str(file))[1]


@pytest.mark.parametrize(
    ("code", "words"),
    [("XXX", ()), ("KHR001", ("--by", "operator2")), ("KHR001", ("--by", "nobody"))],
)
def test_it_needs_a_society_and_somebody_of_it(
    code: str, words: tuple[str, ...], app: Flask, world: World, file: Path
) -> None:
    file.write_bytes(register(1))
    ended, said = command(app, "--society", code, str(file), *words)
    assert ended == 1
    assert said.startswith("Error: ")
    assert members() == 0


def test_rows_that_came_meanwhile_are_counted_as_left_out(
    app: Flask, world: World, file: Path, tmp_path: Path
) -> None:
    file.write_bytes(register(3))
    assert command(app, "--society", "KHR001", str(file), "--by", "accountant")[0] == 0
    other = tmp_path / "other.csv"
    other.write_bytes(register(4))
    assert command(app, "--society", "KHR001", str(other))[0] == 1
    said = command(app, "--society", "KHR001", str(other), "--only-good")[1]
    assert "दर्ज हुए: 1 सदस्य" in said
    assert imports.job_of(world.society_id, 2).done_rows == 1

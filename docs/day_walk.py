"""What upsets a tidy day: days behind, slips of paper, a second person, a mended day, a till."""

from __future__ import annotations

from typing import Any

SLIPS = (
    ("930", "11", "सुशीला देवी", "50", "41"), ("1005", "12", "राम लाल", "1350", "42"),
    ("", "11", "इस्माइल खान", "20", "43"), ("215", "52", "गणेश होटल", "120", ""),
)  # fmt: skip


def catches_up(behind: Any, typist: Any) -> None:
    """Two societies: one names its days behind, the other types a past day's slips by keyboard."""
    behind.go("/day/backlog")
    behind.snap("backlog")
    typist.go("/day/grid")
    page = typist.page
    page.wait_for_selector("[name=t1]:focus")
    for cells in SLIPS:
        for text in cells:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
    typist.snap("slips")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[name=confirm]:focus")
    page.wait_for_timeout(150)
    typist.snap("slips-read-back", whole=True)


def agrees_and_reads(officer: Any, manager: Any) -> None:
    """The officer: an entry that waits, and what a reopened day changed. The till's two holders."""
    officer.go("/approvals?society=KHR005")
    officer.page.click("main .list a, main .tasks a")
    officer.page.wait_for_load_state("networkidle")
    officer.snap("second-person")
    officer.go("/reopenings/1?society=KHR007")
    officer.snap("reopening", whole=True)
    manager.go("/tills")
    manager.snap("tills")

"""The register as a book: in two orders, page by page, on paper, as CSV, counted."""

from __future__ import annotations

import csv
import io
import re

import pytest

from portal.domain.members import Nominee
from tests.browser_client import Browser
from tests.members_world import a_member
from tests.world import World


def a_register(world: World, count: int) -> None:
    for at in range(count):
        a_member(
            world, member_no=str(at + 1), name_hi=("गीता", "अमृत", "रमेश")[at % 3],
            sex="FMM"[at % 3], category=("obc", "sc", "")[at % 3], farmer_type="small",
            land_are=125, nominees=(Nominee("अजय", "पुत्र", 100),), joined_on="2020-04-05",
            resolution_no="3",
        )  # fmt: skip


@pytest.mark.parametrize("order", ["name", "number"])
def test_every_member_stands_in_the_book_once(
    order: str, open_world: World, operator: Browser
) -> None:
    a_register(open_world, 60)
    path, seen, names = f"/members/list?by={order}", [], []
    while path:
        page = operator.get(path)
        rows = page.all("li", data_member_no=True)
        seen += [one.get("data-member-no") for one in rows]
        names += [b.text for one in rows for b in one.iter("b")]
        path = next((one for one in page.links if "after=" in one), "")
    assert len(seen) == 60
    assert sorted(seen, key=int) == [str(at) for at in range(1, 61)]
    assert names == sorted(names) if order == "name" else seen == sorted(seen, key=int)


def test_applicants_and_those_who_left_stand_apart(open_world: World, operator: Browser) -> None:
    a_member(open_world, status="applicant", member_no=None, name_hi="नीलम")
    a_member(open_world, status="ceased", member_no="9", name_hi="मोहन")
    a_member(open_world, member_no="10")
    assert "नीलम" in operator.get("/members/list?of=applicants").text
    assert "मोहन" in operator.get("/members/list?of=left").text
    assert "मोहन" not in operator.get("/members/list").text
    assert len(operator.get("/members/list?of=all").all("li", data_member_no=True)) == 2
    operator.get("/members/list?of=nobody&by=nothing&after=~x")


def test_the_book_on_paper(open_world: World, operator: Browser) -> None:
    a_register(open_world, 45)
    page = operator.get("/members/list?print=1&by=number")
    assert len(page.all("section")) == 3
    assert "अजय (पुत्र): 100 प्रतिशत" in page.text
    assert "05-04-2020" in page.text
    assert "1.25" in page.text
    operator.get("/members/list?print=1&of=left")


def test_the_book_as_csv(open_world: World, operator: Browser) -> None:
    a_register(open_world, 3)
    a_member(open_world, member_no="77", name_hi="=1+1", mobile="9826012345")
    answer = operator.get("/members/list?format=csv&by=number")
    rows = list(csv.reader(io.StringIO(answer.html.lstrip("\ufeff"))))
    assert len(rows) == 5
    assert rows[0][0] == "सदस्य संख्या"
    assert rows[1][:2] == ["1", "गीता"]
    assert rows[4][1] == "'=1+1"
    assert not re.search("aadhaar", answer.html, re.I)


def test_members_are_counted_by_class_category_sex_and_work(
    open_world: World, operator: Browser
) -> None:
    """F49."""
    a_register(open_world, 6)
    a_member(open_world, member_class="nominal", member_no="88")
    a_member(open_world, status="ceased", member_no="89")
    text = operator.get("/members/counts").text
    for said in ("साधारण सदस्य 6", "नाममात्र सदस्य 1", "स्त्री 2", "पुरुष 4", "नहीं लिखा 1",
                 "अन्य पिछड़ा वर्ग 2", "सदस्यता समाप्त 1"):  # fmt: skip
        assert said in text

"""A person's record: applied for, read back beside who may be the same, changed by two, told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.domain.members import Nominee, Paper, Particulars
from portal.storage import members
from tests.browser_client import Browser, Page
from tests.members_world import a_member
from tests.world import World

WHO = {
    "name_hi": "रमेश कुमार यादव", "guardian_hi": "मोहन यादव", "relation": "father",
    "village_hi": "बमनाला", "mobile": "+91 98260 12345", "sex": "M", "birth_on": "१९७५",
    "known_as": "रम्मू",
}  # fmt: skip
MORE = {
    "category": "obc", "land_are": "2.5 एकड़", "farmer_type": "small",
    "nominee1_name": "सुनीता यादव", "nominee1_relation": "पत्नी", "nominee1_percent": "60",
    "nominee2_name": "अजय यादव", "nominee2_relation": "पुत्र", "nominee2_percent": "40",
    "paper1_kind": "voter_id", "paper1_last4": "x12b", "aadhaar_last4": "4321", "consent": "y",
}  # fmt: skip


def _applies(operator: Browser, **fields: str) -> Page:
    form = operator.get("/members/new").form("/members/new")
    data = {"name_hi": "रमेश यादव", "guardian_hi": "मोहन", "village_hi": "बमनाला", **fields}
    return operator.send(form, "", 200, **data)


def _record(world: World, member_id: int = 1) -> Particulars:
    found = members.member(world.society_id, member_id)
    assert found is not None
    return found.particulars


def test_an_applicant_is_read_back_and_saved(operator: Browser, open_world: World) -> None:
    page = _applies(operator, **WHO)
    assert "रम्मू" in page.text
    form = page.form(button="confirm")
    assert form.fields["name_en"] == "Ramesh Kumar Yadav"
    page = operator.follow(operator.send(form, "confirm", name_en="Ramesh K Yadav"))
    assert "रमेश कुमार यादव" in page.title
    kept = _record(open_world)
    assert (kept.status, kept.member_no, kept.name_en) == ("applicant", None, "Ramesh K Yadav")
    assert (kept.mobile, kept.birth_on, kept.relation) == ("9826012345", "1975", "father")


def test_the_rest_is_added_on_a_page_of_its_own(operator: Browser, open_world: World) -> None:
    a_member(open_world, member_no="12")
    form = operator.get("/members/12/more").form("/members/12/more")
    page = operator.follow(operator.send(form, **MORE))
    assert "सुनीता यादव (पत्नी): 60 प्रतिशत" in page.text
    kept = _record(open_world)
    assert (kept.land_are, kept.category, kept.name_hi) == (101, "obc", "सुशीला देवी")
    assert [one.share_percent for one in kept.nominees] == [60, 40]
    assert kept.papers == (("voter_id", "X12B"),)
    assert (kept.aadhaar_last4, kept.aadhaar_consent_at) == ("4321", open_world.clock.now_ms())
    again = operator.get("/members/12/more").form("/members/12/more")
    assert (again.fields["land_are"], again.fields["nominee2_name"]) == ("1.01", "अजय यादव")
    operator.send(again, land_are="1.25")
    assert _record(open_world).aadhaar_consent_at == kept.aadhaar_consent_at


def test_the_read_back_can_be_changed_and_nothing_is_lost(operator: Browser) -> None:
    page = _applies(operator, mobile="9826012345")
    page = operator.send(page.form(button="change"), "change", 200)
    form = page.form("/members/new")
    assert (form.fields["name_hi"], form.fields["mobile"]) == ("रमेश यादव", "9826012345")


def test_nothing_is_stored_before_it_is_confirmed_and_then_once(
    operator: Browser, open_world: World
) -> None:
    page = _applies(operator)
    assert members.member(open_world.society_id, 1) is None
    form = page.form(button="confirm")
    first = operator.send(form, "confirm")
    again = operator.send(form, "confirm")
    assert first.location == again.location
    assert members.member(open_world.society_id, 2) is None


def test_the_same_form_with_other_content_is_refused(operator: Browser) -> None:
    form = _applies(operator).form(button="confirm")
    operator.send(form, "confirm")
    page = operator.send(form, "confirm", 409, name_en="Someone Else")
    assert page.refusal == "FormWasUsedForOther"


def test_who_may_be_the_same_person_is_shown_first(operator: Browser, open_world: World) -> None:
    a_member(open_world, name_hi="रामेश यादव", guardian_hi="मोहन", village_hi="बमनाला",
             member_no="77")  # fmt: skip
    a_member(open_world, name_hi="गीता बाई", mobile="9826012345", member_no="78")
    a_member(open_world, name_hi="रमेश यादव", guardian_hi="किशन", village_hi="खेड़ी", member_no="79")
    page = _applies(operator, mobile="9826012345")
    assert [one.get("data-member-no") for one in page.all("li", data_member_no=True)] == [
        "77",
        "78",
    ]
    assert "वही नाम, वही पिता या पति, वही गाँव" in page.text
    assert "वही मोबाइल" in page.text


WRONG = [
    ("edit", "name_hi", "🙂🙂"), ("edit", "name_hi", ""), ("edit", "village_hi", " "),
    ("edit", "mobile", "12345"), ("edit", "birth_on", "2035"), ("edit", "sex", "X"),
    ("edit", "name_hi", "क" * 3_400), ("more", "land_are", "बहुत"),
    ("more", "nominee1_percent", "120"), ("more", "nominee2_percent", "90"),
    ("more", "category", "x"), ("more", "aadhaar_last4", "12ab"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "field", "typed"), WRONG)
def test_what_is_wrong_is_said_at_its_field(
    part: str, field: str, typed: str, operator: Browser, open_world: World
) -> None:
    a_member(open_world, member_no="12")
    form = operator.get(f"/members/12/{part}").form(f"/members/12/{part}")
    data = {**form.fields, field: typed}
    if "nominee" in field:
        data |= {"nominee1_name": "सुनीता", "nominee2_name": "अजय"}
    page = operator.post(form.action, data, 422)
    expected = "nominee1_percent" if field == "nominee2_percent" else field
    assert list(page.errors) == [expected]
    if field not in form.choices:
        assert page.form(form.action).fields[field] in (typed, typed.strip())


def test_four_digits_of_aadhaar_need_consent_and_a_whole_number_is_never_kept(
    operator: Browser, open_world: World
) -> None:
    """P12."""
    a_member(open_world, member_no="12")
    form = operator.get("/members/12/more").form("/members/12/more")
    page = operator.send(form, "", 422, aadhaar_last4="1234")
    assert list(page.errors) == ["consent"]
    for field in ("aadhaar_last4", "nominee1_name", "paper1_last4"):
        page = operator.send(form, "", 422, **{field: "2345 6789 0124"})
        assert list(page.errors) == [field]
    page = operator.send(form, "", 422, aadhaar_last4="234567890124")
    assert "234567890124" not in page.html


def test_markup_statements_and_long_names_are_plain_text(operator: Browser) -> None:
    for name in ("<script>alert(1)</script>", "'; DROP TABLE member; --", "राम\u202eलाल", "A" * 80):
        page = _applies(operator, name_hi=name)
        page = operator.follow(operator.send(page.form(button="confirm"), "confirm"))
        assert page.title == name.replace("\u202e", "")


def test_a_record_is_changed_and_its_history_tells(operator: Browser, open_world: World) -> None:
    a_member(open_world, member_no="12")
    form = operator.get("/members/12/edit").form("/members/12/edit")
    page = operator.follow(operator.send(form, mobile="9826012345", sex="F"))
    assert "9826012345" in page.text
    page = operator.get("/members/12/history")
    assert "बदला" in page.text
    assert "– → 9826012345" in page.text
    assert "रेखा मंडलोई" in page.text


def test_the_second_of_two_editors_is_shown_the_change(
    operator: Browser, open_world: World, browser: Callable[..., Browser]
) -> None:
    a_member(open_world, member_no="12")
    manager = browser("manager")
    mine = operator.get("/members/12/edit").form("/members/12/edit")
    theirs = manager.get("/members/12/edit").form("/members/12/edit")
    manager.send(theirs, mobile="9826012345")
    page = operator.send(mine, "", 409, mobile="9999912345", known_as="छोटी")
    assert page.refusal == "MemberWasChanged"
    assert "9826012345" in page.text
    form = page.form("/members/12/edit")
    assert (form.fields["mobile"], form.fields["known_as"]) == ("9999912345", "छोटी")
    operator.send(form)
    assert _record(open_world).mobile == "9999912345"


def test_a_field_left_alone_takes_what_the_other_editor_wrote(
    operator: Browser, open_world: World, browser: Callable[..., Browser]
) -> None:
    a_member(open_world, member_no="12")
    manager = browser("manager")
    mine = operator.get("/members/12/edit").form("/members/12/edit")
    manager.send(manager.get("/members/12/edit").form("/members/12/edit"), mobile="9826012345")
    form = operator.send(mine, "", 409, known_as="छोटी").form("/members/12/edit")
    assert form.fields["mobile"] == "9826012345"
    operator.send(form)
    kept = _record(open_world)
    assert (kept.mobile, kept.known_as) == ("9826012345", "छोटी")


def test_the_class_stays_while_there_are_shares(operator: Browser, open_world: World) -> None:
    from tests.members_world import buys_shares

    member = a_member(open_world, member_no="12")
    buys_shares(open_world, member, 100)
    form = operator.get("/members/12/edit").form("/members/12/edit")
    page = operator.send(form, "", 422, member_class="nominal")
    assert list(page.errors) == ["member_class"]


def test_another_societys_member_is_unknown(
    open_world: World, browser: Callable[..., Browser]
) -> None:
    """P9."""
    a_member(open_world, code="KHR002", member_no="500")
    operator = browser("operator")
    for path in ("record", "edit", "history", "pictures", "photo"):
        operator.get(f"/members/500/{path}", 404)
    assert operator.get("/applicants/99", 404).refusal == "MemberIsUnknown"


def test_a_form_of_a_record_is_light(operator: Browser) -> None:
    assert len(operator.get("/members/new").body) <= 2_600


def test_an_applicants_record_is_changed_under_its_own_address(
    operator: Browser, open_world: World
) -> None:
    a_member(open_world, status="applicant", member_no=None)
    for part, field, typed in (("edit", "mobile", "9826012345"), ("more", "land_are", "1.5")):
        path = f"/applicants/1/{part}"
        page = operator.send(operator.get(path).form(path), **{field: typed})
        assert page.location == "/applicants/1"
    assert (_record(open_world).mobile, _record(open_world).land_are) == ("9826012345", 150)
    assert "9826012345" in operator.get("/applicants/1/history").text
    assert operator.get("/applicants/1/pictures").form("/applicants/1/pictures").token


@pytest.mark.parametrize("path", [
    "/members", "/members?q=sushila", "/members/new", "/members/12/record", "/members/12/edit",
    "/members/12/more", "/members/12/history", "/members/12/pictures", "/members/12/transfer",
    "/members/12/resign", "/members/12/death", "/applicants/2", "/applicants/2/admit",
    "/applicants/2/refuse", "/members/list", "/members/list?print=1", "/members/counts",
    "/members/list?format=csv", "/customers/new",
])  # fmt: skip
def test_every_page_is_there_in_english(
    path: str, open_world: World, browser: Callable[..., Browser]
) -> None:
    a_member(open_world, member_no="12", known_as="छोटी", category="obc", land_are=120,
             nominees=(Nominee("अजय", "पुत्र", 100),), papers=(Paper("pan", "1234"),))  # fmt: skip
    a_member(open_world, status="applicant", member_no=None)
    assert browser("manager", language="en").get(path).status == 200

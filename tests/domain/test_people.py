"""Who does a deed, and what their role may do."""

from portal.domain.people import Doer, Policy, SocietyIsUnknown
from portal.domain.refusals import Refusal
from portal.storage.reference import policy, roles


def test_today_is_the_date_in_india() -> None:
    just_before_midnight = 1_795_458_599_999  # 23-11-2026, 23:59:59.999 in India
    assert Doer(1, "operator", just_before_midnight).today_on == "2026-11-23"
    assert Doer(1, "operator", just_before_midnight + 1).today_on == "2026-11-24"


def test_what_is_not_allowed_is_forbidden() -> None:
    allowed = Policy(frozenset({("operator", "open_day")}))
    assert allowed.may("operator", "open_day")
    assert not allowed.may("operator", "close_day")
    assert not allowed.may("auditor", "open_day")
    assert not Policy().may("operator", "open_day")


def test_an_auditor_and_an_administrator_never_post() -> None:
    for role in ("auditor", "administrator", "district_officer", "state_officer"):
        for deed in ("enter_voucher", "enter_free_voucher", "open_day", "close_day", "verify_day"):
            assert not policy().may(role, deed), (role, deed)


def test_every_role_of_the_policy_is_a_role() -> None:
    assert {role for role, _ in policy().allowed} <= set(roles())


def test_a_refusal_has_its_own_name_its_words_and_its_place() -> None:
    refused = SocietyIsUnknown()
    assert (refused.name, refused.status, refused.field) == ("SocietyIsUnknown", 404, None)
    told = Refusal(field="amount", most=5)
    assert (told.status, told.field, told.params) == (409, "amount", {"most": 5})
    assert Refusal().params == {}

"""The tables of config/ hold together: codes exist, sides balance, words are written one way."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config"
COLUMNS = {
    "heads": "code parent name_hi name_en kind is_group normal_side cash_or_bank sub_ledger "
    "cas_code note",
    "tasks": "code short_code direction name_hi name_en voucher_type modes asks aliases rank "
    "roles is_offered hint_hi hint_en",
    "task_lines": "task line side head label_hi label_en is_optional",
    "roles": "role level name_hi name_en demo_username",
    "holidays": "state on name_hi name_en",
    "places": "code level parent name_hi name_en",
    "rollout_facts": "state district metric value qualifier unit date date_kind source",
    "demo_names": "kind region text_hi text_en set",
}
TABLES = (*COLUMNS, "access")
KINDS = {"1": "liability", "2": "asset", "3": "income", "4": "expense"}
SUB_LEDGERS = {
    "", "applicant", "bank", "bankloan", "claim", "csc", "customer", "deposit", "farmer", "fixed",
    "insurance", "item", "loan", "member", "pension", "shortage", "staff", "supplier",
}  # fmt: skip
KEPT_SUB_LEDGERS = {
    "", "bank", "shortage", "member", "applicant", "deposit", "loan", "csc", "insurance",
}  # fmt: skip
BY_ITS_DEED = {
    "cash_excess", "cash_short", "register_opening", "share_admit", "share_transfer",
    "insurance_premium", "insurance_other", "fee_remit", "fee_return_owed", "fee_return_came",
}  # fmt: skip
LOAN_INTEREST = {"3101", "3102", "3103"}
VOUCHER_TYPES = {
    "in": {"cash_receipt", "bank_receipt", "sales"},
    "out": {"cash_payment", "bank_payment", "purchase"},
    "move": {"contra"},
    "adjust": {"journal", "sales", "purchase", "bank_receipt", "bank_payment"},
}
FIRST_DIGITS = {"in": "1234", "out": "567", "move": "8", "adjust": "9"}
ASKS = {"party", "member_no", "head", "person", "paper_no", "reference", "narration"}
PARENT_LEVEL = {
    "state": "nation", "division": "state", "district": "division", "block": "district",
    "bank": "state", "branch": "bank",
}  # fmt: skip
POSTING_DEEDS = {
    "enter_voucher", "enter_free_voucher", "reverse_voucher", "enter_opening_balances",
}  # fmt: skip
DAY_DEEDS = {"open_day", "count_cash", "close_day", "verify_day", "send_back_day"}


def table(name):
    with (CONFIG / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def repeated(values):
    return [value for value, times in Counter(values).items() if times > 1]


def heads():
    return {row["code"]: row for row in table("heads")}


def posting_heads():
    return {code: row for code, row in heads().items() if row["is_group"] == "0"}


def tasks():
    return {row["code"]: row for row in table("tasks")}


def choices(text):
    """The posting heads a line may go to: codes and ranges of codes, joined by |."""
    found = []
    for part in text.split("|"):
        first, _, last = part.partition("-")
        codes = [str(code) for code in range(int(first), int(last or first) + 1)]
        assert first in heads(), text
        assert (last or first) in heads(), text
        found += [code for code in codes if code in heads()]
    return found


def lines_by_task():
    lines = defaultdict(list)
    for row in table("task_lines"):
        lines[row["task"]].append({**row, "heads": choices(row["head"])})
    return lines


def registers(line):
    """The registers of members that a line's heads are kept in."""
    found = {heads()[head]["sub_ledger"] for head in line["heads"]}
    return found & {"member", "applicant", "deposit", "loan"}


def follows(line):
    """The head of such a line follows from the member and the account."""
    return bool(registers(line)) or set(line["heads"]) <= LOAN_INTEREST


def needs_member(lines):
    return any(registers(line) for line in lines)


def visible_tasks():
    chart, lines = heads(), lines_by_task()
    return [
        task
        for code, task in tasks().items()
        if task["is_offered"] == "1"
        and all(chart[h]["sub_ledger"] in KEPT_SUB_LEDGERS for x in lines[code] for h in x["heads"])
    ]


def may(deed):
    row = next(row for row in table("access") if row["deed"] == deed)
    return {role for role, mark in row.items() if mark in ("x", "o")}


def may_on_behalf(deed):
    row = next(row for row in table("access") if row["deed"] == deed)
    return {role for role, mark in row.items() if mark == "b"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_plain_utf_8_in_nfc_with_unix_lines(name):
    raw = (CONFIG / f"{name}.csv").read_bytes()
    text = raw.decode("utf-8")
    assert text == unicodedata.normalize("NFC", text)
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    for row in table(name):
        assert None not in row, row
        assert None not in row.values(), row
        assert all(cell == " ".join(cell.split()) for cell in row.values()), row


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns(name):
    assert list(table(name)[0]) == COLUMNS[name].split()


@pytest.mark.parametrize("name", TABLES)
def test_hindi_columns_are_devanagari_and_english_columns_are_not(name):
    devanagari = re.compile("[\u0900-\u097f]")
    for row in table(name):
        for column, cell in row.items():
            if column.endswith("_hi") and cell:
                assert devanagari.search(cell), row
                assert not re.search("[A-Za-z]{2}", re.sub("KCC|PMFBY", "", cell)), row
            if column.endswith("_en"):
                assert not devanagari.search(cell), row
                assert bool(cell) == bool(row[column[:-3] + "_hi"]), row


def test_every_head_has_a_group_above_it():
    chart = heads()
    assert not repeated(row["code"] for row in table("heads"))
    for code, row in chart.items():
        assert row["kind"] == KINDS[code[0]], row
        if row["parent"]:
            assert chart[row["parent"]]["is_group"] == "1", row
            assert chart[row["parent"]]["kind"] == row["kind"], row
        else:
            assert row["is_group"] == "1", row


def test_posting_heads_have_a_side_and_groups_have_none():
    for code, row in heads().items():
        assert row["sub_ledger"] in SUB_LEDGERS, row
        if row["is_group"] == "1":
            assert not row["normal_side"] + row["cash_or_bank"] + row["sub_ledger"], row
            continue
        is_debit = (row["kind"] in ("asset", "expense")) != (code == "2709")
        assert row["normal_side"] == ("debit" if is_debit else "credit"), row
        place = {"2100": "cash", "2200": "bank"}.get(row["parent"], "")
        assert row["cash_or_bank"] == place, row
        assert (row["sub_ledger"] == "bank") == (place == "bank"), row


def test_cash_shortage_is_the_one_head_kept_by_responsible_person():
    kept = {code for code, row in heads().items() if row["sub_ledger"] == "shortage"}
    assert kept == {"2805"}
    assert heads()["2806"]["sub_ledger"] == "staff"


def test_tasks_are_told_apart():
    rows = table("tasks")
    for column in ("code", "short_code", "name_hi", "name_en", "rank"):
        assert not repeated(row[column] for row in rows), column
    assert sorted(int(row["rank"]) for row in rows) == list(range(1, len(rows) + 1))
    assert {row["task"] for row in table("task_lines")} == set(tasks())


def test_a_task_says_its_direction_in_its_short_code():
    for row in table("tasks"):
        assert re.fullmatch("[0-9]{2,3}", row["short_code"]), row
        assert row["short_code"][0] in FIRST_DIGITS[row["direction"]], row
        assert row["voucher_type"] in VOUCHER_TYPES[row["direction"]], row
        modes = row["modes"].split("|") if row["modes"] else []
        assert bool(modes) == (row["direction"] in ("in", "out")), row
        assert modes == [m for m in ("cash", "cheque", "upi", "transfer") if m in modes], row
        if row["voucher_type"] in ("cash_receipt", "cash_payment"):
            assert "cash" in modes, row


def test_a_task_asks_for_what_its_lines_need():
    lines = lines_by_task()
    for code, row in tasks().items():
        asks = row["asks"].split("|")
        assert set(asks) <= ASKS, row
        assert not repeated(asks), row
        chosen = [one for one in lines[code] if len(one["heads"]) > 1 and not follows(one)]
        assert len(chosen) <= 1, row
        assert ("head" in asks) == bool(chosen), row
        owed = any("2805" in line["heads"] for line in lines[code])
        assert ("person" in asks) == owed, row
        assert ("narration" in asks) == bool(row["hint_hi"]), row
        assert "member_no" in asks or not needs_member(lines[code]), row
        assert row["is_offered"] == ("0" if code in BY_ITS_DEED else "1"), row
        assert set(row["roles"].split("|")) <= {"", *(r["role"] for r in table("roles"))}, row


def test_aliases_are_single_words_said_once():
    for row in table("tasks"):
        words = row["aliases"].split(" ")
        assert not repeated(words), row
        assert all(word == word.lower() for word in words), row
        assert any(word.isascii() for word in words), row


def test_lines_go_to_posting_heads_and_are_numbered():
    posting = posting_heads()
    for code, lines in lines_by_task().items():
        assert [int(line["line"]) for line in lines] == list(range(1, len(lines) + 1)), code
        for line in lines:
            assert line["heads"], line
            assert set(line["heads"]) <= set(posting), line
            assert not {"1702", "1802", "2804"} & set(line["heads"]), line
            assert line["is_optional"] in ("0", "1"), line
            assert line["label_hi"], line


def test_the_sides_of_a_task_balance():
    lines = lines_by_task()
    for code, row in tasks().items():
        sides = [line["side"] for line in lines[code]]
        if row["direction"] == "in":
            assert set(sides) == {"credit"}, row
        elif row["direction"] == "out":
            assert set(sides) == {"debit"}, row
        else:
            assert sides == ["debit", "credit"], row
        optional = {line["is_optional"] for line in lines[code]}
        assert optional == ({"0"} if len(sides) == 1 or not row["modes"] else {"1"}), row


def test_cash_of_a_money_task_is_chosen_by_its_mode_and_stands_in_no_line():
    chart, lines = heads(), lines_by_task()
    for code, row in tasks().items():
        kinds = {chart[head]["cash_or_bank"] for line in lines[code] for head in line["heads"]}
        if row["direction"] in ("in", "out"):
            assert "cash" not in kinds, row


def test_cash_moves_only_by_contra_and_never_in_an_adjustment():
    chart, lines = heads(), lines_by_task()
    for code, row in tasks().items():
        kinds = [{chart[h]["cash_or_bank"] for h in line["heads"]} for line in lines[code]]
        if row["direction"] == "move":
            assert all(kind in ({"cash"}, {"bank"}) for kind in kinds), row
        if row["direction"] == "adjust":
            assert {"cash"} not in kinds, row


def test_a_new_society_sees_ten_tasks_first_that_an_operator_can_do():
    visible = {row["code"] for row in visible_tasks() if not row["roles"]}
    first = sorted(tasks().values(), key=lambda row: int(row["rank"]))[:10]
    assert {row["code"] for row in first} <= visible
    assert 55 <= len(visible_tasks()) <= 75


def test_roles_are_bound_to_a_level_and_every_role_stands_in_the_access_table():
    rows = table("roles")
    assert not repeated(row["role"] for row in rows)
    assert not repeated(row["demo_username"] for row in rows if row["demo_username"])
    assert {row["level"] for row in rows} <= {*PARENT_LEVEL, "nation", "society"}
    assert list(table("access")[0]) == ["deed", *(row["role"] for row in rows)]
    assert not repeated(row["deed"] for row in table("access"))
    for row in table("access"):
        assert set(row.values()) - {row["deed"]} <= {"", "x", "b", "o"}, row
        assert may(row["deed"]), row


def test_an_auditor_never_posts_and_an_administrator_only_manages_people():
    for deed in POSTING_DEEDS | DAY_DEEDS | {"approve_entry"}:
        assert not {"auditor", "administrator", "nabard", "state_officer"} & may(deed), deed
    assert may("manage_colleagues") == {"manager", "administrator"}
    assert may("verify_day") == may("send_back_day") == {"block_officer"}
    assert not {"block_officer", "chairman", "committee"} & may("enter_voucher")
    assert not {r for d in POSTING_DEEDS for r in may(d)} & may("verify_day")
    on_behalf = {role for row in table("access") for role in may_on_behalf(row["deed"])}
    assert on_behalf == {"block_officer", "executive_assistant"}
    own_name = {role for row in table("access") for role, mark in row.items() if mark == "o"}
    assert own_name == {"block_officer"}
    assert may("change_own_password") == {row["role"] for row in table("roles")}


def test_holidays_stand_once_in_order_of_their_dates():
    rows = table("holidays")
    assert not repeated((row["state"], row["on"]) for row in rows)
    assert [row["on"] for row in rows] == sorted(row["on"] for row in rows)
    nationwide = {row["on"] for row in rows if row["state"] == "IN"}
    for row in rows:
        assert row["state"] in {"IN", "BR", "MP", "UP", "HR", "UK"}, row
        assert date(2025, 4, 1) <= date.fromisoformat(row["on"]) <= date(2027, 3, 31), row
        assert row["state"] == "IN" or row["on"] not in nationwide, row
    for year, month, day in ((2025, 8, 15), (2026, 8, 15), (2025, 10, 2), (2026, 10, 2),
                             (2026, 1, 26), (2027, 1, 26)):  # fmt: skip
        assert date(year, month, day).isoformat() in nationwide


def test_every_place_stands_below_a_place_of_the_level_above_it():
    seen = {}
    for row in table("places"):
        assert row["code"] not in seen, row
        if row["level"] == "nation":
            assert row["parent"] == "", row
        else:
            assert seen[row["parent"]] == PARENT_LEVEL[row["level"]], row
        seen[row["code"]] = row["level"]
    below = [(row["parent"], row["name_hi"]) for row in table("places")]
    assert not repeated(below)


def test_rollout_facts_are_of_known_places_and_name_their_source():
    names = {(row["level"], row["name_en"]) for row in table("places")}
    ours = {name for level, name in names if level == "state"}
    for row in table("rollout_facts"):
        if row["state"] in ours and row["district"]:
            assert ("district", row["district"]) in names, row
        assert Decimal(row["value"]) > 0, row
        assert row["qualifier"] in {"exact", "at_least", "approx", "all_of_total"}, row
        assert row["unit"] in {"count", "crore_inr"}, row
        assert bool(row["date"]) == (row["date_kind"] != "undated"), row
        assert row["source"] == "press report" or row["source"].startswith("https://"), row


def test_the_districts_of_uttarakhand_make_the_state_figure():
    wanted = ("Uttarakhand", "epacs")
    rows = [row for row in table("rollout_facts") if (row["state"], row["metric"]) == wanted]
    districts = [int(row["value"]) for row in rows if row["district"]]
    assert len(districts) == 13
    assert [int(row["value"]) for row in rows if not row["district"]] == [sum(districts)]


def test_demo_names_are_enough_for_each_region_and_women_stand_beside_men():
    rows = table("demo_names")
    assert not repeated((r["kind"], r["region"], r["text_hi"], r["set"]) for r in rows)
    counts = Counter((row["region"], row["kind"]) for row in rows)
    assert counts["IN", "given_f"] == counts["IN", "given_m"] >= 200
    for region in ("MP", "BR", "UK"):
        assert counts[region, "given_f"] == counts[region, "given_m"] >= 80
        assert counts[region, "surname"] >= 60
        assert counts[region, "village"] >= 45
        assert counts[region, "shop"] >= 8
    of_one_custom = ("given_f", "given_m", "middle_m", "surname", "surname_f")
    for row in rows:
        assert row["set"] in (("1", "2") if row["kind"] in of_one_custom else ("",)), row


def test_the_glossary_names_each_word_once():
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| ([^|]+) \|$", text, flags=re.MULTILINE)
    assert 60 <= len(rows) <= 300
    assert not repeated(word for word, _, _ in rows)
    assert len(rows) == len(re.findall(r"^\| `", text, flags=re.MULTILINE))
    assert all(re.search("[\u0900-\u097f]", hindi) for _, hindi, _ in rows)

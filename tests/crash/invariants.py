"""What must hold in the books after any fault, read from the rows by plain SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from portal.actions.proof import prove_all
from portal.gateways.key_folder import KeyFolder
from portal.storage import engine, places
from portal.storage.engine import rows, value
from tests.crash.model import CASH, CODES, Model, Posting, balances
from tests.crash.rig import Site

COUNT_TASKS = ("cash_excess", "cash_short")


def violations(site: Site, model: Model) -> list[str]:
    """List what doesn't hold; the web may be down or at rest, but not at work."""
    engine.connect(site.database_url, Path("unused"))
    try:
        found = list(model.faults) + _file_faults()
        if not found:
            for code in CODES:
                society = places.society(code)
                assert society is not None
                found += [f"{code}: {what}" for what in _Books(society.id, code, model).faults()]
                found += _witness_faults(site.keys, society.id, code, model)
            found += _proof_faults(site.keys)
        return found
    finally:
        engine.disconnect()


def _file_faults() -> list[str]:
    if engine.is_postgres():
        return []
    told = [text for (text,) in rows("PRAGMA integrity_check") if text != "ok"]
    return told + [f"foreign key {one}" for one in rows("PRAGMA foreign_key_check")]


def _proof_faults(keys: Path) -> list[str]:
    return [
        f"{one.society_code}: {finding.kind} at {finding.where}: {finding.text}"
        for one in prove_all(KeyFolder(keys))
        if not one.is_whole
        for finding in one.findings
    ]


def _witness_faults(keys: Path, society_id: int, code: str, model: Model) -> list[str]:
    """See that the witness log goes on from where it stood, seal after seal."""
    log = [f"{one.seal_no} {one.hash}" for one in KeyFolder(keys).witnessed(code)]
    before = model.witnessed.get(code, [])
    seals = [
        f"{seal_no} {bytes(digest).hex()}"
        for seal_no, digest in rows(
            "SELECT seal_no, hash FROM seal WHERE society_id = ? ORDER BY seal_no", society_id
        )
    ]
    model.witnessed[code] = log
    if log[: len(before)] != before or log != seals[: len(log)]:
        return [f"{code}: the witness log {log[-3:]} does not go on from {before[-3:]}"]
    return []


class _Books:
    """One society's books beside what its senders know."""

    def __init__(self, society_id: int, code: str, model: Model) -> None:
        self.id = society_id
        self.code = code
        self.model = model
        self.vouchers = rows(
            "SELECT v.id, v.fy, v.kind, v.no, v.day_on, v.task, v.total_paise, v.form_token, "
            "t.party FROM voucher v LEFT JOIN voucher_text t ON t.society_id = v.society_id "
            "AND t.voucher_id = v.id WHERE v.society_id = ? ORDER BY v.id",
            society_id,
        )
        self.entries = rows(
            "SELECT voucher_id, head, paise, day_on FROM entry WHERE society_id = ?", society_id
        )
        self.days = rows(
            "SELECT day_on, kind, status, opening_paise, closing_paise, difference_paise "
            "FROM day WHERE society_id = ? ORDER BY day_on",
            society_id,
        )

    def faults(self) -> list[str]:
        """List what doesn't hold."""
        return [
            *self._numbers(),
            *self._sums(),
            *self._forms(),
            *self._balances(),
            *self._turns(),
            *self._cash(),
        ]

    def _numbers(self) -> list[str]:
        found = []
        ids = [one[0] for one in self.vouchers]
        last = value("SELECT last_voucher_id FROM book WHERE society_id = ?", self.id)
        if ids != list(range(1, last + 1)):
            found.append(f"voucher ids are not 1..{last}: {len(ids)} of them, last {ids[-1:]}")
        numbers: dict[tuple[int, str], list[int]] = defaultdict(list)
        for _id, fy, kind, no, *_ in self.vouchers:
            numbers[fy, kind].append(no)
        counters = {
            (fy, kind): no
            for fy, kind, no in rows(
                "SELECT fy, kind, last_no FROM voucher_number WHERE society_id = ?", self.id
            )
        }
        for key in numbers.keys() | counters.keys():
            if numbers[key] != list(range(1, counters.get(key, 0) + 1)):
                found.append(f"numbers of {key} are not 1..{counters.get(key)}")
        return found

    def _sums(self) -> list[str]:
        lines: dict[int, list[int]] = defaultdict(list)
        for voucher_id, _head, paise, _on in self.entries:
            lines[voucher_id].append(paise)
        found = [
            f"voucher {one[0]} is half-done: lines {lines[one[0]]}, total {one[6]}, party {one[8]}"
            for one in self.vouchers
            if sum(lines[one[0]]) != 0
            or sum(paise for paise in lines[one[0]] if paise > 0) != one[6]
            or one[8] is None
        ]
        strays = lines.keys() - {one[0] for one in self.vouchers}
        return found + [f"lines without a voucher: {sorted(strays)}"] * bool(strays)

    def _forms(self) -> list[str]:
        """Hold each form against its voucher, and each voucher against its form."""
        forms = self.model.of(self.code)
        stored: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        for one in self.vouchers:
            stored[one[7]].append(one)
        found = [what for form in forms.values() for what in _fate(form, stored[form.token])]
        return found + [
            f"nobody entered voucher {one}"
            for one in self.vouchers
            if one[7] not in forms and one[5] not in (*COUNT_TASKS, "opening_balances")
        ]

    def _present(self) -> list[Posting]:
        forms = self.model.of(self.code)
        return [forms[one[7]] for one in self.vouchers if one[7] in forms]

    def _balances(self) -> list[str]:
        """Compare the ledger kept from the answers, the stored balances and the lines' sums."""
        by_lines: Counter[int] = Counter()
        by_day: Counter[tuple[str, int]] = Counter()
        for _voucher, head, paise, on in self.entries:
            by_lines[head] += paise
            by_day[on, head] += paise
        expected = Counter(balances(self._present()))
        counts = {one[0] for one in self.vouchers if one[5] in COUNT_TASKS}
        for voucher_id, head, paise, _on in self.entries:
            if voucher_id in counts:
                expected[head] += paise
        kept = dict(rows("SELECT head, paise FROM head_balance WHERE society_id = ?", self.id))
        days = {
            (on, head): int(paise)
            for on, head, paise in rows(
                "SELECT day_on, head, debit_paise - credit_paise FROM head_total "
                "WHERE society_id = ?",
                self.id,
            )
        }
        found = []
        for name, one in (("entries", by_lines), ("stored balances", kept)):
            if _bare(one) != _bare(expected):
                found.append(f"{name} {_bare(one)} are not what was entered {_bare(expected)}")
        if _bare(days) != _bare(by_day):
            found.append("the days' totals are not the sums of their lines")
        return found

    def _turns(self) -> list[str]:
        status = {on: state for on, _kind, state, *_ in self.days}
        closing = {one[0]: one[4] for one in self.days}
        found = [
            f"what was answered of a day is not so: {turn}"
            for turn in self.model.turns_of(self.code, "opened")
            if turn.fate != "unknown" and (turn.fate == "saved") != (turn.day_on in status)
        ]
        found += [
            f"a closing that was answered is not there as it was counted: {turn}"
            for turn in self.model.turns_of(self.code, "closed")
            if turn.fate == "saved"
            and (status.get(turn.day_on), closing.get(turn.day_on))
            != ("closed", turn.counted * 100)
        ]
        sealed = {on for (on,) in rows("SELECT day_on FROM seal WHERE society_id = ?", self.id)}
        return found + [
            f"day {on} is {state}, which its seal contradicts"
            for on, kind, state, *_ in self.days
            if kind in ("working", "opening") and (state == "closed") != (on in sealed)
        ]

    def _cash(self) -> list[str]:
        """Follow the cash box from day to day."""
        found = []
        moved: Counter[str] = Counter()
        differences: Counter[str] = Counter()
        counts = {one[0] for one in self.vouchers if one[5] in COUNT_TASKS}
        for voucher_id, head, paise, on in self.entries:
            if head == CASH:
                moved[on] += paise
                differences[on] += paise if voucher_id in counts else 0
        before = 0
        for on, _kind, state, opening, closing, difference in self.days:
            if opening != before:
                found.append(f"day {on} opens with {opening}, the day before closed with {before}")
            before = opening + moved[on]
            if state == "closed" and (closing, difference) != (before, differences[on]):
                found.append(f"day {on} closed with {closing}, by its lines it is {before}")
            if before < 0:
                found.append(f"day {on} ends with {before} in the box")
        return found


def _fate(form: Posting, stored: list[tuple[object, ...]]) -> list[str]:
    """Say what is wrong with the vouchers that one form became."""
    if len(stored) > 1:
        return [f"form {form.token} became {len(stored)} vouchers"]
    if not stored:
        return [f"a saved entry is lost: {form}"] * (form.fate == "saved")
    if form.fate == "refused":
        return [f"a refused entry is in the books: {form}"]
    voucher_id, _fy, kind, no, _on, task, total, _token, party = stored[0]
    is_same = (form.task, form.rupees * 100, form.party) == (task, total, party)
    if form.fate == "saved":
        is_same = is_same and voucher_id == form.voucher_id
        is_same = is_same and form.number in (None, f"{kind}-{no}")
    return [] if is_same else [f"what was answered is not what is stored: {form} {stored[0]}"]


def _bare(found: dict[object, int]) -> dict[object, int]:
    return {key: paise for key, paise in sorted(found.items()) if paise}  # type: ignore[type-var]

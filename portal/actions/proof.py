"""The proof that a society's books are what was entered (P7).

Rows are compared with chain, forms, seals, witness log and officers' records; nothing is changed.
What one machine can't prove against its own administrator is proved by the printed sheets.
"""

from __future__ import annotations

from collections.abc import Iterator

from portal.actions.posting import COUNT_TASKS
from portal.actions.proof_acts import check_rows_of_acts
from portal.domain import act_proof, order_proof, register_proof, seal_proof, voucher_proof
from portal.domain.act_proof import ActWalk
from portal.domain.aeps_proof import check_records
from portal.domain.attachment_proof import check_attachments
from portal.domain.edge_proof import EdgeCheck, edge_ends
from portal.domain.heads import BY_ACCOUNT, BY_MEMBER, COUNTER_FEE, INSURANCE_FEE, OF_OTHERS
from portal.domain.held_proof import Told, check_held
from portal.domain.people import SocietyIsUnknown
from portal.domain.proof import BookRow, Notes, Proof
from portal.domain.register_proof import AccountWalk, MemberWalk, Owned
from portal.domain.seal_proof import RowCheck, Sealed
from portal.domain.voucher_proof import VoucherWalk
from portal.domain.wallet_payments import check_payments
from portal.gateways.ports import Sealer, WitnessLine
from portal.storage import (
    aeps,
    attachments,
    bill_orders,
    counter,
    fee_returns,
    places,
    proof,
    remittances,
    wallet_payments,
)
from portal.storage import register_proof as rows_of
from portal.storage.engine import snapshot
from portal.storage.reference import chart


def prove_society(society_code: str, sealer: Sealer) -> Proof:
    """Prove one society's books as of one instant; raise SocietyIsUnknown.

    The witness log is read before the rows, so that a day closed meanwhile is not mistaken for
    a missing seal. 100,000 vouchers take a few seconds.
    """
    society = places.society(society_code)
    if society is None:
        raise SocietyIsUnknown
    witnessed = list(sealer.witnessed(society_code))
    with snapshot():
        book = proof.book(society.id)
        if book is None:
            notes = Notes()
            notes.add("BookIsMissing", "book")
            return Proof(society_code, 0, 0, 0, None, 0, tuple(notes.findings))
        return _Proving(society.id, society_code, book, sealer).run(witnessed)


def prove_all(sealer: Sealer) -> Iterator[Proof]:
    """Prove the books of every society, one after the other, by code."""
    for society in places.books_of_all():
        yield prove_society(society.code, sealer)


class _Proving:
    """One society's proof under way, inside a snapshot."""

    def __init__(self, society_id: int, society_code: str, book: BookRow, sealer: Sealer) -> None:
        self.society_id = society_id
        self.society_code = society_code
        self.book = book
        self.sealer = sealer
        self.notes = Notes()
        self.sealed = [
            Sealed(one, seal_proof.read_body(one.body)) for one in proof.seals(society_id)
        ]
        self.days = proof.days(society_id)
        self.edges = proof.year_edges(society_id)

    def run(self, witnessed: list[WitnessLine]) -> Proof:
        seals = {one.row.seal_no: one.row for one in self.sealed}
        seal_proof.check_seals(
            self.notes, self.society_code, self.sealed, self.sealer.has_signed, self.book
        )
        seal_proof.check_witness(
            self.notes, seals, [(one.seal_no, one.day_on, one.hash) for one in witnessed]
        )
        vouchers = self._walk_vouchers()
        acts = self._walk_acts()
        check_rows_of_acts(self.notes, self.society_id)
        act_proof.check_officers(
            self.notes, acts, self.days, {no: one.hash for no, one in seals.items()}
        )
        self._check_days(vouchers, acts)
        heads, subs = proof.head_balances(self.society_id), proof.sub_balances(self.society_id)
        voucher_proof.check_balances(
            self.notes, vouchers, heads, subs, proof.day_totals(self.society_id)
        )
        register_proof.check_sums(self.notes, chart(), heads, subs)
        register_proof.check_owners(
            self.notes, chart(), subs.keys() | vouchers.subs.keys(), self._walk_registers()
        )
        order_proof.check_orders(self.notes, bill_orders.of_money(self.society_id), subs)
        check_held(self.notes, self._told_of_others(), subs)
        check_payments(
            self.notes, wallet_payments.all_payments(self.society_id),
            wallet_payments.posted(self.society_id),
        )  # fmt: skip
        return Proof(
            society_code=self.society_code, vouchers=vouchers.count, acts=acts.count,
            seals=len(self.sealed),
            sealed_to=max((one.row.day_on for one in self.sealed), default=None),
            unsealed_vouchers=vouchers.unsealed, findings=tuple(self.notes.findings),
        )  # fmt: skip

    def _told_of_others(self) -> Told:
        return Told(
            remittances.held_by_application(self.society_id),
            fee_returns.due_paise(self.society_id),
            remittances.disagreeing_fees(self.society_id, (COUNTER_FEE, INSURANCE_FEE)),
            remittances.disagreeing(self.society_id),
            fee_returns.disagreeing(self.society_id),
        )

    def _walk_vouchers(self) -> VoucherWalk:
        spans = seal_proof.spans_of(self.sealed)
        open_on = next((day.day_on for day in self.days if day.status != "closed"), None)
        walk = VoucherWalk(
            self.notes, spans, open_on, self.book.last_voucher_id, chart().cash, COUNT_TASKS,
            frozenset(
                one.code for one in chart()
                if one.sub_ledger in BY_MEMBER | BY_ACCOUNT | OF_OTHERS
            ),
            edge_ends(self.edges, self.sealed),
        )  # fmt: skip
        for record, lines in proof.vouchers(self.society_id):
            walk.step(record, lines)
        sealed_last_id = max((one.body["last"] for one in self.sealed if one.body), default=0)
        voucher_proof.check_ends(
            self.notes, walk, self.book, proof.number_counters(self.society_id), sealed_last_id
        )
        self._compare_forms(walk.last_id, sealed_last_id)
        for voucher_id, is_there in proof.stray_lines(self.society_id):
            kind = "EntriesWereMoved" if is_there else "EntriesHaveNoVoucher"
            self.notes.on_voucher(kind, voucher_id)
        return walk

    def _compare_forms(self, last_id: int, sealed_last_id: int) -> None:
        for voucher_id, is_there in proof.stray_forms(self.society_id):
            if is_there:
                self.notes.on_voucher("VoucherHasNoForm", voucher_id)
            elif voucher_id > last_id:
                self.notes.on_voucher("LastVouchersAreMissing", voucher_id)
            else:
                self.notes.on_voucher("VoucherIsMissing", voucher_id)
        for voucher_id in proof.vouchers_without_form(self.society_id, sealed_last_id):
            self.notes.on_voucher("VoucherHasNoForm", voucher_id)

    def _walk_acts(self) -> ActWalk:
        walk = ActWalk(self.notes)
        for act in proof.acts(self.society_id):
            walk.step(act)
        act_proof.check_end(self.notes, walk, self.book)
        act_proof.check_corrections(self.notes, walk, proof.corrections(self.society_id))
        act_proof.check_counter(self.notes, walk, counter.standing(self.society_id))
        check_attachments(self.notes, walk.attached, attachments.all_rows(self.society_id))
        check_records(self.notes, walk.of_aadhaar, aeps.all_records(self.society_id))
        return walk

    def _walk_registers(self) -> Owned:
        """Prove the records of members and accounts and return who there is."""
        acts = rows_of.acts(self.society_id)
        people, accounts = MemberWalk(self.notes, acts), AccountWalk(self.notes, acts)
        for member, versions in rows_of.members_with_versions(self.society_id):
            people.step(member, versions)
        for member_id in rows_of.stray_versions(self.society_id):
            self.notes.add("MemberDisagrees", f"member {member_id}", id=member_id)
        people.check_end()
        register_proof.check_pictures(self.notes, acts, rows_of.pictures(self.society_id))
        for account in rows_of.all_accounts(self.society_id):
            accounts.step(account)
        accounts.check_end()
        return Owned(frozenset(people.ids), accounts.heads)

    def _check_days(self, vouchers: VoucherWalk, acts: ActWalk) -> None:
        counts = proof.counts(self.society_id)
        of_days = seal_proof.of_days(self.sealed)
        RowCheck(self.notes, vouchers, acts, self.days, counts).run(of_days)
        EdgeCheck(self.notes, vouchers, acts, self.days).run(self.edges, self.sealed)
        seal_proof.check_unsealed_days(
            self.notes, self.days, of_days, proof.reopened_seals(self.society_id)
        )
        act_proof.check_days(self.notes, acts, self.days)
        act_proof.check_counts(self.notes, acts, counts)

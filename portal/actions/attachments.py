"""Pictures of bills and slips at a voucher: attached once and for good, shown on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from portal.actions.daybook import voucher
from portal.actions.exactly_once import Done, exactly_once
from portal.actions.looks import note_look
from portal.actions.posting import note_act
from portal.domain.attachments import (
    ATTACHED,
    COVERED_KINDS,
    KINDS,
    MOST_KEPT,
    Attachment,
    AttachmentIsUnknown,
    AttachmentKindIsUnknown,
    AttachmentsAreMany,
)
from portal.domain.papers import KIND, MEDIA_TYPE, MaskIsMissing, areas_of
from portal.domain.people import Doer, Slip
from portal.domain.pictures import PictureIsMissing
from portal.gateways.ports import PictureMaker
from portal.storage import attachments as stored
from portal.storage import daybook


def attach_paper(
    doer: Doer, slip: Slip, society_id: int, voucher_id: int, kind: str, content: bytes,
    maker: PictureMaker, covers: Iterable[str] = (), *, is_masked: bool = False,
) -> Done:  # fmt: skip
    """Keep a picture of a paper at a voucher, 200 kB at most, its hash in the chain of acts.

    Voucher and day stay as they are, also where the day is closed. Raises VoucherIsUnknown,
    AttachmentKindIsUnknown, PictureIsMissing, MaskIsMissing where the paper may bear an Aadhaar
    number and nobody says that it is covered, AttachmentsAreMany, and what the maker refuses.
    """
    found = voucher(society_id, voucher_id)
    if kind not in KINDS:
        raise AttachmentKindIsUnknown
    if not content:
        raise PictureIsMissing
    if kind in COVERED_KINDS and not is_masked:
        raise MaskIsMissing
    small = maker.small(content, KIND, areas_of(covers))
    digest = hashlib.sha256(small).digest()

    def deed() -> Done:
        daybook.lock_book(society_id)
        if stored.count(society_id, voucher_id) >= MOST_KEPT:
            raise AttachmentsAreMany(most=MOST_KEPT)
        one = Attachment(
            stored.next_id(society_id), voucher_id, kind, digest, doer.at, doer.person_id,
            len(small),
        )  # fmt: skip
        stored.insert(society_id, one, MEDIA_TYPE, small)
        note_act(
            doer, society_id, ATTACHED, found.day_on, paper=one.id, voucher=voucher_id, what=kind,
            sha256=digest.hex(), masked=is_masked,
        )  # fmt: skip
        return Done(f"/vouchers/{voucher_id}/papers?new={one.id}")

    return exactly_once(doer, slip, deed)


def seen_paper(doer: Doer, society_id: int, voucher_id: int, paper_id: int) -> bytes:
    """Return a picture for somebody to look at, once the look is noted (P9).

    Raises VoucherIsUnknown, AttachmentIsUnknown, and StoreIsBusy or StoreIsMissing where the look
    can't be noted.
    """
    found = voucher(society_id, voucher_id)
    content = stored.content(society_id, voucher_id, paper_id)
    if content is None:
        raise AttachmentIsUnknown
    note_look(doer, society_id, [f"V-{found.id}/{paper_id}"], "attachment")
    return content

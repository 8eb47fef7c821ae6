"""Pictures of bills and slips at a voucher: which kinds there are, and why one is refused.

Nothing attached is ever taken out again, so what may bear an Aadhaar number is black before it is
stored (P12).
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.refusals import N_, Refusal

KINDS = {
    "bill": N_("Bill"), "slip": N_("Slip or receipt"), "letter": N_("Order or letter"),
    "identity": N_("Identity paper"), "other": N_("Another paper"),
}  # fmt: skip
COVERED_KINDS = ("letter", "identity", "other")
"""What may bear an Aadhaar number."""
MOST_KEPT = 12
ATTACHED = "paper_attached"
"""The act that holds a picture's hash in the chain."""


class AttachmentIsUnknown(Refusal):
    """There is no such picture at this voucher."""

    message = N_("This voucher has no such picture.")
    status = 404


class AttachmentKindIsUnknown(Refusal):
    """A picture is of one of the kinds of paper that are offered."""

    message = N_("Say what paper it is.")
    status = 422
    field = "kind"


class AttachmentsAreMany(Refusal):
    """A voucher takes so many pictures and no more."""

    message = N_("This voucher has %(most)s pictures. It takes no more.")
    status = 422
    field = "picture"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of a picture without reading it."""

    id: int
    voucher_id: int
    kind: str
    sha256: bytes
    attached_at: int
    attached_by: int
    content_size: int

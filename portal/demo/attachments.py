"""The bill that hangs at a payment of the demo: made up, and it says so."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from portal.actions.attachments import attach_paper
from portal.demo.desk import Desk
from portal.gateways.pictures import Pictures
from portal.storage import daybook

_LOOKED_AT = 400


def attach_one_bill(desk: Desk, at: int) -> None:
    """Attach a bill to the latest cash payment, if there is one."""
    last = daybook.book(desk.society.id).last_voucher_id
    for voucher_id in range(last, max(0, last - _LOOKED_AT), -1):
        found = daybook.voucher(desk.society.id, voucher_id)
        if found is not None and found.kind == "cash_payment":
            break
    else:
        return
    operator = desk.people["operator"]
    attach_paper(
        desk.doer(operator, at), desk.slip(operator), desk.society.id, found.id, "bill",
        _bill(found.total_paise // 100), Pictures(),
    )  # fmt: skip


def _bill(rupees: int) -> bytes:
    sheet = Image.new("L", (720, 480), 240)
    pen, large = ImageDraw.Draw(sheet), ImageFont.load_default(40)
    pen.rectangle((20, 20, 700, 460), outline=60, width=3)
    for line, text in enumerate(("SAMPLE BILL", "not a true paper", f"Total  Rs {rupees}")):
        pen.text((60, 70 + 110 * line), text, 20, large)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()

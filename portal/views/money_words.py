"""What is called what is taken for others: by the kind of money, and by where it is held."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.domain.application_forms import Money
from portal.domain.heads import CROP_PREMIUM, OTHER_PREMIUM, RECEIVED_FOR_BILLS

#: On the page that takes it.
PASSED = {
    Money.FEE: _l("Fee of the office, passed on"), Money.CROP: _l("Premium, goes to the insurer"),
    Money.PREMIUM: _l("Premium, goes to the insurer"), Money.FARE: _l("Fare, goes to the carrier"),
    Money.TRANSFER: _l("Amount to be sent"), Money.NONE: _l("Passed on"),
}  # fmt: skip
#: On a receipt.
ON_RECEIPT = {
    Money.CROP: _l("Premium"), Money.PREMIUM: _l("Premium"), Money.FARE: _l("Fare"),
    Money.TRANSFER: _l("Amount sent"),
}  # fmt: skip
GOES_ON = _l("Goes to the government or others")
#: By the head on which it is held.
HELD = {
    RECEIVED_FOR_BILLS: _l("Fees and fares"), CROP_PREMIUM: _l("Premiums of crop insurance"),
    OTHER_PREMIUM: _l("Other premiums"),
}  # fmt: skip

"""Why a bill can't be asked for or chosen, before anybody else has a say."""

from __future__ import annotations

from portal.domain.refusals import N_, Refusal


class BillsAreNotPaidHere(Refusal):
    """The portal has no line to an operating unit."""

    message = N_("Bills can't be paid through this portal at present. Nothing was asked.")


class BillerTakesNothing(Refusal):
    """The biller is no longer, or not now, paid at a counter."""

    message = N_("This biller takes no payments at a counter at present.")


class BillerIsOff(Refusal):
    """The district or the state switched the service off that leads to this biller."""

    message = N_("The district has switched this off at present: %(reason)s")


class PlanIsMissing(Refusal):
    """The biller takes only its plans."""

    message = N_("Choose a plan first.")
    status = 422
    field = "amount"


class EndIsNotChosen(Refusal):
    """A payment that was adjusted ended in one of two ways."""

    message = N_("Choose where the money is.")
    status = 422
    field = "ended"

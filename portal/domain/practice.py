"""Practising: a society of its own for each real one, that nothing outside ever hears of."""

from __future__ import annotations

from portal.domain.refusals import N_, Refusal

#: With this begins the code of every society to practise in, and of no real one.
PREFIX = "P-"
MOST_RESETS = 3  # a day and society: no row is ever deleted, so that each leaves one behind
CASH_PAISE = 10_000_00
BANK_PAISE = 1_00_000_00
WALLET_PAISE = 25_000_00


class PracticeCallsNobody(Refusal):
    """From practice nothing goes out: no payment, no check of a number, no message."""

    message = N_(
        "This is practice: no money is paid, no number is checked and no message is sent from it."
    )


class PracticeIsOver(Refusal):
    """This practice society was put away when practice began anew."""

    message = N_("This practice has ended and a new one was begun. Nothing was saved.")
    status = 410


class PracticeHasChanged(Refusal):
    """Practice was begun anew meanwhile, perhaps by somebody else."""

    message = N_("Practice was begun anew meanwhile. Look at the page again.")


class PracticeIsUsedUp(Refusal):
    """Practice may begin anew only so often a day."""

    message = N_("Practice was begun anew %(most)s times today. Go on with this one till tomorrow.")


class NotPartOfPractice(Refusal):
    """What was asked for is real work that no practice society has."""

    message = N_("This is not part of practice. Leave practice first.")


class CodeIsForPractice(Refusal):
    """A real society can't have a code of the kind that practice has."""

    message = N_("A code that begins with P- is only for practice.")
    status = 422


def code_for(real_code: str, times: int) -> str:
    """Return the code of a society's next practice, ``times`` of which there were before."""
    return f"{PREFIX}{real_code}" + (f"-{times + 1}" if times else "")

"""Why an answer in a form can't be taken; each is shown at its field, in plain words."""

from __future__ import annotations

from portal.domain.refusals import N_, Refusal


class AnswerIsRefused(Refusal):
    """What was written can't be the answer to this question."""

    message = N_("Look at this answer again.")
    status = 422


class AnswerIsMissing(AnswerIsRefused):
    """The department asks for this."""

    message = N_("This is needed too.")


class AnswerIsTooShort(AnswerIsRefused):
    """Too few characters."""

    message = N_("At least %(least)s characters belong here.")


class AnswerIsTooLong(AnswerIsRefused):
    """Too many characters."""

    message = N_("At most %(most)s characters belong here.")


class AnswerIsNoChoice(AnswerIsRefused):
    """The list does not have it."""

    message = N_("Choose one from the list.")


class NameIsWanted(AnswerIsRefused):
    """A name has letters and no digits."""

    message = N_("Write a name here, without digits.")


class DigitsAreWanted(AnswerIsRefused):
    """Something else than digits."""

    message = N_("Write digits only.")


class NumberIsWanted(AnswerIsRefused):
    """How many of something is a whole number."""

    message = N_("Write a whole number here, like 4.")


class NumberIsTooSmall(AnswerIsRefused):
    """Less than there can be."""

    message = N_("It is %(least)s at least.")


class NumberIsTooLarge(AnswerIsRefused):
    """More than there can be."""

    message = N_("It is %(most)s at most.")


class SumIsTooSmall(AnswerIsRefused):
    """Less money than there can be."""

    message = N_("It is ₹ %(least)s at least.")


class SumIsTooLarge(AnswerIsRefused):
    """More money than there can be."""

    message = N_("It is ₹ %(most)s at most.")


class NumberLooksWrong(AnswerIsRefused):
    """A number that is built otherwise than all of its kind."""

    message = N_("This number looks different. It is written like %(example)s.")


class LastFourIsWanted(AnswerIsRefused):
    """Of this number only the last four signs are kept."""

    message = N_("Write the number, or only its last four signs.")


class AreaIsWrong(AnswerIsRefused):
    """An area is a number and its unit."""

    message = N_("Write the area with its unit, like 2 acres or 1 bigha 5 katha.")


class DateIsStillToCome(AnswerIsRefused):
    """It has happened already, so its day can't be after today."""

    message = N_("This date is still to come.")


class DateIsPast(AnswerIsRefused):
    """It is to happen, so its day can't be before today."""

    message = N_("This day is over. Write today or a later one.")


class DateIsTooFar(AnswerIsRefused):
    """A day too far from today is a slip of the keys."""

    message = N_("This day is too far away. Look at the year again.")


class AgeIsWrong(AnswerIsRefused):
    """The scheme takes other ages."""

    message = N_("This is for ages %(least)s to %(most)s. Look at the date of birth again.")


class YearIsWanted(AnswerIsRefused):
    """A year has four digits and is not after next year."""

    message = N_("Write a year here, like 2024.")


def at_field(field: str, refused: Refusal) -> AnswerIsRefused:
    """Say another part's refusal of a text at a field of the form, in its own words."""
    found = AnswerIsRefused(field=field, **refused.params)
    found.message = refused.message
    return found

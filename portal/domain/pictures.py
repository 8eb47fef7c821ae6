"""Pictures of members: what is taken, and why one is refused."""

from __future__ import annotations

from portal.domain.refusals import N_, Refusal

KINDS = ("photo", "signature", "thumb")
LARGEST_UPLOAD = 6 * 1024 * 1024  # a phone's own photo
LARGEST_STORED = 30 * 1024
MEDIA_TYPE = "image/jpeg"


class PictureIsMissing(Refusal):
    """No file was chosen."""

    message = N_("Choose the picture. Nothing came, or the file is empty.")
    status = 422
    field = "picture"


class PictureIsNotOne(Refusal):
    """The file is no picture of a kind that is read here."""

    message = N_("This file is no picture that can be read here. Choose a JPEG or PNG.")
    status = 422
    field = "picture"


class PictureIsTooLarge(Refusal):
    """The picture has more dots than any camera's, or the file is too heavy."""

    message = N_("This picture is too large. Take it again smaller.")
    status = 422
    field = "picture"

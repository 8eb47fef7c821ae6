"""The two keys of the wallet's messages: ours, and the CSC's public one.

They lie in the key folder, never with the data and never in the repository. A live pair comes from
the CSC's own key manager; where there is none, we make ours and write its public half beside it.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)

from portal.domain.refusals import N_, Refusal

OURS, OUR_PUBLIC, THEIRS = "merchant.pem", "merchant.pub.pem", "csc.pub.pem"
SMALLEST_BITS = 1024  # what the CSC's kit is written for; larger keys are taken as they come
_EXPONENT = 65_537


class KeyIsMissing(Refusal):
    """The wallet's keys are not there, or can't be used."""

    message = N_("The keys of the CSC's wallet are not in place. Nothing was paid.")
    status = 503


class CscKeys:
    """Opens the keys of a folder when they are first needed."""

    def __init__(self, folder: Path, bits: int) -> None:
        """Know the folder; ``bits`` is the size of a key that has to be made."""
        self._folder = folder
        self._bits = bits

    def ours(self) -> RSAPrivateKey:
        """Return our key; it is made where there is none. Raises KeyIsMissing."""
        path = self._folder / OURS
        if not path.exists():
            self._make()
        try:
            found = serialization.load_pem_private_key(path.read_bytes(), None)
        except (OSError, ValueError, TypeError):
            raise KeyIsMissing from None
        if not isinstance(found, RSAPrivateKey) or found.key_size < SMALLEST_BITS:
            raise KeyIsMissing
        return found

    def theirs(self) -> RSAPublicKey:
        """Return the CSC's public key; raise KeyIsMissing."""
        try:
            found = serialization.load_pem_public_key((self._folder / THEIRS).read_bytes())
        except (OSError, ValueError):
            raise KeyIsMissing from None
        if not isinstance(found, RSAPublicKey) or found.key_size < SMALLEST_BITS:
            raise KeyIsMissing
        return found

    def _make(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self._folder, 0o700)
        made = generate_private_key(_EXPONENT, self._bits)
        private = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )  # fmt: skip
        _write_once(self._folder / OURS, private)
        public = (
            self.ours()
            .public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        _write_once(self._folder / OUR_PUBLIC, public)


def _write_once(path: Path, content: bytes) -> None:
    """Store a key whole or not at all; where another process was first, its key stays."""
    held, draft = tempfile.mkstemp(dir=path.parent, prefix="new-")
    with os.fdopen(held, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)

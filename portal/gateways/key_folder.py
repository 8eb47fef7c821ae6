"""The key folder: the key that seals days, and the witness log of every seal (P7).

It lies apart from the data and is never in the backup. The witness log only grows: one file a
society, one line a seal.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class WitnessDisagrees(RuntimeError):
    """The witness log already holds another hash for this seal."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One line of the witness log."""

    seal_no: int
    day_on: str
    hash: str
    written_at: int


class KeyFolder:
    """Signs day heads with Ed25519 and keeps the witness log."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; a first signing key is made where there is none."""
        self.folder = folder
        self._witness = folder / "witness"
        self._witness.mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o700)
        self._private = self._load_or_make(folder / "seal.key")
        public = self._private.public_key().public_bytes_raw()
        self.key_id = hashlib.sha256(public).hexdigest()[:16]
        self._public = self._remember_public(public)

    @staticmethod
    def _load_or_make(path: Path) -> Ed25519PrivateKey:
        _write_once(path, Ed25519PrivateKey.generate().private_bytes_raw())
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))

    def _remember_public(self, public: bytes) -> dict[str, Ed25519PublicKey]:
        """Keep every public key ever used, so that old seals stay checkable after a new key."""
        path = self.folder / f"seal-{self.key_id}.pub"
        _write_once(path, public)
        found = {}
        for one in self.folder.glob("seal-*.pub"):
            raw = bytes.fromhex(one.read_text().strip())
            key_id = hashlib.sha256(raw).hexdigest()[:16]
            found[key_id] = Ed25519PublicKey.from_public_bytes(raw)
        return found

    def sign(self, body: bytes) -> bytes:
        """Sign a day's head."""
        return self._private.sign(body)

    def has_signed(self, body: bytes, signature: bytes, key_id: str) -> bool:
        """Say whether a key of this folder signed these bytes."""
        key = self._public.get(key_id)
        if key is None:
            return False
        try:
            key.verify(signature, body)
        except InvalidSignature:
            return False
        return True

    def mark(self, body: bytes) -> bytes:
        """Return the keyed digest of a body; its key lies beside the others and stays the same."""
        path = self.folder / "slips.key"
        _write_once(path, os.urandom(32))
        return hmac.digest(bytes.fromhex(path.read_text().strip()), body, "sha256")

    def witnessed(self, society_code: str) -> list[Witnessed]:
        """Read a society's witness log; a torn last line (power cut) is passed over."""
        path = self._witness / f"{society_code}.log"
        if not path.exists():
            return []
        found = []
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                one = json.loads(line)
                found.append(Witnessed(one["no"], one["day"], one["hash"], one["at"]))
            except (ValueError, KeyError, TypeError):
                continue
        return found

    def witness(
        self, society_code: str, seal_no: int, day_on: str, seal_hash: str, at: int
    ) -> None:
        """Append a seal to the witness log, durably and once; raise WitnessDisagrees."""
        path = self._witness / f"{society_code}.log"
        with path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            for one in self.witnessed(society_code):
                if one.seal_no == seal_no:
                    if one.hash != seal_hash:
                        raise WitnessDisagrees(f"{society_code} seal {seal_no}")
                    return
            file.seek(0, os.SEEK_END)
            if file.tell() and not path.read_bytes().endswith(b"\n"):
                file.write("\n")
            line = {"no": seal_no, "day": day_on, "hash": seal_hash, "at": at}
            file.write(json.dumps(line, separators=(",", ":")) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _write_once(path: Path, key: bytes) -> None:
    """Store a key whole or not at all; where another process was first, its key stays."""
    if path.exists():
        return
    held, draft = tempfile.mkstemp(dir=path.parent, prefix="new-")
    with os.fdopen(held, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)

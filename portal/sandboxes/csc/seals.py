"""The CSC's half of the envelope and its keys, written apart from the portal's half."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_IV = b"0000000000000000"
_OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303 - as the kit


class NotTheirs(ValueError):
    """A message can't be opened, or the merchant has not signed it."""


class SandboxKeys:
    """Our own pair, in our folder; the merchant's public key, in the folder both know."""

    def __init__(self, folder: Path, exchange: Path, bits: int) -> None:
        """Open or make our pair, and lay our public key where the merchant finds it."""
        self._merchant = exchange / "merchant.pub.pem"
        self._own = _load_or_make(folder / "csc_sandbox.pem", bits)
        self._stranger = rsa.generate_private_key(65_537, bits)
        exchange.mkdir(parents=True, exist_ok=True)
        (exchange / "csc.pub.pem").write_bytes(self._own.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        ))  # fmt: skip

    def seal(self, text: str, *, is_forged: bool = False) -> str:
        """Sign and seal a text for the merchant; a forged one is signed by a stranger."""
        signer = self._stranger if is_forged else self._own
        signature = signer.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        whole = f"{text}checksum={base64.b64encode(signature).decode()}".encode()
        key = base64.b64encode(os.urandom(24))  # 32 characters
        wrapped = self._merchant_key().encrypt(key, _OAEP)
        return base64.b64encode(wrapped + aes_cbc(key, whole)).decode()

    def open(self, envelope: str) -> str:
        """Open what the merchant sealed and signed; raise NotTheirs."""
        try:
            raw = base64.b64decode(envelope, validate=True)
            size = self._own.key_size // 8
            key = self._own.decrypt(raw[:size], _OAEP)
            text, _, signature = aes_cbc_open(key, raw[size:]).decode().partition("checksum=")
            self._merchant_key().verify(
                base64.b64decode(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except (ValueError, InvalidSignature):
            raise NotTheirs from None
        return text

    def _merchant_key(self) -> rsa.RSAPublicKey:
        try:
            found = serialization.load_pem_public_key(self._merchant.read_bytes())
        except OSError:
            raise NotTheirs from None
        assert isinstance(found, rsa.RSAPublicKey)
        return found


def aes_cbc(key: bytes, text: bytes) -> bytes:
    """Encrypt as the kit does: a fixed IV, and as many bytes of padding as each says."""
    rest = 16 - len(text) % 16
    made = Cipher(algorithms.AES(key), modes.CBC(_IV)).encryptor()
    return made.update(text + bytes([rest]) * rest) + made.finalize()


def aes_cbc_open(key: bytes, sealed: bytes) -> bytes:
    """Decrypt as the kit does."""
    made = Cipher(algorithms.AES(key), modes.CBC(_IV)).decryptor()
    padded = made.update(sealed) + made.finalize()
    return padded[: -padded[-1]] if padded and 0 < padded[-1] <= 16 else padded


def _load_or_make(path: Path, bits: int) -> rsa.RSAPrivateKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = rsa.generate_private_key(65_537, bits)
        path.write_bytes(made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ))  # fmt: skip
        path.chmod(0o600)
    found = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found

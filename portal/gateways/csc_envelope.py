"""The envelope of the wallet's messages, as the CSC's kit fixed it: sealed, and signed within.

base64( RSA-OAEP(key) + AES-256-CBC(key, text + "checksum=" + base64(signature)) ), the signature
RSA with SHA-256 over the text. The IV is fixed, so each message has a new key, and only the
signature says that nothing was changed (docs/csc.md says what is weak and what guards it).
"""

from __future__ import annotations

import base64
import binascii
import secrets
import string

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from portal.domain.csc import MessageIsForged

_IV = b"0" * 16
_LETTERS = string.ascii_letters + string.digits
_MARK = "checksum="
_LONGEST = 20_000


def seal(text: str, ours: RSAPrivateKey, theirs: RSAPublicKey) -> str:
    """Sign a text with our key and seal it for the holder of theirs."""
    signature = ours.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    signed = f"{text}{_MARK}{base64.b64encode(signature).decode()}"
    key = "".join(secrets.choice(_LETTERS) for _ in range(32)).encode()
    return base64.b64encode(theirs.encrypt(key, _oaep()) + encrypt(key, signed.encode())).decode()


def unseal(envelope: str, ours: RSAPrivateKey, theirs: RSAPublicKey) -> str:
    """Open an envelope for us and return the text that they signed; raise MessageIsForged.

    Whatever is wrong is one and the same refusal, so that nobody learns by trying.
    """
    if len(envelope) > _LONGEST:
        raise MessageIsForged
    try:
        raw = base64.b64decode(envelope.strip(), validate=True)
        size = ours.key_size // 8
        key = ours.decrypt(raw[:size], _oaep())
        text, mark, signature = decrypt(key, raw[size:]).decode().rpartition(_MARK)
        if not mark:
            raise MessageIsForged
        theirs.verify(
            base64.b64decode(signature, validate=True), text.encode(), padding.PKCS1v15(),
            hashes.SHA256(),
        )  # fmt: skip
    except (ValueError, binascii.Error, InvalidSignature):
        raise MessageIsForged from None
    return text


def encrypt(key: bytes, text: bytes) -> bytes:
    """Encrypt with AES-CBC, the fixed IV and PKCS7, as the kit does."""
    padder = PKCS7(128).padder()
    made = Cipher(algorithms.AES(key), modes.CBC(_IV)).encryptor()
    return made.update(padder.update(text) + padder.finalize()) + made.finalize()


def decrypt(key: bytes, sealed: bytes) -> bytes:
    """Decrypt what ``encrypt`` made; raise ValueError."""
    made = Cipher(algorithms.AES(key), modes.CBC(_IV)).decryptor()
    padded = made.update(sealed) + made.finalize()
    remover = PKCS7(128).unpadder()
    return remover.update(padded) + remover.finalize()


def _oaep() -> padding.OAEP:
    return padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303 - fixed by the kit

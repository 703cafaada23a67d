"""The key that the tokens' values are kept under, and the check value that tells whether it is the right one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

_LENGTH = 32
_NONCE = 12
_CHECKED_TEXT = b"R-Service storage key, check value 1"


class NotAKey(ValueError):  # noqa: N818  says what is wrong
    """What was given is not 32 bytes in base64. Holds nothing of what was given."""


class NotSealedHere(Exception):  # noqa: N818  says what it is
    """A kept value does not open: it was changed, or belongs to another token or account."""


class StorageKey:
    """32 bytes. Its repr is redacted and pickling raises TypeError."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        """Raises NotAKey."""
        if len(key) != _LENGTH:
            raise NotAKey("the storage key is 32 bytes, in base64")
        self._key = key

    @classmethod
    def from_base64(cls, text: str) -> StorageKey:
        """Raises NotAKey."""
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except (binascii.Error, ValueError):
            raise NotAKey("the storage key is 32 bytes, in base64") from None

    def check_value(self) -> str:
        """Goes into the database: tells a wrong key from a damaged database. The key cannot be found from it."""
        return hmac.new(self._key, _CHECKED_TEXT, hashlib.sha256).hexdigest()

    def fits(self, check_value: str) -> bool:
        """Whether that database was written with this key."""
        return hmac.compare_digest(self.check_value().encode(), check_value.encode())

    def seal(self, text: str, *, account: str, token: str) -> bytes:
        """AES-256-GCM (NIST SP 800-38D): a random 96-bit nonce, then the ciphertext and tag. It opens for the same
        account and token alone."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, text.encode(), _bound_to(account, token))

    def unseal(self, sealed: bytes, *, account: str, token: str) -> str:
        """Raises NotSealedHere."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            opened = AESGCM(self._key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound_to(account, token))
        except (InvalidTag, ValueError):
            raise NotSealedHere from None
        return opened.decode()

    def __repr__(self) -> str:
        return "<StorageKey hidden>"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a storage key is not pickled")


def fingerprint(secret: str) -> str:
    """SHA-256 in hexadecimal, by which tokens and sessions are looked up. They hold 256 random bits, so that nothing
    slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _bound_to(account: str, token: str) -> bytes:
    return f"{len(account)}:{account}:{token}".encode()

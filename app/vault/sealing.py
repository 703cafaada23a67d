"""How one owner's secrets become the bytes of a file, and back: AES-256-GCM (NIST SP 800-38D) under the vault's key.

A sealed file is: 8 bytes that name the format, 16 that name the key, 8 for the generation, 12 of nonce, the cipher text
with its tag, and 32 of SHA-256 over all that. The digest proves nothing about who wrote the file (the tag does that);
it tells a file that was damaged from an undamaged one that another key opens.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32

_FAMILY = b"SCIMVLT"
_FORMAT = _FAMILY + b"1"
_HEADER = struct.Struct(">8s16sQ12s")
_NONCE_BYTES = 12
_DIGEST_BYTES = 32


class OtherKey(Exception):  # noqa: N818  what was found, not an error of ours; never leaves this package
    """The file is whole, but another key opens it, or a later format than ours."""


class Damaged(Exception):  # noqa: N818  as above
    """The file is not what was once written."""


class VaultKey:
    """The one key. Its bytes come out of `reveal` alone."""

    __slots__ = ("_bytes", "id")

    def __init__(self, data: bytes) -> None:
        if len(data) != KEY_BYTES:
            raise ValueError("a vault key has 32 bytes")
        self._bytes = data
        self.id = self._derive(b"key id")[:16]
        """16 bytes that name the key and tell nothing about it."""

    @classmethod
    def make(cls) -> VaultKey:
        """A new one, from the operating system's random source."""
        return cls(os.urandom(KEY_BYTES))

    def reveal(self) -> bytes:
        """The 32 bytes, for the keyring alone."""
        return self._bytes

    @property
    def fingerprints(self) -> Fingerprints:
        """What tells secret texts apart, and opens nothing."""
        return Fingerprints(self._derive(b"fingerprint"))

    def fingerprint(self, text: str) -> str:
        """`Fingerprints.of`."""
        return self.fingerprints.of(text)

    def _derive(self, purpose: bytes) -> bytes:
        return hmac.new(self._bytes, b"scim-connection vault " + purpose, hashlib.sha256).digest()

    def __repr__(self) -> str:
        return "<VaultKey hidden>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a vault key is not pickled")


class Fingerprints:
    """Tells secret texts apart for the holder of a key; from what it says nobody else learns anything."""

    __slots__ = ("_bytes",)

    def __init__(self, data: bytes) -> None:
        self._bytes = data

    def of(self, text: str) -> str:
        """16 hexadecimal digits."""
        return hmac.new(self._bytes, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:16]

    def __repr__(self) -> str:
        return "<Fingerprints hidden>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("what is derived from a vault key is not pickled")


def seal(key: VaultKey, owner: str, generation: int, plain: bytes) -> bytes:
    """The bytes of the file that holds `plain`."""
    nonce = os.urandom(_NONCE_BYTES)
    header = _HEADER.pack(_FORMAT, key.id, generation, nonce)
    body = header + AESGCM(key.reveal()).encrypt(nonce, plain, _associated(header, owner))
    return body + hashlib.sha256(body).digest()


def unseal(key: VaultKey, owner: str, generation: int, sealed: bytes) -> bytes:
    """What `seal` was given. Raises OtherKey or Damaged; a file of another owner or generation counts as damaged."""
    body, digest = sealed[:-_DIGEST_BYTES], sealed[-_DIGEST_BYTES:]
    if len(body) < _HEADER.size or not hmac.compare_digest(hashlib.sha256(body).digest(), digest):
        raise Damaged
    header = body[: _HEADER.size]
    format_name, key_id, kept_generation, nonce = _HEADER.unpack(header)
    if format_name != _FORMAT and format_name.startswith(_FAMILY):
        raise OtherKey
    if format_name != _FORMAT or kept_generation != generation:
        raise Damaged
    if key_id != key.id:
        raise OtherKey
    try:
        return AESGCM(key.reveal()).decrypt(nonce, body[_HEADER.size :], _associated(header, owner))
    except InvalidTag:
        raise Damaged from None


def _associated(header: bytes, owner: str) -> bytes:
    return header + owner.encode("ascii")

"""Opens an age file (https://age-encryption.org/v1) through pyrage. For a child process alone: see `unsealing`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyrage import ssh, x25519

    Identities = list[x25519.Identity | ssh.Identity]

_MEASURED = 8
_SSH = "PRIVATE KEY-----"
_AGE = "AGE-SECRET-KEY-1"


class Refusal(IntEnum):
    """Why a file was not opened; the value is the child's exit status."""

    WRONG_PASSPHRASE = 10
    OTHER_KEY = 11
    IDENTITY_UNUSABLE = 12
    IDENTITY_LOCKED = 13
    TOO_MUCH_WORK = 14
    DAMAGED = 15


class Refused(Exception):  # noqa: N818  it becomes an exit status, and nothing else
    """The file was not opened."""

    def __init__(self, why: Refusal) -> None:
        self.why = why
        super().__init__()


def open_with_passphrase(sealed: bytes, spellings: Sequence[str]) -> bytes:
    """What is inside, by the first of the spellings that opens it. Each takes a second, and as much memory as the file
    says. Raises Refused."""
    from pyrage import passphrase as by_passphrase

    for spelling in spellings:
        try:
            return _opened(partial(by_passphrase.decrypt, sealed, spelling))
        except Refused as refused:
            if refused.why is not Refusal.WRONG_PASSPHRASE:
                raise
    raise Refused(Refusal.WRONG_PASSPHRASE)


def open_with_identity(sealed: bytes, text: str) -> bytes:
    """What is inside, by one of the private keys of an identity file. Raises Refused."""
    import pyrage

    identities = _identities(text)
    return _opened(partial(pyrage.decrypt, sealed, identities))


def _opened(decrypt: Callable[[], bytes]) -> bytes:
    """pyrage says what is wrong in words alone. It measures this computer's speed first and refuses what would take
    more than some 16 seconds; a computer that is busy just then is measured again."""
    from pyrage import DecryptError

    for _ in range(_MEASURED):
        try:
            return decrypt()
        except DecryptError as error:
            why = _refusal(str(error))
        if why is not Refusal.TOO_MUCH_WORK:
            raise Refused(why)
    raise Refused(Refusal.TOO_MUCH_WORK)


def _refusal(words: str) -> Refusal:
    if words.startswith("Excessive work"):
        return Refusal.TOO_MUCH_WORK
    if words == "Decryption failed":
        return Refusal.WRONG_PASSPHRASE
    return Refusal.OTHER_KEY if words == "No matching keys found" else Refusal.DAMAGED


def _identities(text: str) -> Identities:
    from pyrage import IdentityError, ssh, x25519

    try:
        if _SSH in text:
            return [ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        return [x25519.Identity.from_str(line) for line in lines if line.upper().startswith(_AGE)] or _none()
    except IdentityError as error:
        locked = "must be decrypted" in str(error) or "EncryptedPem" in str(error)
        raise Refused(Refusal.IDENTITY_LOCKED if locked else Refusal.IDENTITY_UNUSABLE) from None


def _none() -> Identities:
    raise Refused(Refusal.IDENTITY_UNUSABLE)

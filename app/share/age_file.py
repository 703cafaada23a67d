"""An age file to a passphrase (https://age-encryption.org/v1): made through pyrage, and checked without opening it."""

from __future__ import annotations

import base64
import binascii
import re
from enum import Enum

_ARMOR = (b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"-----END AGE ENCRYPTED FILE-----\n")
_INTRODUCTION = b"age-encryption.org/v1\n"
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([0-9]{1,2})\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
)
_NONCE, _CHUNK, _TAG = 16, 64 * 1024, 16

MOST_WORK = 22
"""The age command refuses more than this (its scrypt.go: maxWorkFactor)."""
MOST_WORK_TO_OPEN = 21
"""What is opened: two gigabytes for some seconds. The age command writes 18, pyrage 19 or 20 on today's computers."""


def seal(payload: bytes, passphrase: str, *, armor: bool = False) -> bytes:
    """The payload encrypted to the passphrase.

    For a child process alone: it holds the interpreter for one to four seconds and takes half a gigabyte to one (scrypt
    with a work factor of 2^19 or 2^20, which pyrage chooses itself by the machine's speed); where that cannot be had,
    the process is aborted (SIGABRT).
    """
    from pyrage import passphrase as by_passphrase

    return by_passphrase.encrypt(payload, passphrase, armored=armor)


def is_whole(sealed: bytes, payload_length: int) -> bool:
    """Whether this is an age file to one passphrase, as `age` reads it, and of exactly the length that a payload of
    so many bytes has (the payload in chunks of 64 KiB, each with a tag of 16 bytes, after a nonce of 16 bytes)."""
    binary = _without_armor(sealed)
    header = _HEADER.match(binary)
    if header is None or not 0 < int(header[1]) <= MOST_WORK:
        return False
    chunks = max(1, -(-payload_length // _CHUNK))
    return len(binary) - header.end() == _NONCE + payload_length + chunks * _TAG


class Flaw(Enum):
    """Why a file is not opened with a passphrase."""

    NOT_ENCRYPTED = "no age file at all"
    LOCKED_TO_KEY = "locked to a key"
    DAMAGED = "damaged"
    TOO_MUCH_WORK = "too much work"
    OTHER_PASSPHRASE = "another passphrase"  # noqa: S105  words, no passphrase


def flaw_of(sealed: bytes) -> Flaw | None:
    """What speaks against opening it, as far as can be told in no time; None: nothing."""
    armored = sealed.lstrip().startswith(_ARMOR[0].rstrip())
    binary = _without_armor(_tidied(sealed)) if armored else sealed
    if not binary.startswith(_INTRODUCTION):
        return Flaw.DAMAGED if armored else Flaw.NOT_ENCRYPTED
    header = _HEADER.match(binary)
    if header is None:
        first = binary[len(_INTRODUCTION) :].split(b"\n", 1)[0]
        locked = first.startswith(b"-> ") and not first.startswith(b"-> scrypt ")
        return Flaw.LOCKED_TO_KEY if locked else Flaw.DAMAGED
    if not 0 < int(header[1]) <= MOST_WORK_TO_OPEN:
        return Flaw.TOO_MUCH_WORK
    return Flaw.DAMAGED if len(binary) - header.end() < _NONCE + _TAG else None


def unseal(sealed: bytes, passphrase: str) -> bytes | Flaw:
    """What was encrypted to the passphrase. For a child process alone, as `seal`."""
    from pyrage import DecryptError
    from pyrage import passphrase as by_passphrase

    flaw = flaw_of(sealed)
    if flaw is not None:
        return flaw
    try:
        return by_passphrase.decrypt(_tidied(sealed), passphrase)
    except DecryptError as error:
        # pyrage tells these apart by their words alone: the key of the header did not open; it asks for more work than
        # this computer does in sixteen seconds; what follows the header was changed or cut.
        said = str(error)
        if said == "Decryption failed":
            return Flaw.OTHER_PASSPHRASE
        return Flaw.TOO_MUCH_WORK if "xcessive work" in said else Flaw.DAMAGED


def _tidied(sealed: bytes) -> bytes:
    """Armored text as it is written, whatever a mail program has done to its line ends and around it."""
    if not sealed.lstrip().startswith(_ARMOR[0].rstrip()):
        return sealed
    return b"".join(line.strip() + b"\n" for line in sealed.strip().splitlines() if line.strip())


def _without_armor(sealed: bytes) -> bytes:
    if not sealed.startswith(_ARMOR[0]):
        return sealed
    try:
        return base64.b64decode(
            sealed.removeprefix(_ARMOR[0]).removesuffix(_ARMOR[1]).replace(b"\n", b""), validate=True
        )
    except binascii.Error:
        return b""

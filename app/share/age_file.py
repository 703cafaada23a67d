"""An age file to a passphrase (https://age-encryption.org/v1): made through pyrage, and checked without opening it."""

from __future__ import annotations

import base64
import binascii
import re

_ARMOR = (b"-----BEGIN AGE ENCRYPTED FILE-----\n", b"-----END AGE ENCRYPTED FILE-----\n")
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([0-9]{1,2})\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
)
_NONCE, _CHUNK, _TAG = 16, 64 * 1024, 16

MOST_WORK = 22
"""The age command refuses more than this (its scrypt.go: maxWorkFactor)."""
ENOUGH_WORK = 17
"""Scrypt's work factor as its power of two: 128 MiB, and a third of a second on a computer of 2026."""
_ATTEMPTS = 5


def seal(payload: bytes, passphrase: str, *, armor: bool = False) -> bytes:
    """The payload encrypted to the passphrase.

    For a child process alone: it holds the interpreter for one to four seconds and takes half a gigabyte to one (scrypt
    with a work factor of 2^19 or 2^20, which pyrage chooses itself by the machine's speed); where that cannot be had,
    the process is aborted (SIGABRT).

    The speed is measured for a moment only: while other programs keep the cores busy it may look a hundredth of what it
    is. Then it is tried again, a few times, and the file that is hardest to guess is taken.
    """
    from pyrage import passphrase as by_passphrase

    best, most = b"", -1
    for _ in range(_ATTEMPTS):
        sealed = by_passphrase.encrypt(payload, passphrase, armored=armor)
        work = _work_of(sealed)
        if work > most:
            best, most = sealed, work
        if work >= ENOUGH_WORK:
            break
    return best


def is_whole(sealed: bytes, payload_length: int) -> bool:
    """Whether this is an age file to one passphrase, as `age` reads it, and of exactly the length that a payload of
    so many bytes has (the payload in chunks of 64 KiB, each with a tag of 16 bytes, after a nonce of 16 bytes)."""
    binary = _without_armor(sealed)
    header = _HEADER.match(binary)
    if header is None or not 0 < int(header[1]) <= MOST_WORK:
        return False
    chunks = max(1, -(-payload_length // _CHUNK))
    return len(binary) - header.end() == _NONCE + payload_length + chunks * _TAG


def _work_of(sealed: bytes) -> int:
    header = _HEADER.match(_without_armor(sealed))
    return 0 if header is None else int(header[1])


def _without_armor(sealed: bytes) -> bytes:
    if not sealed.startswith(_ARMOR[0]):
        return sealed
    try:
        return base64.b64decode(
            sealed.removeprefix(_ARMOR[0]).removesuffix(_ARMOR[1]).replace(b"\n", b""), validate=True
        )
    except binascii.Error:
        return b""

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

LEAST_WORK = 17
"""scrypt's work factor as a power of two. pyrage takes what would last about a second (19 or 20 on a desktop of today)
by timing a single short run of a millisecond or two: when the machine is busy just then, that comes out far too low."""

MOST_WORK = 22
"""The age command refuses more than this (its scrypt.go: maxWorkFactor)."""

_TRIES = 3


def seal(payload: bytes, passphrase: str, *, armor: bool = False) -> bytes:
    """The payload encrypted to the passphrase.

    Holds the interpreter for one to four seconds and takes half a gigabyte to one; where that cannot be had, the
    process is aborted (SIGABRT): for a child process alone. Of up to three tries the first with work enough is taken,
    else the one with the most; a try with too little is over that much sooner.
    """
    from pyrage import passphrase as by_passphrase

    best = b""
    for _ in range(_TRIES):
        sealed = by_passphrase.encrypt(payload, passphrase, armored=armor)
        best = max(best, sealed, key=work_of)
        if work_of(best) >= LEAST_WORK:
            break
    return best


def work_of(sealed: bytes) -> int:
    """The work factor that an age file to a passphrase names in its header; 0 if it is not such a file."""
    header = _HEADER.match(_without_armor(sealed))
    return int(header[1]) if header else 0


def is_whole(sealed: bytes, payload_length: int) -> bool:
    """Whether this is an age file to one passphrase, as `age` reads it, and of exactly the length that a payload of
    so many bytes has (the payload in chunks of 64 KiB, each with a tag of 16 bytes, after a nonce of 16 bytes)."""
    binary = _without_armor(sealed)
    header = _HEADER.match(binary)
    if header is None or not 0 < int(header[1]) <= MOST_WORK:
        return False
    chunks = max(1, -(-payload_length // _CHUNK))
    return len(binary) - header.end() == _NONCE + payload_length + chunks * _TAG


def _without_armor(sealed: bytes) -> bytes:
    if not sealed.startswith(_ARMOR[0]):
        return sealed
    try:
        return base64.b64decode(
            sealed.removeprefix(_ARMOR[0]).removesuffix(_ARMOR[1]).replace(b"\n", b""), validate=True
        )
    except binascii.Error:
        return b""

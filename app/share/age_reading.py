"""What an age file says of itself before anybody has opened it (https://age-encryption.org/v1), armored or not."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from app.domain.opening import FileDamaged, FileTooLarge, MadeByNewer, NotEncrypted, TooMuchWork

MOST_WORK_TO_OPEN = 21
"""The largest scrypt work factor that is opened: 2 GiB and some ten seconds. `age` writes 18, rage and we 17 to 20, by
the computer's speed. `age` itself would take 22, which is more memory than many computers have."""

LARGEST = 8 * 2**20
"""Bytes. A share has 3 to 20 kB; five hundred accounts, on their way to another computer, less than one megabyte."""

_ANY_VERSION = b"age-encryption.org/"
_VERSION = b"age-encryption.org/v1\n"
_LONGEST_HEADER = 128 * 1024
"""Bytes: more than a hundred recipients with keys of RSA."""
_END_OF_HEADER = re.compile(rb"\n--- [A-Za-z0-9+/]{43}\n")
_STANZA = re.compile(rb"^-> ([\x21-\x7e]+)((?: [\x21-\x7e]+)*)$", re.MULTILINE)
_SHORTEST_BODY = 16 + 16
"""A nonce, and the tag of an empty payload."""

_BEGIN, _END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[A-Za-z0-9+/]{1,64}={0,2}")


@dataclass(frozen=True)
class AgeFile:
    """A file that is one of age by its looks. Whether it is whole shows when it is opened."""

    binary: bytes
    """Without armor."""
    to_passphrase: bool
    """Whether a passphrase opens it; else an identity does."""
    work_factor: int | None
    """scrypt's, as a power of two, where a passphrase opens it."""


def looks_like_age(given: bytes) -> bool:
    """Whether these bytes, or a text with something around it, are to be read as an age file at all."""
    return given.startswith(_ANY_VERSION) or _BEGIN in given


def read_age_file(given: bytes, *, largest: int = LARGEST) -> AgeFile:
    """Reads header and armor. A text may have been pasted from a mail: with other text around it, quoted, with other
    line ends. Raises FileTooLarge, NotEncrypted, MadeByNewer, FileDamaged and TooMuchWork."""
    if len(given) > largest:
        raise FileTooLarge
    if not looks_like_age(given):
        raise NotEncrypted
    binary = given if given.startswith(_ANY_VERSION) else _without_armor(given)
    if not binary.startswith(_VERSION):
        raise MadeByNewer if re.match(rb"age-encryption\.org/v[0-9]{1,4}\n", binary) else FileDamaged
    end = _END_OF_HEADER.search(binary, 0, _LONGEST_HEADER)
    if end is None or len(binary) - end.end() < _SHORTEST_BODY:
        raise FileDamaged
    stanzas = _STANZA.findall(binary, 0, end.start())
    if not stanzas:
        raise FileDamaged
    if all(kind != b"scrypt" for kind, _ in stanzas):
        return AgeFile(binary, to_passphrase=False, work_factor=None)
    if len(stanzas) > 1:  # the specification allows no other stanza beside it
        raise FileDamaged
    return AgeFile(binary, to_passphrase=True, work_factor=_work_factor(stanzas[0][1]))


def _work_factor(arguments: bytes) -> int:
    """From ` SALT WORK`."""
    found = re.fullmatch(rb" [A-Za-z0-9+/]{22} ([1-9][0-9]*)", arguments)
    if found is None:
        raise FileDamaged
    if len(found[1]) > 2 or int(found[1]) > MOST_WORK_TO_OPEN:
        raise TooMuchWork
    return int(found[1])


def _without_armor(given: bytes) -> bytes:
    """The bytes that the text stands for. White space and quoting are forgiven where mail programs put them; every
    other character counts, so that no change of one goes unseen (age's armor is RFC 7468, strict: no stray bits)."""
    lines = _inside(given)
    if not lines or not all(_LINE.fullmatch(line) for line in lines):
        raise FileDamaged
    joined = b"".join(lines)
    try:
        binary = base64.b64decode(joined, validate=True)
    except binascii.Error:
        raise FileDamaged from None
    if base64.b64encode(binary) != joined:
        raise FileDamaged
    return binary


def _inside(given: bytes) -> list[bytes]:
    """The lines between both marks, without what mail programs put around them; none where a mark is missing."""
    lines = given.removeprefix(_BYTE_ORDER_MARK).replace(b"\r\n", b"\n").split(b"\n")
    if _END in lines[-1] and not lines[-1].endswith(_END):
        return []  # something stands in the place of its line end
    lines = [line.strip(b" \t").lstrip(b">| \t") for line in lines]
    try:
        begin = lines.index(_BEGIN)
        end = lines.index(_END, begin)
    except ValueError:
        return []
    return [line for line in lines[begin + 1 : end] if line]

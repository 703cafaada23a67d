"""The web page's encryption, for writer and reader alike. `resources/share/FORMAT.md` describes it for others."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

VERSION = 1
DERIVATION = "PBKDF2-HMAC-SHA-256"

ROUNDS = 2_000_000
"""Written into new pages. Two million rounds took 0.28 s in Chromium and 0.46 s in Firefox, on a processor with
instructions for SHA-256; OpenSSL took 0.7 s on it, and 1.4 s without those instructions and without AVX. So a laptop of
half that speed takes three seconds: as long as a person waits who sees that something happens."""

FEWEST_ROUNDS = 1_000_000
MOST_ROUNDS = 10_000_000
"""Read from pages. More would take a slow computer minutes, and nobody made such a page to be opened."""

MOST_SEALED = 192 * 1024
"""Bytes of ciphertext: some forty times the usual."""

_SALT, _NONCE, _TAG = 16, 12, 16
_LONGEST_SALT = 64
_BLANKS = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
_BETWEEN_WORDS = re.compile("[-\u2010-\u2015\u2212]+")
_TURKISH_I = re.compile("i\u0307|\u0131")
_BLOCK = 2048


class Malformed(ValueError):  # noqa: N818  told apart by the reader, and never shown
    """The values are not those of a page of this version."""


@dataclass(frozen=True)
class Derivation:
    """How a page's key comes from its passphrase. The salt stands as the base64 that is in the page."""

    iterations: int
    salt: str

    def key(self, passphrase: str) -> bytes:
        """The key of 32 bytes, from a passphrase that is plain already. Takes a second or so, in which other threads
        go on."""
        return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), from_base64(self.salt), self.iterations, dklen=32)

    @property
    def bound(self) -> bytes:
        """The associated data: the first four values as a JSON array without blanks. They are ASCII, so that every
        language's JSON library makes the same bytes."""
        return json.dumps([VERSION, DERIVATION, self.iterations, self.salt], separators=(",", ":")).encode("ascii")


@dataclass(frozen=True)
class Sealed:
    """What a page holds beside its text."""

    derivation: Derivation
    nonce: bytes
    ciphertext: bytes

    def as_json(self) -> str:
        """The inside of the page's script element."""
        return json.dumps(
            {
                "v": VERSION,
                "kdf": DERIVATION,
                "iterations": self.derivation.iterations,
                "salt": self.derivation.salt,
                "nonce": to_base64(self.nonce),
                "ct": to_base64(self.ciphertext),
            }
        )


def new_salt() -> str:
    """Sixteen random bytes as base64."""
    import secrets

    return to_base64(secrets.token_bytes(_SALT))


def seal(payload: bytes, key: bytes, derivation: Derivation) -> Sealed:
    """The payload under a key that is used once: its salt is new, so a random nonce cannot meet another."""
    import secrets

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return Sealed(derivation, nonce, AESGCM(key).encrypt(nonce, payload, derivation.bound))


def unseal(sealed: Sealed, key: bytes) -> bytes:
    """The payload. Raises cryptography's InvalidTag where anything is not as it was written."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, sealed.derivation.bound)


def checked(salt: object, nonce: object, ciphertext: object, iterations: int) -> Sealed:
    """These values as a page of this version has them, of the right types and lengths. Raises Malformed."""
    if not (isinstance(salt, str) and isinstance(nonce, str) and isinstance(ciphertext, str)):
        raise Malformed
    if len(ciphertext) > MOST_SEALED * 4 // 3 + 4:
        raise Malformed
    found = Sealed(Derivation(iterations, salt), from_base64(nonce), from_base64(ciphertext))
    if not _SALT <= len(from_base64(salt)) <= _LONGEST_SALT or len(found.nonce) != _NONCE:
        raise Malformed
    if not _TAG < len(found.ciphertext) <= MOST_SEALED:
        raise Malformed
    return found


def sealed_from(values: Mapping[str, object], rounds: int) -> Sealed:
    """What a page's JSON holds. Raises Malformed, and KeyError where one of its three texts is missing."""
    return checked(values["salt"], values["nonce"], values["ct"], rounds)


def holds_just(sealed: Sealed, length: int) -> bool:
    """Whether a payload of so many bytes is inside, going by the ciphertext's length."""
    return len(sealed.ciphertext) == length + _TAG


def plain_passphrase(text: str) -> str:
    """The passphrase as it is counted: in composed form (NFC), in lower case, without blanks around it, and a hyphen
    for each run of blanks."""
    lower = unicodedata.normalize("NFC", text).lower()
    return _BLANKS.sub(" ", lower).strip(" ").replace(" ", "-")


def spellings(text: str) -> tuple[str, ...]:
    """What a reader tries for what was typed: the plain passphrase, and where that differs, the one with one hyphen for
    each run of hyphens and of the dashes that phones and word processors put in their place, and with an i for those
    that Turkish keyboards make of it (their capital has its dot, and their small one for I has none). None where it has
    no UTF-8 form."""
    plain = plain_passphrase(text)
    try:
        plain.encode()
    except UnicodeEncodeError:
        return ()
    forgiven = _TURKISH_I.sub("i", _BETWEEN_WORDS.sub("-", plain).strip("-"))
    return tuple(dict.fromkeys(each for each in (plain, forgiven) if each))


def check_of(share: bytes) -> str:
    """What stands beside the share for whoever could not open it: the SHA-256 of its JSON text, in base64. It is made
    of what everybody can read, so it reveals nothing; and it is no lock: whoever changes one can change the other."""
    return to_base64(hashlib.sha256(share.strip()).digest())


def is_cut(sealed: Sealed) -> bool:
    """Whether a part of the ciphertext is missing: the payload is padded to whole blocks (share.md)."""
    return (len(sealed.ciphertext) - _TAG) % _BLOCK != 0


def new_sealed(payload: bytes, passphrase: str, rounds: int) -> Sealed:
    """The payload under a new salt. Takes a second or so. For a child process, which can be stopped."""
    derivation = Derivation(rounds, new_salt())
    return seal(payload, derivation.key(plain_passphrase(passphrase)), derivation)


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """The bytes of canonical base64. Raises Malformed for any other: decoders forgive stray bits at its end, by which a
    changed file would still open."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed from None
    if to_base64(data) != text:
        raise Malformed
    return data

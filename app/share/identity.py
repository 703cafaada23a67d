"""An identity file: the private key that opens what was encrypted to its public half."""

from __future__ import annotations

import re
from typing import NoReturn

from app.domain.opening import IdentityLocked, IdentityUnusable
from app.domain.text import tr

LARGEST = 256 * 1024
"""Bytes. One with a key of RSA has 3 kB."""

_PUBLIC = re.compile(r"\s*(age1[0-9a-z]+|ssh-[a-z0-9]+ AAAA\S+)")


class Identity:
    """What an identity file holds. Secret: its text comes out of `reveal` alone."""

    __slots__ = ("_text",)

    def __init__(self, content: bytes) -> None:
        """Raises IdentityUnusable, and IdentityLocked where age has encrypted the file itself. Whether its key is a
        usable one shows when it is used."""
        if content.startswith(b"age-encryption.org/") or b"BEGIN AGE ENCRYPTED FILE" in content[:200]:
            raise IdentityLocked
        try:
            self._text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise IdentityUnusable from None
        if len(content) > LARGEST:
            raise IdentityUnusable
        if "PRIVATE KEY-----" not in self._text and "AGE-SECRET-KEY-1" not in self._text.upper():
            if "AGE-PLUGIN-" in self._text or "AGE-SECRET-KEY-PQ-" in self._text:
                raise IdentityUnusable(
                    tr("The key in this identity file is of a kind that only the age command can use.")
                )
            if _PUBLIC.match(self._text):
                raise IdentityUnusable(tr("This is a public key: it encrypts, and opens nothing."))
            raise IdentityUnusable

    def reveal(self) -> str:
        """The text of the file."""
        return self._text

    def __repr__(self) -> str:
        return "<Identity hidden>"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an identity is not pickled")

"""Where the storage key of `serve` and `session` comes from: the environment, or standard input; never a file."""

from __future__ import annotations

import os
import sys

from app.service.storage_key import NotAKey, StorageKey

_VARIABLE = "SCIM_CONNECTION_KEY"
_LONGEST_LINE = 1024
HOW_TO_MAKE_A_KEY = "Make one with `openssl rand -base64 32`, and keep it: without it the tokens are lost."


class NoKey(Exception):  # noqa: N818  says what is the matter
    """There is no usable key. The text is a sentence for the person, without what was given."""


def key_from_environment() -> StorageKey:
    """Raises NoKey. The variable is taken out of the environment, so that nothing passes it on."""
    text = os.environ.pop(_VARIABLE, "")
    if not text:
        raise NoKey(f"There is no storage key. Put it into {_VARIABLE}. {HOW_TO_MAKE_A_KEY}")
    return _key(text, f"What is in {_VARIABLE}")


def key_from_stdin() -> StorageKey:
    """Raises NoKey."""
    try:
        text = sys.stdin.buffer.readline(_LONGEST_LINE).decode("ascii", "replace") if sys.stdin else ""
    except OSError:
        text = ""
    return _key(text, "The first line on standard input")


def _key(text: str, what: str) -> StorageKey:
    try:
        return StorageKey.from_base64(text)
    except NotAKey:
        raise NoKey(f"{what} is not a storage key: that is 32 bytes, in base64. {HOW_TO_MAKE_A_KEY}") from None

"""A made-up token of the same shape as another one."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Callable

from app.domain.tokens import AccessToken


def made_up_like(token: AccessToken) -> AccessToken:
    """A token of the same shape (letters for letters, digits for digits, hexadecimal for hexadecimal) that nobody
    issued. Both are secret to the report: a service may log what it refuses."""
    text = token.reveal()
    if re.fullmatch(r"[0-9a-f]+", text):
        return _different(text, lambda _character: secrets.choice("0123456789abcdef"))
    return _different(text, _of_same_kind)


def _of_same_kind(character: str) -> str:
    for kind in (string.digits, string.ascii_lowercase, string.ascii_uppercase):
        if character in kind:
            return secrets.choice(kind)
    return character


def _different(text: str, choose: Callable[[str], str]) -> AccessToken:
    for _ in range(20):
        made_up = "".join(choose(character) for character in text)
        if made_up != text:
            return AccessToken(made_up)
    return AccessToken(text + "0")  # nothing in it could be exchanged

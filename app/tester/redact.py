"""Keeps secrets out of what the tester says, and makes text of a server harmless to show."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable
from copy import copy
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import unquote

from app.domain.tokens import AccessToken

WINDOW = 8
"""So many characters of a token in a row are never shown, in any of the encodings below."""
HIDDEN = "[hidden: it held part of a token]"
_T = TypeVar("_T")


def printable(text: str, longest: int = 200) -> str:
    """Text of a server with control, format and unassigned characters as escapes, cut to `longest` characters."""
    shown = "".join(_escaped(character) for character in text[:longest])
    return shown + "…" if len(text) > longest else shown


def _escaped(character: str) -> str:
    if character == " " or (unicodedata.category(character)[0] not in "CZ" and character != "\\"):
        return character
    return f"\\u{ord(character):04x}"


class Redactor:
    """Finds tokens in text: whole, or eight characters of them in a row, raw or percent-, hex- or base64-encoded."""

    def __init__(self, tokens: Iterable[AccessToken]) -> None:
        texts = {token.reveal() for token in tokens}
        self._short = tuple(text for text in texts if len(text) < WINDOW)
        self._needles = {needle for text in texts for needle in _needles(text)}
        self._lengths = {len(needle) for needle in self._needles}
        self._beginnings = {needle[:WINDOW] for needle in self._needles}
        self._login: Redactor | None = None
        self._whole: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Redactor>"

    def hiding_login(self, secrets: Iterable[AccessToken]) -> Redactor:
        """One that hides a proxy's login, too: in a server's text as it hides tokens, and everywhere where it stands
        whole. Not in pieces everywhere, and not where it is made of words alone: people choose words for passwords,
        and a sentence of ours that happens to need the word tells nothing by it."""
        secrets = tuple(secrets)
        both = copy(self)
        both._login = Redactor(secrets)
        both._whole = tuple(
            text
            for text in (secret.reveal() for secret in secrets)
            if len(text) >= WINDOW and not text.replace(" ", "").isalpha()
        )
        return both

    def holds_secret(self, text: str) -> bool:
        """Whether a token of eight characters or more shows in this text, or the whole of another secret."""
        once = unquote(text)
        views = {text, once, unquote(once), re.sub(r"\s+", "", text)}
        if any(whole in view for view in views for whole in self._whole):
            return True
        return any(self._shows_in(view) for view in views)

    def _shows_in(self, view: str) -> bool:
        # Every text of a report comes by here, and almost none has as much as the beginning of a needle.
        if self._beginnings.isdisjoint([view[start : start + WINDOW] for start in range(len(view) - WINDOW + 1)]):
            return False
        return any(
            view[start : start + length] in self._needles
            for length in self._lengths
            for start in range(len(view) - length + 1)
        )

    def server_text(self, text: str, longest: int = 200) -> str:
        """Text of a server, escaped, or a note in its place where it holds a token, however short."""
        if self.holds_secret(text) or any(short in text for short in self._short):
            return HIDDEN
        if self._login is not None and self._login.server_text(text) == HIDDEN:
            return HIDDEN
        return printable(text, longest)

    def clean(self, value: _T) -> _T:
        """The same frozen value, with every string in it that holds a token replaced."""
        return self._clean(value)  # type: ignore[no-any-return]  # the walk over fields is untyped; the type stays

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            return HIDDEN if self.holds_secret(value) else value
        if isinstance(value, tuple):
            return tuple(self._clean(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            old = {field.name: getattr(value, field.name) for field in fields(value)}
            changed = {name: clean for name, each in old.items() if (clean := self._clean(each)) != each}
            return replace(value, **changed) if changed else value
        return value


def _needles(text: str) -> Iterable[str]:
    for start in range(len(text) - WINDOW + 1):
        window = text[start : start + WINDOW]
        raw = window.encode()
        yield window  # percent-encoding is undone before the search
        yield raw.hex()
        yield raw.hex().upper()
        for shift in range(3):
            # Base64 groups three bytes: the middle of each of the three alignments does not depend on its neighbours.
            whole = b"\0" * shift + raw
            first, last = -(-shift * 8 // 6), len(whole) * 8 // 6
            yield b64encode(whole).decode()[first:last]
            yield urlsafe_b64encode(whole).decode()[first:last]

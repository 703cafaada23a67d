"""Keeps secrets out of what the tester says, and makes text of a server harmless to show.

Text is looked at as it stands and with every escape and encoding undone, and each time once without what does not show
and once as letters and digits alone: so a token is found also where it is split by blanks, control characters, escape
sequences or punctuation. Base64 cannot be undone where its capitals are lost (in a host name), so what tokens look like
in base64 is searched for as well.
"""

from __future__ import annotations

import html
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import unquote

from app.domain.text import tr
from app.domain.tokens import AccessToken

WINDOW = 8
"""So many characters of a token in a row are never shown, in either direction and any of the encodings below."""
HIDDEN = tr("[hidden: it held part of a token]")
_OURS = frozenset({"id", "code", "check", "kind", "sure", "client", "blocks"})
"""Fields that hold names of the contract alone, by which programs tell parts of a report apart."""
_LISTS = frozenset({"alt_names", "location_hosts"})
"""Fields that hold several texts of a server."""
_APPENDED = ("/scim", "/scim/v2")
_LAYERS = 3
"""How often an encoding within an encoding is undone."""
_ESCAPE_SEQUENCE = re.compile(r"[\x1b\x9b]\[?[0-?]*[ -/]*[@-~]")
"""ECMA-48 section 5.4: what moves a terminal's cursor or colours its text."""
_ESCAPE = re.compile(
    r"\\(?:u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\}|U([0-9a-f]{8})|x([0-9a-f]{2})|([bfnrtv\\]))", re.IGNORECASE
)
_HEX_MARKS = (re.compile(r"(?!)"), re.compile(r"\\x|\b0x"), re.compile(r"\\x|0x"))
"""What programs write before two hexadecimal digits: none, between other characters, or with nothing in between."""
_HEX = re.compile(rf"[0-9a-f]{{{2 * WINDOW},}}")
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
    """Finds tokens in text: eight characters of them in a row, whatever was done to them."""

    def __init__(self, tokens: Iterable[AccessToken]) -> None:
        texts = {token.reveal() for token in tokens}
        self._short = tuple(text.lower() for text in texts if len(text) < WINDOW)
        self._needles = {needle for text in texts for form in _forms(text) for needle in _windows(form)}
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
            _visible(text.lower())
            for text in (secret.reveal() for secret in secrets)
            if len(text) >= WINDOW and not text.replace(" ", "").isalpha()
        )
        return both

    def holds_secret(self, text: str) -> bool:
        """Whether a token of eight characters or more shows in this text, or the whole of another secret."""
        if len(text) < WINDOW or not (self._needles or self._whole):
            return False
        views = _views(text)
        return any(whole in view for view in views for whole in self._whole) or any(
            not self._needles.isdisjoint(_windows(view)) for view in views
        )

    def server_text(self, text: str, longest: int = 200) -> str:
        """Text of a server, escaped and cut to `longest` characters, or a note in its place where what would show
        holds a token, however short."""
        cut = text[:longest]
        if self.holds_secret(cut) or any(short in cut.lower() for short in self._short):
            return HIDDEN
        if self._login is not None and self._login.server_text(cut) == HIDDEN:
            return HIDDEN
        return printable(text, longest)

    def without_short_tokens(self, text: str) -> str:
        """The text, or a note in its place where a token of less than eight characters stands in it. Longer ones are
        found by `clean`, which cannot look for short ones: they are part of too many words of ours."""
        return HIDDEN if any(short in text.lower() for short in self._short) else text

    def clean(self, value: _T) -> _T:
        """The same frozen value, with every string in it that holds a token replaced, and every number and time that
        does dropped."""
        return self._clean(value)  # type: ignore[no-any-return]  # the walk over fields is untyped; the type stays

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, Enum):
            return HIDDEN if value not in _APPENDED and self.holds_secret(value) else value
        if isinstance(value, int | datetime):
            shown = value.isoformat() if isinstance(value, datetime) else str(value)
            return None if self.holds_secret(shown) else value
        if isinstance(value, tuple):
            return tuple(self._clean(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            old = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _OURS}
            changed = {name: clean for name, each in old.items() if (clean := self._clean(each)) != each}
            for name in _LISTS & old.keys():
                if self.holds_secret("".join(old[name])):
                    changed[name] = (HIDDEN,)  # also where each holds less than eight characters of it
            return replace(value, **changed) if changed else value
        return value


def _forms(token: str) -> Iterator[str]:
    """What a token looks like in the views below: as it is, backwards, and in base64 at each of the three places in
    which it may begin within a group of three bytes, the letters' case changed or not."""
    for form in (_visible(token.lower()), _alphanumeric(token.lower())):
        yield form
        yield form[::-1]
    for text in {token, token.lower(), token.upper()}:
        for shift in range(3):
            whole = b"\0" * shift + text.encode("utf-8", "surrogatepass")
            first, last = -(-shift * 8 // 6), len(whole) * 8 // 6  # what does not depend on the neighbours
            yield _alphanumeric(b64encode(whole).decode()[first:last].lower())


def _views(text: str) -> set[str]:
    """The ways in which a text is looked at, all in lower case."""
    decoded = _decoded(text)
    views = set()
    for each in {text, decoded, _ESCAPE_SEQUENCE.sub("", decoded)}:
        folded = each.lower() if each.isascii() else _folded(each)
        views |= {_visible(folded), _alphanumeric(folded)}
        unmarked = {_alphanumeric(mark.sub("", folded)) for mark in _HEX_MARKS}
        for run in _HEX.findall("\n".join(unmarked)):
            for start in (0, 1):
                even = run[start : start + (len(run) - start) // 2 * 2]
                unhexed = bytes.fromhex(even).decode("latin-1").lower()
                views |= {_visible(unhexed), _alphanumeric(unhexed)}
    if "\n" in text:  # the shape of an answer: its keys alone
        views.add(_alphanumeric(re.sub(r":[^\n]*", "", text.lower())))
    return views


def _folded(text: str) -> str:
    # An ellipsis would become three full stops, which a token may hold.
    plain = unicodedata.normalize("NFKD", text.replace("…", " "))  # accents come off
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()


def _decoded(text: str) -> str:
    """The text with percent-encoding, escapes of JSON and of programs, and references of HTML undone."""
    for _ in range(_LAYERS):
        before = text
        text = html.unescape(_ESCAPE.sub(_meant, unquote(text)))
        if text == before:
            break
    return text


def _meant(escape: re.Match[str]) -> str:
    if escape[5] == "\\":
        return "\\"
    code = escape[1] or escape[2] or escape[3] or escape[4]
    return " " if code is None or int(code, 16) > 0x10FFFF else chr(int(code, 16))


def _windows(text: str) -> Iterator[str]:
    return (text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1))


def _visible(text: str) -> str:
    """Without blanks and whatever else no token holds."""
    return re.sub(r"[^!-~]+", "", text)


def _alphanumeric(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", text)

"""What was typed as token, read as a bearer token."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.endpoints import Repair, without_invisible, without_wrapping
from app.domain.text import tr
from app.domain.tokens import AccessToken

_B64TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""RFC 6750 section 2.1."""
_BEARER = re.compile(r"^(authorization\s*:\s*)?bearer(\s+|$)", re.IGNORECASE)
_R_SERVICE = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f][ \t-]?){63}[0-9A-Fa-f](?![0-9A-Za-z])")
"""One of R-Service's tokens within a text, also in groups."""
LONGEST = 4_096
"""Characters. Servers take about 8 KiB of headers, for a token among others; what is longer was not meant to be one."""


@dataclass(frozen=True)
class TokenReading:
    """A token as it will be sent, or why it will not be."""

    token: AccessToken | None
    problem: str | None = None
    """`token.empty` or `token.malformed`."""
    repaired: tuple[str, ...] = ()
    """What was removed, as a sentence names it."""
    unusual: bool = False
    """Whether it holds characters outside RFC 6750's `b64token`."""
    too_long: bool = False
    """Whether it is malformed because of its length."""


def looks_like_a_token(text: str) -> bool:
    """Whether one of R-Service's tokens stands in it."""
    return _R_SERVICE.search(text) is not None


def without_tokens(text: str) -> str:
    """What was typed as somebody's name, without the tokens that were pasted there by mistake: such a text is kept and
    shown."""
    return _R_SERVICE.sub("(a token, left out)", text)


def read_token(typed: AccessToken | str | None) -> TokenReading:
    """Reads a token. Surrounding white space, quotes, invisible characters and a `Bearer ` prefix are removed."""
    if typed is None:
        return TokenReading(None, "token.empty")
    original = typed.reveal() if isinstance(typed, AccessToken) else typed
    text, repaired = unwrapped(original)
    if not text:
        return TokenReading(None, "token.empty", repaired)
    if len(text) > LONGEST:
        return TokenReading(None, "token.malformed", repaired, too_long=True)
    if not re.fullmatch(r"[!-~]+", text):
        return TokenReading(None, "token.malformed", repaired)
    return TokenReading(AccessToken(text), None, repaired, unusual=not _B64TOKEN.fullmatch(text))


def unwrapped(original: str) -> tuple[str, tuple[str, ...]]:
    """What is left of what was typed, and what was removed, as a sentence names it."""
    repairs: list[Repair] = []
    text = without_invisible(original)
    if text != original:
        repairs.append(Repair.INVISIBLE)
    words: dict[str, None] = {}
    while True:
        bare = without_wrapping(text, repairs)
        text = _BEARER.sub("", bare)
        if text == bare:
            break
        words[tr("the word Bearer")] = None
    return text, (*dict.fromkeys(repair.value for repair in repairs), *words)

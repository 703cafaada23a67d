"""A text that somebody found and that may be, or hold, an access token: what to look for in it."""

from __future__ import annotations

import re

from app.domain.text import tr

LONGEST = 16_384
"""Characters. A longer text is refused: no token is that long, and no log line has to be."""
_MOST_WORDS = 2_000
_SHORTEST = 8
"""Characters of what is looked for."""
_QUOTES = "\"'`´‘’‚‛“”„‟«»‹›()[]{}<>,; \t\r\n"
_MARKS = _QUOTES + ":.!?|*"
_AROUND = _MARKS + "=_"
"""What may stand around a token in a sentence. Some of it may also be a token's own end (`=` of Base64): all three are
tried."""
_MASK = "•●*…"
_HEXADECIMAL = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HEADER = re.compile(r"^(authorization\s*[:=]\s*)?(bearer\b[\s:]*)?", re.IGNORECASE)
_R_SERVICE = re.compile(r"[0-9a-f]{64}")


class NothingToLookFor(Exception):  # noqa: N818  says what was pasted; its sentence is for the person
    """What was pasted is no token. `sentence` says why, and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__("nothing to look for")


def candidates(text: str) -> tuple[str, ...]:
    """What in the text may be a token, the text as a whole first: without quotes, blanks and line breaks around it and
    in it, and without `Authorization:` and `Bearer`; then its words. Secret, as the text is. Raises NothingToLookFor.
    """
    if len(text) > LONGEST:
        raise NothingToLookFor(tr("This is far too long for a token. Paste the token alone."))
    plain = _INVISIBLE.sub("", text).strip()
    if not plain:
        raise NothingToLookFor(tr("Paste what you found first."))
    whole = _bare(plain)
    joined = "".join(whole.split())
    if not joined.strip(_MASK) or joined.lstrip(_MASK) != joined:
        raise NothingToLookFor(
            tr("This is a hidden token: its digits are not in it. Look for the place where it is whole.")
        )
    if len(joined) < _SHORTEST:
        raise NothingToLookFor(tr("This is too short for a token. Paste all of it."))
    words = re.split(r"[\s\"',;&?<>]+", plain, maxsplit=_MOST_WORDS)
    parts = [part for word in words for part in (word, *word.split("=", 1), *word.split(":", 1))]
    found = [whole, joined, *_HEXADECIMAL.findall(plain)]
    for around in (_QUOTES, _MARKS, _AROUND):
        found += ["".join(_bare(plain, around).split()), *(_bare(part, around) for part in parts)]
    found = [each for each in found if len(each) >= _SHORTEST]
    lowered = [each.lower() for each in found if _HEXADECIMAL.fullmatch(each)]
    return tuple(dict.fromkeys([*found, *lowered]))


def looks_like_one(text: str) -> bool:
    """Whether the text, as a whole, has the form of R-Service's tokens: 64 digits and letters a to f."""
    return _R_SERVICE.fullmatch("".join(_bare(text).split()).lower()) is not None


def is_address(text: str) -> bool:
    """Whether it is the address of something rather than a token."""
    return re.match(r"^[a-z][a-z0-9+.-]*://\S+$", _bare(text), re.IGNORECASE) is not None


def _bare(text: str, around: str = _AROUND) -> str:
    """Without what stands around a token: blanks, quotes, brackets, the words before it."""
    before = None
    while before != text:
        before = text
        text = _HEADER.sub("", text.strip(around), count=1)
    return text

"""What servers may do to a token before they show it, and a search for what is left of it, written another way than the
search that is tested."""

from __future__ import annotations

import base64
import html
import json
import random
import re
import string
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from hypothesis import strategies as st

from app.actions.report_page import as_page
from app.cli.report_text import as_text
from app.domain.past_run import kept
from app.domain.report import Report
from app.domain.report_json import as_json

NOW = datetime(2026, 11, 25, tzinfo=UTC)
WINDOW = 8
_ALPHABETS = ("0123456789abcdef", string.ascii_letters + string.digits, string.ascii_letters + string.digits + "-._~+/")
_CODINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "percent": lambda text: "".join(f"%{ord(character):02X}" for character in text),
    "percent, small": lambda text: "".join(f"%{ord(character):02x}" for character in text),
    "percent twice": lambda text: quote("".join(f"%{ord(character):02X}" for character in text)),
    "hex": lambda text: text.encode().hex(),
    "hex, capitals": lambda text: text.encode().hex().upper(),
    "hex with colons": lambda text: text.encode().hex(":"),
    "hex of programs": lambda text: "".join(f"\\x{ord(character):02x}" for character in text),
    "hex numbers": lambda text: ", ".join(f"0x{ord(character):02X}" for character in text),
    "json": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "references": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "full width": lambda text: "".join(chr(ord(character) + 0xFEE0) for character in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 after one": lambda text: base64.b64encode(b":" + text.encode()).decode(),
    "base64 after two": lambda text: base64.urlsafe_b64encode(b"u:" + text.encode()).decode(),
}
_INVISIBLE_SPLITS = ("", " ", "\r\n", "\t", "\u200b", "\u202e", "\x00", "\x1b[31m", "\x1b[0m ", "…")
_SPLITS = (*_INVISIBLE_SPLITS, ".", "-", "_", " | ")

seeds = st.integers(0, 2**32)


def token_of(seed: int) -> str:
    """A token in which nothing repeats by chance."""
    source = random.Random(seed)
    return "".join(source.choices(source.choice(_ALPHABETS), k=source.randint(16, 64)))


def planted_of(token: str, seed: int) -> str:
    """The token, or eight characters of it or more, as a server could show them."""
    source = random.Random(seed)
    length = source.choice([WINDOW, WINDOW, len(token), source.randint(WINDOW, len(token))])
    start = source.randint(0, len(token) - length)
    piece = _cased(token[start : start + length], source)
    coding = source.choice(list(_CODINGS))
    if "base64" not in coding and source.random() < 0.2:
        piece = piece[::-1]
    if coding == "as it is" and source.random() < 0.3:
        piece = token[:10] + "…" + token[-3:]
    shown = _CODINGS[coding](piece)
    if coding in ("as it is", "hex", "base64", "full width"):
        every = source.randint(1, 5)
        # Visible marks between a token's own marks are told from them by nobody.
        separator = source.choice(_SPLITS if piece.isalnum() or "base64" in coding else _INVISIBLE_SPLITS)
        shown = separator.join(shown[at : at + every] for at in range(0, len(shown), every))
    return source.choice(["", "x", "refused: ", "Bearer "]) + shown + source.choice(["", "x", " was refused", "/"])


def _cased(text: str, source: random.Random) -> str:
    return source.choice([text, text.upper(), text.lower()])


def renderings(report: Report) -> dict[str, str]:
    """Everything that is printed or saved of a report."""
    return {
        "json": json.dumps(as_json(report), indent=2),
        "text": as_text(report, NOW),
        "page": as_page(report, NOW, "1.0"),
        "kept": kept(report),
    }


def left_of(token: str, text: str) -> list[str]:
    """What shows of the token in the text, with the name of the coding."""
    found = []
    seen = {name: _bare(each) for name, each in _undone(text).items()}
    starts = {name: set(_windows(shown)) for name, shown in seen.items()}
    for window in _windows(token):
        for each in {window, window.lower(), window.upper()}:
            looks = {"raw": each, "backwards": each[::-1], "hex": each.encode().hex()}
            for shift in range(3):
                middle = base64.b64encode(b"\0" * shift + each.encode() + b"\0" * 3).decode()
                looks[f"base64 {shift}"] = middle[(0, 2, 3)[shift] : (10, 12, 13)[shift]]
            for name, bare in ((name, _bare(look)) for name, look in looks.items()):
                found += [
                    f"{name} in {where}" for where in seen if bare[:WINDOW] in starts[where] and bare in seen[where]
                ]
    return found


def _windows(text: str) -> Iterator[str]:
    return (text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1))


def _undone(text: str) -> dict[str, str]:
    escapes = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    references = html.unescape(text)
    without = re.sub(r"\\u001b\[[0-9;]*m|\x1b\[[0-9;]*m", "", text)
    marks = re.sub(r"\\\\x|0x", "", text, flags=re.IGNORECASE)
    return {
        "itself": text,
        "percent": unquote(unquote(text)),
        "escapes": escapes,
        "references": references,
        "sequences": without,
        "marks": marks,
    }


def _bare(text: str) -> str:
    wide = "".join(chr(ord(each) - 0xFEE0) if 0xFF01 <= ord(each) <= 0xFF5E else each for each in text)
    return re.sub(r"[^0-9a-z]", "", wide.lower())

"""Making text that others wrote fit to be shown: a server's, a file's, a User-Agent's."""

from __future__ import annotations

LONGEST = 120
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(text: str, longest: int = LONGEST) -> str:
    """The text on one line, with control, format and direction-changing characters written as `\\x1b` or `\\u202e`, and
    cut to `longest` characters. It is still plain text: whoever shows it must not take it for anything else."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(map(_visible, cut))


def _visible(character: str) -> str:
    if character == "…" or (character.isprintable() and character not in _BIDI):
        return character
    import unicodedata  # not needed for usual text, nor by the first paint

    if unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

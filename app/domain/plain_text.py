"""Making text that others wrote fit to be shown: a server's, a file's, a User-Agent's."""

from __future__ import annotations

from app.domain.text import Language, Text, said

LONGEST = 120


def shown(text: str, longest: int = LONGEST) -> str:
    """The text on one line, with control, format and direction-changing characters written as `\\x1b` or `\\u202e`, and
    what is shown cut to `longest` characters. It is still plain text: whoever shows it must not take it for anything
    else. Words of our own that hold such text stay a `Text`: in any language they are shown like this."""
    if isinstance(text, Text):
        made = _Shown(_made_visible(text, longest))
        made.text, made.longest = text, longest
        return made
    return _made_visible(text, longest)


class _Shown(Text):
    text: str
    longest: int

    def said_in(self, language: Language) -> str:
        return _made_visible(said(self.text, language), self.longest)


def _made_visible(text: str, longest: int) -> str:
    parts = [_visible(character) for character in text[: longest + 1]]
    if sum(map(len, parts)) <= longest:
        return "".join(parts)
    kept, room = [], longest - 1
    for part in parts:
        room -= len(part)
        if room < 0:
            break
        kept.append(part)
    return "".join(kept) + "…"


def _visible(character: str) -> str:
    if character.isprintable():  # which no control, format or separator is, but the blank
        return character
    import unicodedata  # not needed for usual text, nor by the first paint

    if unicodedata.category(character) == "Zs":
        return " "
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

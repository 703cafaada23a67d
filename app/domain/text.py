"""Words for a person, in English, that can still be said in another language when they are shown.

A `Text` is its English words: command line, reports and shares use it like any other string. The window asks it to be
said in the person's language (`app.ui.language`): it keeps the sentence without its values, which is what a translator
has seen, and the values. Whatever takes it apart (an f-string, a slice, `replace`) leaves plain English behind: put
texts together with `joined`, or as values of another sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Language(Protocol):
    """How a person's language says things."""

    def words(self, source: str, number: int | None) -> str | None:
        """The sentence in this language, its places for values still in it; None: there is none. `number` decides
        between plural forms."""

    def number(self, value: float, digits: int) -> str:
        """A number, rounded to this many digits behind the point."""

    def capital(self, text: str) -> str:
        """The text with a capital first letter."""

    def day(self, at: datetime) -> str:
        """The day of this moment, in the person's own time zone."""

    def moment(self, at: datetime) -> str:
        """Day and time, in the person's own time zone."""


class Text(str):
    """English words that know how to be said in another language."""

    def said_in(self, language: Language) -> str:  # noqa: ARG002  for those that it has words for
        """These words in that language; in English where it has none."""
        return str(self)

    def __add__(self, other: str) -> Text:
        return joined(self, other, by="")

    def __radd__(self, other: str) -> Text:
        return joined(other, self, by="")


class _Sentence(Text):
    source: str
    number: int | None
    values: dict[str, object]

    def said_in(self, language: Language) -> str:
        translated = language.words(self.source, self.number)
        if translated is None:
            if self.number is not None:
                return str(self)
            translated = self.source  # which may be just the same there; its values may not
        values = {name: said(value, language) for name, value in self.values.items()}
        if self.number is not None:
            values["n"] = language.number(self.number, 0)
        return translated.format_map(values)


class _Joined(Text):
    parts: tuple[str, ...]
    by: str

    def said_in(self, language: Language) -> str:
        return said(self.by, language).join(said(part, language) for part in self.parts)


class _Capital(Text):
    of: str

    def said_in(self, language: Language) -> str:
        return language.capital(said(self.of, language))


class _Day(Text):
    at: datetime

    def said_in(self, language: Language) -> str:
        return language.day(self.at)


class _Moment(Text):
    at: datetime

    def said_in(self, language: Language) -> str:
        return language.moment(self.at)


class _Number(Text):
    value: float
    digits: int

    def said_in(self, language: Language) -> str:
        return language.number(self.value, self.digits)


def tr(source: str, /, **values: object) -> Text:
    """The words `source`, a literal, with its places `{name}` filled by the values, which may be texts themselves.

    Braces of its own are doubled, as in `str.format`. What a server, a file or a person wrote can be a value: it is
    never read for places.
    """
    made = _Sentence(source.format_map(values))
    made.source, made.number, made.values = source, None, values
    return made


def counted(one: str, many: str, number: int, /, **values: object) -> Text:
    """Words that depend on a number: `counted("{n} day", "{n} days", 3)`. Both are literals; languages with more plural
    forms have a translation of `many` for each."""
    made = _Sentence((one if number == 1 else many).format_map({**values, "n": number}))
    made.source, made.number, made.values = many, number, values
    return made


def joined(*parts: str, by: str = " ") -> Text:
    """These parts one after the other, those that are empty left out."""
    kept = tuple(part for part in parts if part)
    made = _Joined(by.join(kept))
    made.parts, made.by = kept, by
    return made


def listed(parts: Sequence[str]) -> str:
    """A list in words: `A, B and C`."""
    if len(parts) == 1:
        return parts[0]
    return tr("{before} and {last}", before=joined(*parts[:-1], by=", "), last=parts[-1])


def capital(text: str) -> Text:
    """The same words with a capital first letter."""
    made = _Capital(text[:1].upper() + text[1:])
    made.of = text
    return made


def on_day(at: datetime) -> Text:
    """The day of this moment, in local time: `23 December 2026`."""
    made = _Day(_day(at))
    made.at = at
    return made


def at_moment(at: datetime) -> Text:
    """Day and time, local: `23 December 2026, 19:04`."""
    local = at.astimezone()
    made = _Moment(f"{_day(at)}, {local.hour:02d}:{local.minute:02d}")
    made.at = at
    return made


def decimal(value: float, digits: int = 0) -> Text:
    """A number as a person writes it: `1.5`."""
    made = _Number(f"{value:.{digits}f}")
    made.value, made.digits = value, digits
    return made


def grouped(number: int) -> Text:
    """A number that may be large: `16,384`."""
    made = _Number(f"{number:,}")
    made.value, made.digits = number, 0
    return made


def said(value: object, language: Language) -> str:
    """Any value in that language: a text is translated, anything else is what it is."""
    return value.said_in(language) if isinstance(value, Text) else str(value)


def _day(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"

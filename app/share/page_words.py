"""The words of a share's page and of the message that goes with it, in the languages that its sender can choose."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Any

import resources

DEFAULT = "en"
LANGUAGES = ("en", "tr", "ru")
"""By ISO 639-1, in the order in which they are offered."""
FOLDER = "share"


@dataclass(frozen=True)
class PageWords:
    """One file of `resources/share/languages`. Values stand in its texts as names in braces."""

    language: str
    name: str
    """What the language calls itself."""
    dates: str
    """The locale by which a browser writes dates and counts (BCP 47)."""
    page: dict[str, Any] = field(repr=False)
    """What stands in the page. Values are texts, but for those that are counted: there by plural form (CLDR)."""
    message: dict[str, Any] = field(repr=False)

    @cached_property
    def as_script(self) -> str:
        """The lines of JavaScript, in ASCII, that give the page its words; nothing in them ends a script element."""
        values = {"LANGUAGE": self.language, "DATES": self.dates, "WORDS": self.page}
        lines = (f"const {name} = {json.dumps(value)};\n" for name, value in values.items())
        return "".join(lines).replace("<", "\\u003c")


def read_words(language: str = DEFAULT) -> PageWords:
    """Reads a file of some ten thousand bytes. Raises KeyError for a language that there is not."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = files(resources).joinpath(FOLDER, "languages", f"{language}.json").read_text(encoding="utf-8")
    found = json.loads(text)
    return PageWords(language, found["name"], found["dates"], found["page"], found["message"])

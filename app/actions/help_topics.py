"""Reads the help, a folder a language. The files are our own; tests hold them to their form."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from importlib.resources.abc import Traversable

import resources
from app.domain.help_topics import Topic, parse_topic

ENGLISH = "en"
_FOLDER, _ORDER, _ENDING = "help", "order.txt", ".md"


def read_topics(language: str = ENGLISH) -> tuple[Topic, ...]:
    """Every topic in the order of `order.txt`, in this language (`tr`, `ru`) where it has one, else in English. Reads
    files: not for an event loop."""
    folder = files(resources).joinpath(_FOLDER)
    names = folder.joinpath(_ORDER).read_text(encoding="utf-8").split()
    return tuple(_read(folder, name, language) for name in names)


def _read(folder: Traversable, name: str, language: str) -> Topic:
    own = folder.joinpath(language, name + _ENDING)
    if own.is_file():
        return parse_topic(name, own.read_text(encoding="utf-8"))
    english = folder.joinpath(ENGLISH, name + _ENDING).read_text(encoding="utf-8")
    return replace(parse_topic(name, english), in_language=False)

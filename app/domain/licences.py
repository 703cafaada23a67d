"""The licences of what the program is bundled with: one text, made when a bundle is."""

from __future__ import annotations

from dataclasses import dataclass

QT_SOURCE = (
    "https://download.qt.io/official_releases/qt/",
    "https://download.qt.io/official_releases/QtForPython/pyside6/",
)
"""Where the source text of Qt and of PySide6 is: https://doc.qt.io/qt-6/lgpl.html asks for it."""


@dataclass(frozen=True)
class Places:
    """Where the next hit of a search lies in a text."""

    start: int
    length: int


def next_hit(text: str, wanted: str, after: int) -> Places | None:
    """The next place where these words stand, whatever the case of their letters, from the beginning again at the
    end; None: nowhere."""
    looked_for = wanted.strip()
    if not looked_for:
        return None
    folded, sought = text.lower(), looked_for.lower()
    at = folded.find(sought, after)
    at = folded.find(sought) if at < 0 else at
    return None if at < 0 else Places(at, len(looked_for))

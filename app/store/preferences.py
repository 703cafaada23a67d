"""What the person prefers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, NamedTuple

from app.domain.periods import Periods
from app.store.database import Database

THEMES = ("system", "light", "dark", "contrast")
LANGUAGES = ("system", "en", "tr", "ru")


class Span(NamedTuple):
    """From and to which number a time may be, both included."""

    least: int
    most: int


TIMES = {
    "reveal_seconds": Span(5, 600),
    "clipboard_seconds": Span(5, 600),
    "keep_minutes": Span(1, 60),
    "idle_minutes": Span(1, 240),
    "rotate_after_days": Span(30, 365),
    "rotate_notice_days": Span(1, 180),
    "old_token_notice_days": Span(1, 29),
}
"""How long each time may be, in what its name says."""
CHOICES = {"theme": THEMES, "language": LANGUAGES}
"""What else may be chosen, by name."""

_WORDS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Preferences:
    """Raises ValueError where a time is out of its span in `TIMES`, or a choice is none of `CHOICES`."""

    reveal_seconds: int = 30
    """How long a token stays shown."""
    clipboard_seconds: int = 60
    """How long a copied secret stays on the clipboard."""
    theme: str = "system"
    keep_minutes: int = 5
    """What the button beside a running time adds to it."""
    idle_minutes: int = 5
    """After how long without the person secrets hide and tokens leave the memory."""
    rotate_after_days: int = 365
    """How old a token may become."""
    rotate_notice_days: int = 30
    """How long before that its rotation falls due."""
    old_token_notice_days: int = 7
    """How long before its end an old token is spoken of."""
    notifications: bool = True
    """Whether the desktop tells of what is due."""
    keep_passphrase: bool = True
    """Whether a share's passphrase is kept for 7 days unless the person says otherwise."""
    shield_captures: bool = True
    """Whether windows that show a secret are left out of screen captures, where the system can do that."""
    language: str = "system"
    """The window's, by its ISO 639-1 code."""

    @property
    def periods(self) -> Periods:
        """What the reminders go by."""
        days = (self.rotate_after_days, self.rotate_notice_days, self.old_token_notice_days)
        return Periods(*(timedelta(days=each) for each in days))

    def __post_init__(self) -> None:
        for name, span in TIMES.items():
            if not span.least <= getattr(self, name) <= span.most:
                raise ValueError(f"{name} is {span.least} to {span.most}")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"there is no such {name}")


class PreferenceTable:
    """Where they are kept, one row each; what is not kept is as it comes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Preferences:
        """All of them. One that this version does not take counts as not kept; it stays there for a version that does,
        until the person chooses another."""
        with self._database.reading() as connection:
            return preferences_from(dict(connection.execute("SELECT name, value FROM preferences").fetchall()))

    def keep(self, preferences: Preferences, before: Preferences | None = None) -> None:
        """Keep all of them; with `before`, those alone that differ, so that another program's choices stay."""
        names = [field.name for field in fields(Preferences)]
        rows = [
            (name, _written(getattr(preferences, name)))
            for name in names
            if before is None or getattr(before, name) != getattr(preferences, name)
        ]
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO preferences (name, value) VALUES (?, ?)", rows)

    def restore(self) -> None:
        """Forget them: all are as they come. What a later version keeps beside them stays."""
        with self._database.writing() as connection:
            connection.executemany(
                "DELETE FROM preferences WHERE name = ?", [(field.name,) for field in fields(Preferences)]
            )


def preferences_from(kept: Mapping[str, str]) -> Preferences:
    """Those that stand in the table's rows; what this version does not take is as it comes."""
    preferences = Preferences()
    for field in fields(Preferences):
        if field.name not in kept:
            continue
        try:
            value: Any = _read(kept[field.name], type(getattr(preferences, field.name)))
            preferences = replace(preferences, **{field.name: value})
        except ValueError:
            continue
    return preferences


def _read(text: str, kind: type) -> bool | int | str:
    """Raises ValueError."""
    if kind is bool:
        if text not in _WORDS:
            raise ValueError("a switch is yes or no")
        return _WORDS[text]
    return int(text) if kind is int else text


def _written(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

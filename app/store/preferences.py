"""What the person prefers."""

from __future__ import annotations

from dataclasses import dataclass, fields

from app.store.database import Database

SHORTEST_SECONDS, LONGEST_SECONDS = 5, 600
THEMES = ("system", "light", "dark", "contrast")
LANGUAGES = ("system", "en", "tr", "ru")


@dataclass(frozen=True)
class Preferences:
    """Raises ValueError where a time is not 5 to 600 seconds, or there is no such theme or language."""

    reveal_seconds: int = 30
    """How long a token stays shown."""
    clipboard_seconds: int = 60
    """How long a copied secret stays on the clipboard."""
    theme: str = "system"
    language: str = "system"
    """The window's, by its ISO 639-1 code."""

    def __post_init__(self) -> None:
        for seconds in (self.reveal_seconds, self.clipboard_seconds):
            if not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
                raise ValueError(f"a time is {SHORTEST_SECONDS} to {LONGEST_SECONDS} seconds")
        if self.theme not in THEMES:
            raise ValueError("there is no such theme")
        if self.language not in LANGUAGES:
            raise ValueError("there is no such language")


class PreferenceTable:
    """Where they are kept, one row each; what is not kept is as it comes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> Preferences:
        """All of them. One that this version does not take counts as not kept."""
        with self._database.reading() as connection:
            kept = dict(connection.execute("SELECT name, value FROM preferences").fetchall())
        preferences = Preferences()
        for field in fields(Preferences):
            if field.name not in kept:
                continue
            values = {each.name: getattr(preferences, each.name) for each in fields(Preferences)}
            kind = type(values[field.name])
            try:
                preferences = Preferences(**{**values, field.name: kind(kept[field.name])})
            except ValueError:
                continue
        return preferences

    def keep(self, preferences: Preferences) -> None:
        """Keeps all of them."""
        rows = [(field.name, str(getattr(preferences, field.name))) for field in fields(Preferences)]
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO preferences (name, value) VALUES (?, ?)", rows)

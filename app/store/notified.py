"""The last day on which the desktop was told what is due: once a day, for all accounts together."""

from __future__ import annotations

from datetime import date

from app.store.database import Database


class Notified:
    """The table of that one day, by the person's own calendar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_day(self) -> date | None:
        """The last one; None where there was none."""
        return next(iter(self._database.rows(date.fromisoformat, "SELECT day FROM notified")), None)

    def claim(self, day: date) -> bool:
        """Whether the caller is the first to tell on that day: it is kept as told then."""
        with self._database.writing() as connection:
            kept = connection.execute("SELECT day FROM notified").fetchone()
            if kept is not None and kept[0] == day.isoformat():
                return False
            connection.execute("INSERT OR REPLACE INTO notified (only, day) VALUES (1, ?)", (day.isoformat(),))
        return True

"""What was done with each account's tokens: when, what, with which result, and with whom. Kept for 400 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.store.columns import moment_from_text, moment_to_text, storable
from app.store.database import Database

KEPT = timedelta(days=400)
"""Longer than a year, so that one yearly rotation can be compared with the one before."""


@dataclass(frozen=True)
class HistoryEntry:
    """One thing done. `what` and `result` are words of the program, such as `copied` and `done`."""

    at: datetime
    account: AccountId
    what: str
    result: str
    token_fingerprint: str | None
    """By the vault's `fingerprint`; tells tokens apart and nothing about them."""
    with_whom: str | None


class History:
    """The table of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        account: AccountId,
        what: str,
        result: str,
        *,
        token_fingerprint: str | None = None,
        with_whom: str | None = None,
    ) -> None:
        """Adds an entry of now, and lets those go that are older than 400 days."""
        now = self._clock.now()
        whom = None if with_whom is None else storable(with_whom)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM history WHERE at < ?", (moment_to_text(now - KEPT),))
            connection.execute(
                "INSERT INTO history (at, account, what, result, token_fingerprint, with_whom) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (moment_to_text(now), account, what, result, token_fingerprint, whom),
            )

    def of(self, account: AccountId, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """An account's entries, newest first."""
        newest_first = f"{_SELECT} WHERE account = ? ORDER BY at DESC, id DESC LIMIT ?"
        return self._database.rows(_from_row, newest_first, (account, limit))

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(_from_row, _SELECT)


_SELECT = "SELECT at, account, what, result, token_fingerprint, with_whom FROM history"


def _from_row(
    at: str, account: str, what: str, result: str, token_fingerprint: str | None, with_whom: str | None
) -> HistoryEntry:
    return HistoryEntry(moment_from_text(at), AccountId(account), what, result, token_fingerprint, with_whom)

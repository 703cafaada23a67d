"""What was done with each account's tokens: when, what, with which result, and with whom. Kept for 400 days."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.domain.errors import StoreDamaged
from app.store.columns import moment_from_text, moment_to_text, storable_name
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
    number: int = field(default=0, compare=False)
    """Of its row: two entries of one moment are told apart by it."""


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
        whom = None if with_whom is None else storable_name(with_whom)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM history WHERE at < ?", (moment_to_text(now - KEPT),))
            connection.execute(_INSERT, (moment_to_text(now), account, what, result, token_fingerprint, whom))

    def add_once(self, account: AccountId, what: str, result: str, token_fingerprint: str) -> bool:
        """Adds an entry of now unless this was written of this token before; whether it was added."""
        with self._database.writing() as connection:
            said = connection.execute(_SAID, (token_fingerprint, account, what)).fetchone()
            if said is None:
                connection.execute(_INSERT, (self._text_of_now(), account, what, result, token_fingerprint, None))
        return said is None

    def keep_token(self, account: AccountId, what: str, token_fingerprint: str) -> bool:
        """Adds an entry of now where nothing at all is written of this token; whether it was added."""
        with self._database.writing() as connection:
            known = connection.execute(_KNOWN, (token_fingerprint, account)).fetchone()
            if known is None:
                connection.execute(_INSERT, (self._text_of_now(), account, what, "done", token_fingerprint, None))
        return known is None

    def of(
        self,
        account: AccountId,
        limit: int = 500,
        *,
        kinds: Collection[str] | None = None,
        before: HistoryEntry | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """An account's entries, newest first: those of these kinds (`what`; None: all), older than `before`."""
        where = ["account = ?", "at >= ?"]
        values: list[object] = [account, self._oldest()]
        if kinds is not None:
            where.append(f"what IN ({', '.join('?' * len(kinds))})")
            values += sorted(kinds)
        if before is not None:
            where.append("(at, id) < (?, ?)")
            values += [moment_to_text(before.at), before.number]
        query = f"{_SELECT} WHERE {' AND '.join(where)} ORDER BY at DESC, id DESC LIMIT ?"
        return self._database.rows(_from_row, query, (*values, limit))

    def of_token(self, token_fingerprint: str, limit: int = 500) -> tuple[HistoryEntry, ...]:
        """What was done with one token, of whatever account, newest first."""
        query = f"{_SELECT} WHERE token_fingerprint = ? AND at >= ? ORDER BY at DESC, id DESC LIMIT ?"
        return self._database.rows(_from_row, query, (token_fingerprint, self._oldest(), limit))

    def fingerprints(self, account: AccountId) -> frozenset[str]:
        """Those of all tokens that an account's entries name."""
        query = "SELECT DISTINCT token_fingerprint FROM history WHERE account = ? AND token_fingerprint IS NOT NULL"
        return frozenset(self._database.rows(str, query, (account,)))

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read. There may be many: none is made into an entry."""
        with self._database.reading() as connection:
            for at, *_others in connection.execute(_SELECT):
                if not _reads(at):
                    raise StoreDamaged

    def _oldest(self) -> str:
        return moment_to_text(self._clock.now() - KEPT)

    def _text_of_now(self) -> str:
        return moment_to_text(self._clock.now())


_SELECT = "SELECT at, account, what, result, token_fingerprint, with_whom, id FROM history"
_INSERT = "INSERT INTO history (at, account, what, result, token_fingerprint, with_whom) VALUES (?, ?, ?, ?, ?, ?)"
_KNOWN = "SELECT 1 FROM history WHERE token_fingerprint = ? AND account = ? LIMIT 1"
_SAID = "SELECT 1 FROM history WHERE token_fingerprint = ? AND account = ? AND what = ? LIMIT 1"
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00")


def _reads(at: str) -> bool:
    """As `moment_from_text`, five times as fast."""
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return False
    return _MOMENT.fullmatch(at) is not None


def _from_row(
    at: str, account: str, what: str, result: str, token_fingerprint: str | None, with_whom: str | None, number: int
) -> HistoryEntry:
    return HistoryEntry(moment_from_text(at), AccountId(account), what, result, token_fingerprint, with_whom, number)

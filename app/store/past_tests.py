"""The last runs of the connection tester for each account: their reports, which hold no secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.store.columns import moment_from_text, moment_to_text, storable
from app.store.database import Database

KEPT = 20
"""How many an account has."""


@dataclass(frozen=True)
class PastTest:
    """One run."""

    at: datetime
    report: str
    """JSON, as the tester wrote it."""


class PastTests:
    """The table of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, account: AccountId, report: str) -> None:
        """Keeps a run of now, and lets the oldest go beyond twenty."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO past_tests (account, at, report) VALUES (?, ?, ?)",
                (account, moment_to_text(self._clock.now()), storable(report)),
            )
            connection.execute(
                "DELETE FROM past_tests WHERE account = ?1 AND id NOT IN "
                "(SELECT id FROM past_tests WHERE account = ?1 ORDER BY id DESC LIMIT ?2)",
                (account, KEPT),
            )

    def of(self, account: AccountId) -> tuple[PastTest, ...]:
        """An account's runs, newest first."""
        return self._database.rows(_from_row, f"{_SELECT} WHERE account = ? ORDER BY id DESC", (account,))

    def latest(self) -> dict[AccountId, PastTest]:
        """The newest run of each account that has one."""
        rows = self._database.rows(
            lambda account, at, report: (AccountId(account), _from_row(at, report)),
            "SELECT account, at, report FROM past_tests WHERE id IN (SELECT max(id) FROM past_tests GROUP BY account)",
        )
        return dict(rows)

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(_from_row, _SELECT)


_SELECT = "SELECT at, report FROM past_tests"


def _from_row(at: str, report: str) -> PastTest:
    return PastTest(moment_from_text(at), report)

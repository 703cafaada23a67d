"""With whom each token was last shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.store.columns import moment_from_text, moment_to_text, storable_name
from app.store.database import Database


@dataclass(frozen=True)
class Share:
    """The last share of one token."""

    at: datetime
    with_whom: str
    """As the person typed it; may be empty."""
    client: str | None
    """The provisioning client's id; None where none was chosen."""


class Shares:
    """The table of them, by account and token fingerprint (the vault's `fingerprint`)."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(
        self,
        account: AccountId,
        token_fingerprint: str,
        with_whom: str,
        client: str | None,
        at: datetime | None = None,
    ) -> None:
        """Keeps a share of that moment (None: of now) as that token's last."""
        moment = moment_to_text(at or self._clock.now())
        values = (account, token_fingerprint, moment, storable_name(with_whom), client)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO shares (account, token_fingerprint, at, with_whom, client) "
                "VALUES (?, ?, ?, ?, ?)",
                values,
            )

    def last(self, account: AccountId, token_fingerprint: str) -> Share | None:
        """That token's last share; None where it was not shared from this computer."""
        query, values = f"{_SELECT} WHERE account = ? AND token_fingerprint = ?", (account, token_fingerprint)
        return next(iter(self._database.rows(_from_row, query, values)), None)

    def all(self) -> dict[tuple[AccountId, str], Share]:
        """The last share of each token, by account and fingerprint."""
        rows = self._database.rows(
            lambda account, mark, *rest: ((AccountId(account), mark), _from_row(*rest)),
            "SELECT account, token_fingerprint, at, with_whom, client FROM shares",
        )
        return dict(rows)

    def last_of_account(self, account: AccountId) -> Share | None:
        """The account's last share of whichever token: whom to propose for a new one."""
        query = f"{_SELECT} WHERE account = ? ORDER BY at DESC LIMIT 1"
        return next(iter(self._database.rows(_from_row, query, (account,))), None)

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(_from_row, _SELECT)


_SELECT = "SELECT at, with_whom, client FROM shares"


def _from_row(at: str, with_whom: str, client: str | None) -> Share:
    return Share(moment_from_text(at), with_whom, client)

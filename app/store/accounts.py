"""The accounts that this computer knows, and where each one's connection comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.accounts import Account, AccountId, Capabilities, Environment, Source
from app.store.columns import storable
from app.store.database import Database


@dataclass(frozen=True)
class KeptAccount:
    """An account, and what it takes to ask its service again. Secrets are in the vault, under the account's id."""

    account: Account
    service_url: str | None = None
    """Where its settings API is served; a practice service asks for the same port again. None: typed in by hand."""
    service_account_id: str | None = None
    """The account's id at that service."""
    person_email: str | None = None
    """Who is signed in there."""


class Accounts:
    """The table of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[KeptAccount, ...]:
        """Every one, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_SELECT} ORDER BY name, id").fetchall()
        return tuple(_from_row(row) for row in rows)

    def get(self, account: AccountId) -> KeptAccount | None:
        """One of them; None where it is not known."""
        with self._database.reading() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (account,)).fetchone()
        return None if row is None else _from_row(row)

    def keep(self, kept: KeptAccount) -> None:
        """Adds it, or replaces what was kept under its id."""
        account, can = kept.account, kept.account.capabilities
        values = (
            account.id, storable(account.name), account.environment.value, account.source.value,
            can.rotate, can.revoke_previous, can.end_present, can.uses,
            kept.service_url, kept.service_account_id, kept.person_email,
        )  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(_KEEP, values)

    def remove(self, account: AccountId) -> None:
        """Forgets it with its last known state and its past tests. What was done with it stays in the history and in
        the journal of rotations."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM accounts WHERE id = ?", (account,))
            connection.execute("DELETE FROM last_known WHERE account = ?", (account,))
            connection.execute("DELETE FROM past_tests WHERE account = ?", (account,))


_SELECT = (
    "SELECT id, name, environment, source, can_rotate, can_revoke_previous, can_end_present, can_tell_uses, "
    "service_url, service_account_id, person_email FROM accounts"
)
_KEEP = (
    "INSERT OR REPLACE INTO accounts (id, name, environment, source, can_rotate, can_revoke_previous, "
    "can_end_present, can_tell_uses, service_url, service_account_id, person_email) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _from_row(row: tuple[Any, ...]) -> KeptAccount:
    identity, name, environment, source, rotate, revoke, end, uses, url, service_account, email = row
    can = Capabilities(rotate=bool(rotate), revoke_previous=bool(revoke), end_present=bool(end), uses=bool(uses))
    account = Account(AccountId(identity), name, Environment(environment), Source(source), can)
    return KeptAccount(account, url, service_account, email)

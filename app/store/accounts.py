"""The accounts that this computer knows, and where each one's connection comes from."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

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
        """Every one, by name; not those on their way out."""
        return self._database.rows(_from_row, f"{_SELECT} {_STAYS} ORDER BY name, id")

    def get(self, account: AccountId) -> KeptAccount | None:
        """One of them; None where it is not known."""
        return next(iter(self._database.rows(_from_row, f"{_SELECT} WHERE id = ?", (account,))), None)

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(_from_row, _SELECT)

    def keep(self, kept: KeptAccount) -> None:
        """Adds it, or replaces what was kept under its id."""
        with self._database.writing() as connection:
            keep_account(connection, kept)

    def remove(self, account: AccountId) -> None:
        """Forgets it with its last known state and its past tests. What was done with it stays in the history and in
        the journal of rotations."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM accounts WHERE id = ?", (account,))
            connection.execute("DELETE FROM last_known WHERE account = ?", (account,))
            connection.execute("DELETE FROM past_tests WHERE account = ?", (account,))


def keep_account(connection: sqlite3.Connection, kept: KeptAccount) -> None:
    """Adds it, or replaces what was kept under its id, as part of a transaction."""
    account, can = kept.account, kept.account.capabilities
    values = (
        account.id, storable(account.name), account.environment.value, account.source.value,
        can.rotate, can.revoke_previous, can.end_present, can.uses,
        kept.service_url, kept.service_account_id, kept.person_email,
    )  # fmt: skip
    connection.execute(_KEEP, values)


_STAYS = "WHERE id NOT IN (SELECT account FROM removals)"
_SELECT = (
    "SELECT id, name, environment, source, can_rotate, can_revoke_previous, can_end_present, can_tell_uses, "
    "service_url, service_account_id, person_email FROM accounts"
)
_KEEP = (
    "INSERT OR REPLACE INTO accounts (id, name, environment, source, can_rotate, can_revoke_previous, "
    "can_end_present, can_tell_uses, service_url, service_account_id, person_email) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _from_row(
    identity: str, name: str, environment: str, source: str,
    rotate: int, revoke: int, end: int, uses: int,
    url: str | None, service_account: str | None, email: str | None,
) -> KeptAccount:  # fmt: skip
    if not _ID.fullmatch(identity):
        raise ValueError("an account's id is safe as a file name")
    can = Capabilities(rotate=bool(rotate), revoke_previous=bool(revoke), end_present=bool(end), uses=bool(uses))
    account = Account(AccountId(identity), name, Environment(environment), Source(source), can)
    return KeptAccount(account, url, service_account, email)

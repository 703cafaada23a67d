"""The accounts typed in by hand, their twins, and those on their way out. Their tokens are in the vault."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from app.domain.accounts import AccountId
from app.domain.errors import NameTaken
from app.domain.typed import TypedDetails
from app.store.accounts import KeptAccount, keep_account
from app.store.columns import moment_from_text, moment_to_text, storable
from app.store.database import Database, read_rows

_TABLES_OF_AN_ACCOUNT = (
    "accounts",
    "last_known",
    "past_tests",
    "typed_accounts",
    "guided_rotations",
    "handovers",
    "token_checks",
    "leaked_tokens",
    "removals",
)


class TypedAccounts:
    """The tables of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, account: AccountId) -> TypedDetails | None:
        """What is kept of one; None where it is not known."""
        return next(iter(self._database.rows(_details, f"{_SELECT} WHERE account = ?", (account,))), None)

    def all(self) -> dict[AccountId, TypedDetails]:
        """Every one, also those on their way out."""
        rows = self._database.rows(lambda account, *rest: (AccountId(account), _details(*rest)), _SELECT_ALL)
        return dict(rows)

    def announce(self, account: AccountId, now: datetime) -> None:
        """Before anything of a new account is in the vault: what a crash leaves there is forgotten at the next start.
        Until `keep`, the account counts as on its way out."""
        self.begin_removal(account, now)

    def keep(self, kept: KeptAccount, details: TypedDetails) -> None:
        """Keeps the account with its details, in one step; it is not on its way out any more. Raises NameTaken where
        another one of the environment has that name."""
        page = None if details.settings_page is None else storable(details.settings_page)
        values = (kept.account.id, storable(details.endpoint), page, moment_to_text(details.added_at))
        with self._database.writing() as connection:
            _check_name(connection, kept)
            keep_account(connection, kept)
            connection.execute(
                "INSERT OR REPLACE INTO typed_accounts (account, endpoint, settings_page, added_at) "
                "VALUES (?, ?, ?, ?)",
                values,
            )
            connection.execute("DELETE FROM removals WHERE account = ?", (kept.account.id,))

    def begin_removal(self, account: AccountId, now: datetime) -> None:
        """From now on it is on its way out: not listed, and forgotten at the next start at the latest."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO removals (account, at) VALUES (?, ?)", (account, moment_to_text(now))
            )

    def undo_removal(self, account: AccountId) -> None:
        """It stays after all. Raises NameTaken where another one has got its name meanwhile."""
        with self._database.writing() as connection:
            kept = read_rows(connection, _name_and_environment, f"{_NAMES} WHERE id = ?", (account,))
            for name, environment in kept:
                _check(connection, account, name, environment)
            connection.execute("DELETE FROM removals WHERE account = ?", (account,))

    def on_their_way_out(self) -> tuple[AccountId, ...]:
        """Those to be forgotten: their tokens first, then `forget`."""
        return self._database.rows(AccountId, "SELECT account FROM removals ORDER BY at")

    def forget(self, account: AccountId) -> None:
        """Everything but its history and its journal."""
        with self._database.writing() as connection:
            for table in _TABLES_OF_AN_ACCOUNT:
                column = "id" if table == "accounts" else "account"
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (account,))  # noqa: S608  names of ours
            connection.execute("DELETE FROM twins WHERE ? IN (qa, production)", (account,))

    def twins(self) -> dict[AccountId, AccountId]:
        """The production account of each QA account that is marked as its twin."""
        rows = self._database.rows(_pair, "SELECT qa, production FROM twins")
        return dict(rows)

    def mark_twin(self, qa: AccountId, production: AccountId | None) -> None:
        """Marks a QA account as the twin of a production account; None: of none. A production account has one twin."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM twins WHERE qa = ? OR production = ?", (qa, production))
            if production is not None:
                connection.execute("INSERT INTO twins (qa, production) VALUES (?, ?)", (qa, production))

    def forget_twins(self, account: AccountId) -> None:
        """It is nobody's twin any more, and has none."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM twins WHERE ? IN (qa, production)", (account,))

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self.all()
        self._database.rows(lambda _, at: moment_from_text(at), "SELECT account, at FROM removals")
        self.twins()


_COLUMNS = "endpoint, settings_page, added_at"
_SELECT = f"SELECT {_COLUMNS} FROM typed_accounts"  # noqa: S608  names of ours
_SELECT_ALL = f"SELECT account, {_COLUMNS} FROM typed_accounts"  # noqa: S608  names of ours
_NAMES = "SELECT name, environment FROM accounts"


def _details(endpoint: str, settings_page: str | None, added_at: str) -> TypedDetails:
    return TypedDetails(endpoint, settings_page, moment_from_text(added_at))


def _pair(qa: str, production: str) -> tuple[AccountId, AccountId]:
    return AccountId(qa), AccountId(production)


def _name_and_environment(name: str, environment: str) -> tuple[str, str]:
    return name, environment


def _check_name(connection: sqlite3.Connection, kept: KeptAccount) -> None:
    _check(connection, kept.account.id, storable(kept.account.name), kept.account.environment.value)


def _check(connection: sqlite3.Connection, account: AccountId, name: str, environment: str) -> None:
    """Raises NameTaken where another account typed in by hand, and not on its way out, has that name there."""
    others = connection.execute(
        "SELECT name FROM accounts WHERE source = 'typed' AND environment = ? AND id <> ? "
        "AND id NOT IN (SELECT account FROM removals)",
        (environment, account),
    ).fetchall()
    if any(other.casefold() == name.casefold() for (other,) in others):
        raise NameTaken

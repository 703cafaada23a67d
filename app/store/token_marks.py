"""What is known of single tokens, by account and by the vault's fingerprint: tried, leaked, handed over."""

from __future__ import annotations

from datetime import datetime

from app.domain.accounts import AccountId
from app.domain.typed import CheckOutcome, Handover, TokenCheck
from app.store.columns import moment_from_text, moment_to_text, storable_name
from app.store.database import Database

_THERE = "WHERE account = ? AND token_fingerprint = ?"


class TokenMarks:
    """The tables of them. Each has one row a token at most."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last_check(self, account: AccountId, fingerprint: str) -> TokenCheck | None:
        """When it was last tried, and what came of it; None where it never was."""
        query = f"SELECT at, outcome FROM token_checks {_THERE}"  # noqa: S608  names of ours
        return next(iter(self._database.rows(_check, query, (account, fingerprint))), None)

    def keep_check(self, account: AccountId, fingerprint: str, check: TokenCheck) -> None:
        """Keeps the last try."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO token_checks (account, token_fingerprint, at, outcome) VALUES (?, ?, ?, ?)",
                (account, fingerprint, moment_to_text(check.at), check.outcome.value),
            )

    def forget_checks(self, account: AccountId) -> None:
        """Its tokens are sent to another address from now on: what was said at the one before counts no more."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM token_checks WHERE account = ?", (account,))

    def leaked_at(self, account: AccountId, fingerprint: str) -> datetime | None:
        """When the person said that it has leaked; None where they did not."""
        query = f"SELECT at FROM leaked_tokens {_THERE}"  # noqa: S608  names of ours
        return next(iter(self._database.rows(moment_from_text, query, (account, fingerprint))), None)

    def keep_leaked(self, account: AccountId, fingerprint: str, at: datetime) -> None:
        """Keeps that it has leaked."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO leaked_tokens (account, token_fingerprint, at) VALUES (?, ?, ?)",
                (account, fingerprint, moment_to_text(at)),
            )

    def handover(self, account: AccountId, fingerprint: str) -> Handover | None:
        """Who said that the provisioning client uses this token; None where nobody did."""
        query = f"SELECT at, confirmed_by FROM handovers {_THERE}"  # noqa: S608  names of ours
        return next(iter(self._database.rows(_handover, query, (account, fingerprint))), None)

    def keep_handover(self, account: AccountId, fingerprint: str, handover: Handover | None) -> None:
        """Keeps it; None takes it back."""
        with self._database.writing() as connection:
            connection.execute(f"DELETE FROM handovers {_THERE}", (account, fingerprint))  # noqa: S608  names of ours
            if handover is not None:
                connection.execute(
                    "INSERT INTO handovers (account, token_fingerprint, at, confirmed_by) VALUES (?, ?, ?, ?)",
                    (account, fingerprint, moment_to_text(handover.at), storable_name(handover.confirmed_by)),
                )

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(_check, "SELECT at, outcome FROM token_checks")
        self._database.rows(moment_from_text, "SELECT at FROM leaked_tokens")
        self._database.rows(_handover, "SELECT at, confirmed_by FROM handovers")


def _check(at: str, outcome: str) -> TokenCheck:
    return TokenCheck(moment_from_text(at), CheckOutcome(outcome))


def _handover(at: str, confirmed_by: str) -> Handover:
    return Handover(moment_from_text(at), confirmed_by)

"""Accounts, their people, and the sessions of those who are signed in."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from app.service import tables
from app.service.moments import DAY
from app.service.storage_key import fingerprint

SESSION_LIFE = 30 * DAY
"""Milliseconds that somebody stays signed in."""
_OWNER = "account_owner"


class NoSuchPerson(Exception):  # noqa: N818  says what is the matter
    """There is no such account, or nobody of that address in it. `code` is for programs."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class AccountPerson:
    """Somebody of an account."""

    name: str
    email: str
    roles: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "email": self.email, "roles": list(self.roles)}


@dataclass(frozen=True)
class SignedIn:
    """Whose session a request came with."""

    account: str
    account_name: str
    environment: str
    practice: bool
    person: AccountPerson

    @property
    def is_owner(self) -> bool:
        return _OWNER in self.person.roles


def list_accounts(connection: Connection) -> list[dict[str, object]]:
    """All accounts and their people, as `session --list` prints them."""
    accounts = connection.execute(select(tables.account).order_by(tables.account.c.position)).all()
    return [
        {
            "id": account.id,
            "name": account.name,
            "environment": account.environment,
            "people": [person.as_json() for person in _people(connection, account.id)],
        }
        for account in accounts
    ]


def begin_session(connection: Connection, account: str, email: str, now: int) -> str:
    """Sign a person in: `rss_` and 43 characters (256 bits), kept as SHA-256, for 30 days. Raises NoSuchPerson."""
    if account not in connection.execute(select(tables.account.c.id)).scalars().all():
        raise NoSuchPerson("no_such_account")
    who = next((one for one in _people(connection, account) if one.email.casefold() == email.casefold()), None)
    if who is None:
        raise NoSuchPerson("no_such_person")
    connection.execute(delete(tables.session).where(tables.session.c.expires_at <= now))
    value = f"rss_{secrets.token_urlsafe(32)}"
    values = {"fingerprint": fingerprint(value), "account_id": account, "email": who.email}
    connection.execute(insert(tables.session).values(values).values(created_at=now, expires_at=now + SESSION_LIFE))
    return value


def who_is(connection: Connection, session: str, now: int) -> SignedIn | None:
    """Whose session that is; None for one that has ended and for anything else."""
    account, person, kept = tables.account, tables.person, tables.session
    query = (
        select(account.c.id, account.c.name, account.c.environment, account.c.practice)
        .add_columns(person.c.name.label("person"), person.c.email, person.c.roles)
        .join(kept, kept.c.account_id == account.c.id)
        .join(person, (person.c.account_id == kept.c.account_id) & (person.c.email == kept.c.email))
        .where(kept.c.fingerprint == fingerprint(session), kept.c.expires_at > now)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    who = AccountPerson(row.person, row.email, tuple(json.loads(row.roles)))
    return SignedIn(row.id, row.name, row.environment, row.practice, who)


def _people(connection: Connection, account: str) -> list[AccountPerson]:
    query = select(tables.person).where(tables.person.c.account_id == account).order_by(tables.person.c.position)
    return [AccountPerson(row.name, row.email, tuple(json.loads(row.roles))) for row in connection.execute(query)]

"""An account's SCIM tokens: the present one, and the old one that still works for a while."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select, update

from app.service.database import StorageFailed
from app.service.storage_key import NotSealedHere, StorageKey, fingerprint
from app.service.tables import token as tokens


class TokenUnreadable(Exception):  # noqa: N818  says what is the matter
    """The token's kept value was changed. It still works, for its fingerprint is there; it can be shown to nobody."""


@dataclass(frozen=True)
class KeptToken:
    """One token without its value. Moments are milliseconds (see moments.py)."""

    id: str
    account: str
    created_at: int
    ends_at: int | None
    forgotten: bool = False
    """It was ended by somebody, or its end was seen: no clock that is set back makes it valid again."""

    def valid(self, now: int) -> bool:
        """Exactly while now < ends_at; the present token has no end."""
        return not self.forgotten and (self.ends_at is None or now < self.ends_at)


def add_token(connection: Connection, key: StorageKey, account: str, now: int) -> str:
    """Make the account's present token, 64 lower-case hexadecimal digits from the operating system's random source (256
    bits), and give back its id. There must be no present one any more."""
    token_id, value = f"tok_{secrets.token_hex(8)}", secrets.token_hex(32)
    connection.execute(
        insert(tokens).values(
            id=token_id,
            account_id=account,
            fingerprint=fingerprint(value),
            sealed=key.seal(value, account=account, token=token_id),
            created_at=now,
        )
    )
    return token_id


def present_token(connection: Connection, account: str) -> KeptToken:
    """Every account has one. Raises StorageFailed where it does not."""
    query = select(tokens).where(tokens.c.account_id == account, tokens.c.ends_at.is_(None))
    row = connection.execute(query).first()
    if row is None:
        raise StorageFailed
    return _kept(row)


def previous_token(connection: Connection, account: str, now: int) -> KeptToken | None:
    """The old token, while it is valid."""
    query = select(tokens).where(tokens.c.account_id == account, tokens.c.ends_at > now, tokens.c.sealed.is_not(None))
    row = connection.execute(query.order_by(tokens.c.ends_at.desc()).limit(1)).first()
    return None if row is None else _kept(row)


def token_of_value(connection: Connection, value: str) -> KeptToken | None:
    """The token whose value this is, valid or ended."""
    row = connection.execute(select(tokens).where(tokens.c.fingerprint == fingerprint(value))).first()
    return None if row is None else _kept(row)


def value_of(connection: Connection, key: StorageKey, token: KeptToken) -> str:
    """The token itself. Raises TokenUnreadable where it cannot be read any more, StorageFailed."""
    sealed = connection.execute(select(tokens.c.sealed).where(tokens.c.id == token.id)).scalar()
    if sealed is None:
        raise TokenUnreadable
    try:
        return key.unseal(bytes(sealed), account=token.account, token=token.id)
    except NotSealedHere:
        raise TokenUnreadable from None


def end_at(connection: Connection, token: KeptToken, moment: int) -> None:
    """The token becomes the old one, which ends at that moment."""
    connection.execute(update(tokens).where(tokens.c.id == token.id).values(ends_at=moment))


def end_now(connection: Connection, token: KeptToken, now: int) -> None:
    """The token is invalid from now on, and its value is forgotten; its fingerprint stays, to tell refused uses."""
    connection.execute(update(tokens).where(tokens.c.id == token.id).values(ends_at=now, sealed=None))


def forget_value(connection: Connection, token: KeptToken) -> None:
    """The end of this token was seen: whatever the clock says later, it stays ended."""
    if not token.forgotten:
        connection.execute(update(tokens).where(tokens.c.id == token.id).values(sealed=None))


def forget_ended_values(connection: Connection, account: str, now: int) -> None:
    """Forget the values of tokens that have ended by themselves."""
    ended = (tokens.c.account_id == account) & (tokens.c.ends_at <= now)
    connection.execute(update(tokens).where(ended, tokens.c.sealed.is_not(None)).values(sealed=None))


def _kept(row: Row[tuple[object, ...]]) -> KeptToken:
    return KeptToken(row.id, row.account_id, row.created_at, row.ends_at, row.sealed is None)

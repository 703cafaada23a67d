"""Tokens, accounts and views for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.actions.connections import AccountView
from app.domain.accounts import (
    Account,
    AccountId,
    Capabilities,
    Environment,
    ScimSection,
    Source,
    TokenRecord,
    TokenUse,
)
from app.domain.tokens import AccessToken

TEXT = "3f9a" * 15 + "b3ad"
TOKEN = AccessToken(TEXT)
OLD_TEXT = "77c0" * 15 + "0d1e"
OLD_TOKEN = AccessToken(OLD_TEXT)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ENDPOINT = "http://127.0.0.1:8123/scim/v2"
ALL = Capabilities(rotate=True, revoke_previous=True, end_present=True, uses=True)


class MovedClock:
    """A clock that stands where a test puts it."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at
        self._set_by = timedelta(0)

    def set_by(self, step: timedelta) -> None:
        """Somebody sets the computer's clock: no time has passed."""
        self.at += step
        self._set_by += step

    def now(self) -> datetime:
        return self.at

    def elapsed(self) -> float:
        return (self.at - self._set_by - NOW).total_seconds()


def account(name: str = "Widget Data Center", *, source: Source = Source.PRACTICE, can: Capabilities = ALL) -> Account:
    identity = "".join(c if c.isalnum() else "-" for c in name.lower())[:64]
    return Account(AccountId(identity), name, Environment.PRODUCTION, source, can)


def view(
    name: str = "Widget Data Center",
    *,
    endpoint: str = ENDPOINT,
    token: AccessToken | None = TOKEN,
    token_id: str = "tok_1",
    old_ends_in: timedelta | None = None,
    offset: timedelta = timedelta(0),
    source: Source = Source.PRACTICE,
) -> AccountView:
    """An account whose token is ten days old; with `old_ends_in`, an old token that ends then by the service."""
    old = None
    if old_ends_in is not None:
        use = TokenUse("Okta/1", NOW - timedelta(days=3), NOW - timedelta(hours=2), 7)
        old = TokenRecord("tok_0", OLD_TOKEN, NOW - timedelta(days=200), (use,), NOW + offset + old_ends_in)
    section = ScimSection(endpoint, TokenRecord(token_id, token, NOW - timedelta(days=10)), old)
    return AccountView(account(name, source=source), section=section, clock_offset=offset, seen_at=NOW + offset)

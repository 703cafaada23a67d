"""Accounts of R-Service as the window knows them, and what their SCIM section holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NewType

from app.domain.badges import PRACTICE, PRODUCTION, QA
from app.domain.tokens import AccessToken

AccountId = NewType("AccountId", str)
"""Names one account on this computer; safe as a file name (letters, digits, `-` and `_`, 64 at most)."""


class Environment(Enum):
    """Which of R-Service's two worlds an account lives in. QA is set up first, then production."""

    PRODUCTION = "production"
    QA = "qa"


class Source(Enum):
    """Where an account's connection comes from."""

    PRACTICE = "practice"
    """The R-Service that this program runs on this computer."""
    SETTINGS_API = "settings_api"
    """An R-Service that serves the settings API elsewhere."""
    TYPED = "typed"
    """Endpoint and token typed in by hand."""


@dataclass(frozen=True)
class Capabilities:
    """What an account's source can do; what it cannot is not shown."""

    rotate: bool = False
    revoke_previous: bool = False
    end_present: bool = False
    uses: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody of an account. Roles are the settings API's words; `account_owner` may read and rotate the token."""

    name: str
    email: str
    roles: tuple[str, ...] = ()

    @property
    def is_owner(self) -> bool:
        return "account_owner" in self.roles


@dataclass(frozen=True)
class Account:
    """One account, without any secret."""

    id: AccountId
    name: str
    environment: Environment
    source: Source
    capabilities: Capabilities = field(default_factory=Capabilities)

    @property
    def practice(self) -> bool:
        """Whether this is a pretend account, for exercise."""
        return self.source is Source.PRACTICE

    @property
    def badge(self) -> str:
        """The word that stands beside the account's name wherever that stands."""
        if self.practice:
            return PRACTICE
        return QA if self.environment is Environment.QA else PRODUCTION


@dataclass(frozen=True)
class TokenUse:
    """Uses of one token by one User-Agent (its own words: not to be trusted, and shown as plain text)."""

    user_agent: str
    first_at: datetime
    last_at: datetime
    count: int


@dataclass(frozen=True)
class TokenRecord:
    """One token of an account. `value` is None where it was not asked for (watching fetches no secrets)."""

    id: str
    value: AccessToken | None
    created_at: datetime | None
    """By the service's clock; None where it was typed in by hand and nobody knows its age."""
    uses: tuple[TokenUse, ...] = ()
    expires_at: datetime | None = None
    """When it ends, by the service's clock: set for the old token alone. Valid exactly while now < expires_at."""


@dataclass(frozen=True)
class ScimSection:
    """Settings › Apps › SCIM of one account."""

    endpoint: str
    token: TokenRecord
    previous_token: TokenRecord | None = None

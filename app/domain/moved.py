"""What one encrypted file takes to another computer: accounts typed in by hand, with all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from app.domain.accounts import AccountId, Environment
from app.domain.errors import Problem
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedRotation, Handover, TokenCheck


@dataclass(frozen=True)
class MovedShare:
    """With whom a token was last shared."""

    at: datetime
    with_whom: str
    client: str | None = None


@dataclass(frozen=True)
class MovedToken:
    """One token, and what is known of it. Moments are UTC."""

    value: AccessToken
    known_since: datetime
    made_at: datetime | None = None
    shared: MovedShare | None = None
    handover: Handover | None = None
    check: TokenCheck | None = None
    leaked_at: datetime | None = None


@dataclass(frozen=True)
class MovedAccount:
    """One account."""

    id: AccountId
    name: str
    environment: Environment
    endpoint: str
    settings_page: str | None
    added_at: datetime
    token: MovedToken
    old_token: MovedToken | None = None
    old_ends_at: datetime | None = None
    pasted: AccessToken | None = None
    """Pasted in a rotation by guidance, and not taken yet."""
    guided: GuidedRotation | None = None
    twin_of: AccountId | None = None
    """The production account whose twin this QA account is."""


@dataclass(frozen=True)
class MovedFile:
    """All that is in a file."""

    made_at: datetime
    accounts: tuple[MovedAccount, ...]
    unusable: tuple[str, ...] = field(default=())
    """Names of accounts that stand in it and cannot be used, as plain text."""


class Standing(Enum):
    """How an account of the file stands to those on this computer."""

    NEW = "new"
    SAME = "same"
    """It is here already, with the same tokens."""
    DIFFERS = "differs"
    """One of its name is here, with another token or endpoint."""


class Choice(Enum):
    """What is to become of an account that differs. The text stands in the window."""

    KEEP = tr("Keep the one here")
    REPLACE = tr("Replace it with the one from the file")
    BESIDE = tr("Add it under another name")


class NotAMove(Problem):
    """It opens, and holds something else."""

    code = "move.other_kind"
    happened = tr("This file opens, and it does not hold the accounts of another computer.")
    means = tr("Nothing on this computer has changed.")
    next_step = tr("Choose the file that Move to another computer… wrote.")


class IsAShare(NotAMove):
    code = "move.is_share"
    happened = tr("This is a share of one account, not a file with the accounts of another computer.")
    next_step = tr("Choose the file that Move to another computer… wrote. To look into a share, choose Open a share….")


class MoveTooNew(Problem):
    code = "move.too_new"
    happened = tr("A newer SCIM Connection wrote this file.")
    means = tr("This older one would not understand all of it, so nothing was taken from it.")
    next_step = tr("Update SCIM Connection on this computer, then try again.")


class NothingToMove(Problem):
    code = "move.nothing"
    happened = tr("There is no account here that could be moved.")
    means = tr("Only accounts that you added yourself are moved: pretend ones stay where they are.")
    next_step = tr("Add an account first, or open this on the computer that has your accounts.")

"""What is known of one account at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.accounts import Account, Person, ScimSection
from app.domain.errors import Problem
from app.domain.rotation import Rotation
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedRotation, Handover, TokenCheck, TypedDetails


@dataclass(frozen=True)
class AccountView:
    """What the window shows of one account."""

    account: Account
    person: Person | None = None
    """Who is signed in; None until the service has said so."""
    section: ScimSection | None = None
    """What stands in R-Service now; with a `problem`, what was last known. None where nothing is, or may be, known."""
    clock_offset: timedelta = timedelta(0)
    """Service minus computer: what a countdown is to be counted with."""
    seen_at: datetime | None = None
    """When the service told the section, by its clock; None where it is only remembered, without its uses."""
    old_token_ended_at: datetime | None = None
    """When the old token's time was over, once the service agrees; told until the window closes or the token is
    rotated."""
    problem: Problem | None = None
    """Why it could not be opened or looked at again; None where all is well."""
    not_shown: tuple[Rotation, ...] = ()
    """Rotations that an earlier run did not come to show: tell of them, then call `mark_shown`."""
    typed: TypedState | None = None
    """What is known of an account typed in by hand; None for the others."""
    put_away: bool = False
    """Whether the tokens were taken out of memory: the vault has them."""


@dataclass(frozen=True)
class TypedState:
    """What is known of an account typed in by hand, beside its section. Its source can tell nothing."""

    details: TypedDetails
    token_known_since: datetime
    """When this computer first had the present token, UTC."""
    guided: GuidedRotation | None = None
    """The rotation by guidance that is under way."""
    pasted: AccessToken | None = None
    """A new token that was pasted in it, and has not been taken yet."""
    present_check: TokenCheck | None = None
    """When the present token was last tried."""
    old_check: TokenCheck | None = None
    """When the old token was last tried."""
    handover: Handover | None = None
    """Who said that the provisioning client uses the present token."""
    old_leaked_at: datetime | None = None
    """When the person said that the old token has leaked; None where they did not."""

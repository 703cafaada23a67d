"""Accounts typed in by hand: what is known of them, and how far a rotation by guidance has come.

R-Service publishes no settings API. Its owner types endpoint and token in, and presses Rotate in R-Service's own
settings; the program only guides, and keeps what it was given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum


class GuidedKind(Enum):
    """Why the token is rotated."""

    PLANNED = "planned"
    LEAKED = "leaked"
    """Somebody else may have it. R-Service publishes no way to end a token at once: the old one lives on."""


class GuidedStep(Enum):
    """What the person does next. Written down before the step is shown, so that it survives closing the window."""

    CHECK = "check"
    """Compare the last four digits with R-Service's own settings page."""
    PRESS = "press"
    """Press Rotate SCIM token there. From here on nobody but the person knows whether that was done."""
    PASTE = "paste"
    """Paste the new token. It is in the vault before it is tried."""
    CONFIRM = "confirm"
    """The new token is in the vault and may be taken; from which day the old one's 30 days run is asked. With the
    answer it becomes the present one, in one write."""


@dataclass(frozen=True)
class GuidedRotation:
    """One account's rotation by guidance, as far as it has come. It holds no secret."""

    kind: GuidedKind
    step: GuidedStep
    began_at: datetime
    """By this computer's clock, UTC."""
    pressed_at: datetime | None = None
    """When the person went to press Rotate in R-Service; None before that, and where it was rotated elsewhere. By this
    computer's clock, UTC."""

    def at_step(self, step: GuidedStep, now: datetime) -> GuidedRotation:
        """The same one at another step. `pressed_at` stays what it was once it is known."""
        went = now if step is GuidedStep.PRESS and self.pressed_at is None else self.pressed_at
        return replace(self, step=step, pressed_at=went)

    @property
    def elsewhere(self) -> bool:
        """Whether the token was rotated without this guide, and only the new one is brought here."""
        return self.pressed_at is None and self.step in (GuidedStep.PASTE, GuidedStep.CONFIRM)

    @property
    def takes_nothing_along(self) -> bool:
        """Whether leaving it here is the same as not having begun: nothing was pressed, and nothing brought."""
        return self.step is GuidedStep.CHECK or self.elsewhere


class CheckOutcome(Enum):
    """What one look at a token said."""

    WORKS = "works"
    REFUSED = "refused"
    """The service answered 401: it does not take this token (any more)."""
    UNKNOWN = "unknown"
    """No answer, or none that says anything about the token."""


@dataclass(frozen=True)
class TokenCheck:
    """When a token was last tried, and what came of it."""

    at: datetime
    """By this computer's clock, UTC."""
    outcome: CheckOutcome


@dataclass(frozen=True)
class Handover:
    """Somebody has said that the provisioning client uses the new token."""

    at: datetime
    """By this computer's clock, UTC."""
    confirmed_by: str
    """As the person typed it; may be empty: they saw it themselves."""


@dataclass(frozen=True)
class TypedDetails:
    """What an account typed in by hand has beside its tokens."""

    endpoint: str
    settings_page: str | None
    """The https address of R-Service's own settings page, where the person gave it."""
    added_at: datetime
    """By this computer's clock, UTC."""

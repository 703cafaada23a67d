"""A rotation of one account's token, step by step, so that none of its steps can lose the token.

Each state is written down before the next step begins. Whatever ends the program between two of them, the next start
goes on from the state that was written down: it repeats the same request, which the service answers without rotating
twice (it knows the key).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from app.domain.accounts import AccountId


class RotationKind(Enum):
    """What is to happen to the tokens there are."""

    PLANNED = "planned"
    """The present token becomes the old one and lives for 30 more days. Refused while another old token lives."""
    REPLACE_PREVIOUS = "replace_previous"
    """As planned, and an old token that still lives ends now."""
    LEAKED = "leaked"
    """The present token and an old one end in the same instant."""


class RotationState(Enum):
    """How far a rotation has come."""

    ASKED = "asked"
    """The request may have reached the service. Its outcome is not known."""
    ANSWERED = "answered"
    """The service has rotated. The new token may not be in the vault yet."""
    STORED = "stored"
    """The new token is in the vault, and has been read back from there."""
    SHOWN = "shown"
    """The person has seen it, and has yet to hand it over to whoever provisions."""
    HANDED_OVER = "handed_over"
    """It was shared. The old token still works."""
    OLD_ENDED = "old_ended"
    """The service agrees that the old token has ended, by its time or by somebody's hand. Nothing is left to do."""
    REFUSED = "refused"
    """Nothing comes of this request any more, so it is never repeated: the service did not rotate for it, or it did and
    says that it can no longer read the token that it made."""


_NEXT: dict[RotationState, frozenset[RotationState]] = {
    # Repeating a request is a step from ASKED to ASKED, and a fresh answer one from ANSWERED to ANSWERED: neither is
    # written down, so neither stands here.
    RotationState.ASKED: frozenset({RotationState.ANSWERED, RotationState.REFUSED}),
    # REFUSED after an answer: the service has lost its database since, or its record of the token was damaged.
    RotationState.ANSWERED: frozenset({RotationState.STORED, RotationState.REFUSED}),
    RotationState.STORED: frozenset({RotationState.SHOWN}),
    # An old token may end before anybody has been given the new one.
    RotationState.SHOWN: frozenset({RotationState.HANDED_OVER, RotationState.OLD_ENDED}),
    RotationState.HANDED_OVER: frozenset({RotationState.OLD_ENDED}),
    RotationState.OLD_ENDED: frozenset(),
    RotationState.REFUSED: frozenset(),
}


FINISHED = frozenset(state for state, after in _NEXT.items() if not after)
"""The states from which nothing leads on."""


class WrongStep(Exception):  # noqa: N818  says what it is; a mistake of ours, never shown to a person
    """A rotation was to take a step that its state does not allow."""


@dataclass(frozen=True)
class RotationPlan:
    """What the person decided, against which token."""

    kind: RotationKind
    present_token_id: str
    """The token that was on the screen when the person decided. The service refuses where another one is present."""

    @property
    def end_present_now(self) -> bool:
        return self.kind is RotationKind.LEAKED

    @property
    def replace_previous(self) -> bool:
        return self.kind is RotationKind.REPLACE_PREVIOUS


@dataclass(frozen=True)
class Rotation:
    """One entry of the journal. It holds no secret."""

    key: str
    """The `Idempotency-Key`, a UUID: made and kept before the request leaves."""
    account: AccountId
    plan: RotationPlan
    asked_at: datetime
    """By this computer's clock, UTC."""
    state: RotationState = RotationState.ASKED
    new_token_id: str | None = None
    """The present token as the answer named it; None until there is one."""

    @property
    def must_be_repeated(self) -> bool:
        """Whether the new token may exist without being in the vault: only the same request brings it."""
        return self.state in (RotationState.ASKED, RotationState.ANSWERED)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do or to wait for."""
        return self.state in FINISHED

    def answered(self, new_token_id: str) -> Rotation:
        """The service has answered; on a repeated request this may be said again, with what stands now."""
        if self.state is RotationState.ANSWERED:
            return replace(self, new_token_id=new_token_id)
        return replace(self._step(RotationState.ANSWERED), new_token_id=new_token_id)

    def stored(self) -> Rotation:
        """The vault has given the new token back."""
        return self._step(RotationState.STORED)

    def shown(self) -> Rotation:
        """The page has painted it."""
        return self._step(RotationState.SHOWN)

    def handed_over(self) -> Rotation:
        """Somebody has been given it. Whoever gives it on has seen it."""
        seen = self.shown() if self.state is RotationState.STORED else self
        return seen._step(RotationState.HANDED_OVER)

    def old_ended(self) -> Rotation:
        """The service has shown its section without the old token."""
        return self._step(RotationState.OLD_ENDED)

    def refused(self) -> Rotation:
        """The service has said, beyond doubt, that nothing comes of this request."""
        return self._step(RotationState.REFUSED)

    def _step(self, state: RotationState) -> Rotation:
        if state not in _NEXT[self.state]:
            raise WrongStep(f"{self.state.value} -> {state.value}")
        return replace(self, state=state)

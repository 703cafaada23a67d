"""When to ask the service about an old token now, instead of at the next look that is due anyway."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.accounts import TokenRecord
from app.domain.clock import Clock

_SET = 2.0
"""Seconds by which a clock that nobody sets does not run away from the time that has passed, between two ticks."""
_SOON = timedelta(seconds=10)
_PAUSE = 2.0
"""Seconds between two questions at zero, for the first `_SOON`; later the usual looks have to do."""


class LookingNow:
    """Told of every tick of a countdown."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None
        self._asked_for = ""
        self._asked_at = 0.0

    def is_due(self, old: TokenRecord, service_now: datetime) -> bool:
        """Whether this computer's clock was set, so that the countdown is wrong until the service has been asked; or
        the token's time is over, and the service has yet to say that it has ended (its clock may be behind ours)."""
        assert old.expires_at is not None
        elapsed = self._clock.elapsed()
        before, self._ahead = self._ahead, self._clock.now().timestamp() - elapsed
        if before is not None and abs(self._ahead - before) > _SET:
            return True
        over = service_now - old.expires_at
        if over < timedelta(0):
            return False
        if self._asked_for == old.id and (over > _SOON or elapsed - self._asked_at < _PAUSE):
            return False
        self._asked_for, self._asked_at = old.id, elapsed
        return True

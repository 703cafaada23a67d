"""How long before something is due people are told of it: as it comes, and as they prefer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.domain.phrases import ROTATE_AFTER

ROTATION_NOTICE = timedelta(days=30)
"""How long before a token's year has passed its rotation falls due."""
OLD_TOKEN_NOTICES = (timedelta(days=7), timedelta(days=3), timedelta(days=1))
"""How long before its end an old token is spoken of, farthest first."""


@dataclass(frozen=True)
class Periods:
    """What the person prefers of these times."""

    rotate_after: timedelta = ROTATE_AFTER
    """How old a token may become."""
    rotation_notice: timedelta = ROTATION_NOTICE
    old_token_notice: timedelta = OLD_TOKEN_NOTICES[0]
    """How long before its end an old token falls due."""

    @property
    def old_token_notices(self) -> tuple[timedelta, ...]:
        """As `OLD_TOKEN_NOTICES`, beginning with the preferred one."""
        later = tuple(each for each in OLD_TOKEN_NOTICES if each < self.old_token_notice)
        return (self.old_token_notice, *later)


AS_IT_COMES = Periods()

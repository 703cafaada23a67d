"""What comes of trying tokens. Apart from what tries them, so that it is there before an HTTP library is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.typed import CheckOutcome


@dataclass(frozen=True)
class Tried:
    """What came of trying one token."""

    outcome: CheckOutcome
    why: str = ""
    """Where it is unknown: why, as a whole sentence."""
    base: str | None = None
    """The base URL that served, where one did."""
    seen: frozenset[int] = frozenset()
    """Stands for the users and groups that it showed; empty where there are none."""


class Same(Enum):
    """Whether two tokens open the same account."""

    YES = "yes"
    NO = "no"
    """Neither of two looks, one after the other, showed anybody in common."""
    EMPTY = "empty"
    """Neither token shows any user or group, so they cannot be told apart."""
    UNKNOWN = "unknown"
    """One of them could not be looked at."""


@dataclass(frozen=True)
class Compared:
    """What came of trying a new token beside an old one."""

    new: Tried
    old: Tried
    same: Same

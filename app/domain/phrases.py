"""Sentences about tokens and their ages, for the screen and the command line alike."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.accounts import TokenRecord
from app.domain.switching import latest_client_use
from app.domain.user_agents import NO_NAMES, ClientNames

ROTATE_AFTER = timedelta(days=365)


def ago(then: datetime, now: datetime) -> str:
    """How long ago, rounded down: `just now`, `4 minutes ago`, `2 days ago`. A moment to come counts as now."""
    seconds = int((now - then).total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{number_of(seconds // size, unit)} ago"
    return "just now"


def number_of(number: int, unit: str) -> str:
    """`1 day`, `3 days`."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def span(seconds: int) -> str:
    """A time that runs: `59 s`, `5 min 28 s`."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def age_of(created_at: datetime | None, now: datetime) -> str:
    """When a token was made, as a sentence; None: nobody knows."""
    if created_at is None:
        return "You do not know when it was last rotated."
    days = (now - created_at).days
    if days < 1:
        return "Rotated today."
    return "Rotated yesterday." if days == 1 else f"Rotated {days} days ago."


def token_uses(record: TokenRecord, now: datetime, names: ClientNames = NO_NAMES) -> str:
    """Age and last use of the present token."""
    use = latest_client_use(record)
    if use is None:
        return f"{age_of(record.created_at, now)} No provisioning client has used it yet."
    return f"{age_of(record.created_at, now)} Last used {ago(use.last_at, now)} by {names.caller(use.user_agent)}."

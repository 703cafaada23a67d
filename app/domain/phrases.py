"""Sentences about tokens and their ages, for the screen and the command line alike."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.accounts import TokenRecord
from app.domain.switching import latest_client_use
from app.domain.text import Text, counted, tr
from app.domain.user_agents import NO_NAMES, ClientNames

ROTATE_AFTER = timedelta(days=365)


def ago(then: datetime, now: datetime) -> Text:
    """How long ago, rounded down: `just now`, `4 minutes ago`, `2 days ago`. A moment to come counts as now."""
    seconds = int((now - then).total_seconds())
    if seconds >= 86_400:
        return counted("{n} day ago", "{n} days ago", seconds // 86_400)
    if seconds >= 3_600:
        return counted("{n} hour ago", "{n} hours ago", seconds // 3_600)
    if seconds >= 60:
        return counted("{n} minute ago", "{n} minutes ago", seconds // 60)
    return tr("just now")


def span(seconds: int) -> Text:
    """A time that runs: `59 s`, `5 min 28 s`."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return tr("{seconds} s", seconds=rest)
    return tr("{minutes} min {seconds} s", minutes=minutes, seconds=f"{rest:02d}")


def age_of(created_at: datetime | None, now: datetime) -> str:
    """When a token was made, as a sentence; None: nobody knows."""
    if created_at is None:
        return tr("You do not know when it was last rotated.")
    days = (now - created_at).days
    if days < 1:
        return tr("Rotated today.")
    return tr("Rotated yesterday.") if days == 1 else counted("Rotated {n} day ago.", "Rotated {n} days ago.", days)


def token_uses(record: TokenRecord, now: datetime, names: ClientNames = NO_NAMES) -> str:
    """Age and last use of the present token."""
    use = latest_client_use(record)
    if use is None:
        return tr("{age_of} No provisioning client has used it yet.", age_of=age_of(record.created_at, now))
    return tr(
        "{age_of} Last used {ago} by {caller}.",
        age_of=age_of(record.created_at, now),
        ago=ago(use.last_at, now),
        caller=names.caller(use.user_agent),
    )

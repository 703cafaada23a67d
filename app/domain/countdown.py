"""How long the old token has left, in words and as a share of its thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.text import Text, counted, tr

OVERLAP = timedelta(days=30)
"""How long the old token stays valid after a rotation: 2,592,000 seconds, to the second."""


def remaining(expires_at: datetime, service_now: datetime) -> timedelta:
    """What is left, never below zero. Both moments are the service's."""
    return max(expires_at - service_now, timedelta(0))


def in_words(left: timedelta) -> str:
    """The countdown's words, rounded down: `29 days 23 hours left`, `59 minutes left`, `ended`."""
    seconds = int(left.total_seconds())
    if left <= timedelta(0):
        return tr("ended")
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    if days:
        return tr("{days} {hours} left", days=days_of(days), hours=hours_of(hours))
    if hours:
        return tr("{hours} {minutes} left", hours=hours_of(hours), minutes=minutes_of(minutes))
    if minutes:
        return tr("{time} left", time=minutes_of(minutes))
    return tr("less than a minute left")


def per_mille(left: timedelta, whole: timedelta = OVERLAP) -> int:
    """What is left of the whole, in thousandths, for a progress bar."""
    return max(0, min(1000, round(left / whole * 1000)))


def days_of(number: int) -> Text:
    """`1 day`, `3 days`."""
    return counted("{n} day", "{n} days", number)


def hours_of(number: int) -> Text:
    """`1 hour`, `3 hours`."""
    return counted("{n} hour", "{n} hours", number)


def minutes_of(number: int) -> Text:
    """`1 minute`, `3 minutes`."""
    return counted("{n} minute", "{n} minutes", number)

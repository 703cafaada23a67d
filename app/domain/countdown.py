"""How long the old token has left, in words and as a share of its thirty days."""

from __future__ import annotations

from datetime import datetime, timedelta

OVERLAP = timedelta(days=30)
"""How long the old token stays valid after a rotation: 2,592,000 seconds, to the second."""


def remaining(expires_at: datetime, service_now: datetime) -> timedelta:
    """What is left, never below zero. Both moments are the service's."""
    return max(expires_at - service_now, timedelta(0))


def in_words(left: timedelta) -> str:
    """The countdown's words, rounded down: `29 days 23 hours left`, `59 minutes left`, `ended`."""
    seconds = int(left.total_seconds())
    if left <= timedelta(0):
        return "ended"
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    if days:
        return f"{_count(days, 'day')} {_count(hours, 'hour')} left"
    if hours:
        return f"{_count(hours, 'hour')} {_count(minutes, 'minute')} left"
    if minutes:
        return f"{_count(minutes, 'minute')} left"
    return "less than a minute left"


def per_mille(left: timedelta, whole: timedelta = OVERLAP) -> int:
    """What is left of the whole, in thousandths, for a progress bar."""
    return max(0, min(1000, round(left / whole * 1000)))


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"

"""How far the service's clock is from this computer's, learnt from the `Date` of its answers (RFC 9110 §6.6.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_DATE_IS_OLDER_BY = timedelta(seconds=2)
"""A `Date` tells whole seconds, and servers renew it once a second: the true time may be up to this much later."""

_YEARS = range(2000, 2200)
"""Dates outside are garbage; those inside can be added and subtracted without leaving what datetime can hold."""


class ServiceClock:
    """Holds the offset (service minus computer).

    An answer tells the offset only to within an interval (rounding, and the time that it was on its way). The offset is
    moved no further than needed to lie in it, so that a countdown does not jitter, and is exactly zero where service
    and computer share one clock.
    """

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def learn(self, date: str | None, sent_at: datetime, received_at: datetime) -> None:
        """Take in one answer's `Date`, with this computer's time before and after the exchange. Garbage is ignored."""
        said = _read(date)
        if said is None or received_at < sent_at:  # the computer's clock was set back meanwhile
            return
        lowest, highest = said - received_at, said + _DATE_IS_OLDER_BY - sent_at
        self.offset = min(max(self.offset, lowest), highest)


def _read(date: str | None) -> datetime | None:
    if date is None:
        return None
    from email.utils import parsedate_to_datetime

    try:
        said = parsedate_to_datetime(date)
        # "-0000" gives a naive moment, which is UTC all the same (RFC 5322 §3.3).
        said = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return said if said.year in _YEARS else None

"""Time comes from a clock that is passed in, never from the system directly: tests move it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present moment, with UTC as its time zone."""

    def elapsed(self) -> float:
        """Seconds since some fixed moment; never jumps, and goes on while the computer is suspended where the system
        can tell (Linux's CLOCK_BOOTTIME)."""


class SystemClock:
    """This computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        return time.monotonic() if boottime is None else time.clock_gettime(boottime)


def service_time(clock: Clock, offset: timedelta) -> datetime:
    """The service's time, from this computer's and the offset (service minus computer) last seen in a `Date` header."""
    return clock.now() + offset

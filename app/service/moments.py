"""Moments as the service keeps them: whole milliseconds since 1970 in UTC, so that what it says is what it compares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

DAY = 86_400_000
"""Milliseconds of a day."""
HOUR = 3_600_000
"""Milliseconds of an hour."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds, rounded down: for a limit in whole milliseconds, `now < limit` holds exactly when it does for
    the moment itself."""
    return (moment - _EPOCH) // _MILLISECOND


def rfc3339(moment: int) -> str:
    """RFC 3339, UTC, with milliseconds: `2026-11-24T08:30:00.000Z`."""
    return (_EPOCH + moment * _MILLISECOND).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def http_date(moment: datetime) -> str:
    """The value of a `Date` header (RFC 9110 §5.6.7), whole seconds, rounded down."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def file_date(moment: datetime) -> str:
    """A moment as part of a file's name, without characters that a file system refuses."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

"""When the service agrees that an old token has ended: it shows the section without it, and its time was over."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.accounts import ScimSection

_SLACK = timedelta(seconds=5)
"""The service's moment is known to within two seconds of its `Date`, and the answer was on its way for some time."""


def seen_to_end(
    before: ScimSection | None, seen: ScimSection, service_now: datetime, told: datetime | None
) -> datetime | None:
    """When the old token ended by its time, by the sections as they were seen before and now; None where it did not.
    `told` is what was found of the section seen before. One that somebody ended early is none."""
    if before is None or before.token.id != seen.token.id or seen.previous_token is not None:
        return None
    if before.previous_token is None:
        return told
    ends = before.previous_token.expires_at
    return ends if ends is not None and ends <= service_now + _SLACK else None

"""An old token has ended once the service says so and its time was over: not before, and not by somebody's hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.actions.old_token_ends import seen_to_end
from app.domain.accounts import ScimSection, TokenRecord

END = datetime(2026, 12, 25, 8, 30, tzinfo=UTC)
PRESENT = TokenRecord("tok_2", None, END - timedelta(days=30))
OLD = TokenRecord("tok_1", None, END - timedelta(days=300), expires_at=END)
LIVES = ScimSection("http://127.0.0.1:1/scim/v2", PRESENT, OLD)
GONE = replace(LIVES, previous_token=None)
ANOTHER = replace(GONE, token=replace(PRESENT, id="tok_3"))


@pytest.mark.parametrize(
    ("before", "seen", "late", "told", "ended"),
    [
        (LIVES, GONE, timedelta(0), None, END),
        (LIVES, GONE, timedelta(seconds=-2), None, END),  # the service's clock is known to within seconds
        (LIVES, GONE, timedelta(days=9), None, END),
        (LIVES, GONE, timedelta(minutes=-1), None, None),  # somebody ended it early
        (LIVES, LIVES, timedelta(hours=1), None, None),  # the service does not agree
        (LIVES, ANOTHER, timedelta(hours=1), None, None),  # it was rotated since
        (GONE, GONE, timedelta(hours=1), END, END),
        (GONE, GONE, timedelta(hours=1), None, None),
        (GONE, LIVES, timedelta(hours=1), END, None),
        (GONE, ANOTHER, timedelta(hours=1), END, None),
        (None, GONE, timedelta(hours=1), None, None),
    ],
)
def test_it_is_said_to_have_ended(
    before: ScimSection | None, seen: ScimSection, late: timedelta, told: datetime | None, ended: datetime | None
) -> None:
    assert seen_to_end(before, seen, END + late, told) == ended

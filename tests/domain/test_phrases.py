"""Sentences about tokens and their ages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import TokenRecord, TokenUse
from app.domain.phrases import age_of, ago, span, token_uses
from app.domain.user_agents import ClientNames

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OURS = "scim-connection/0.1.0"


def use(agent: str, before: timedelta) -> TokenUse:
    return TokenUse(agent, NOW - timedelta(days=50), NOW - before, 3)


def record(*uses: TokenUse, age: timedelta = timedelta(days=3)) -> TokenRecord:
    return TokenRecord("tok_1", None, NOW - age, uses)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=-1), "just now"),
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=2, hours=23), "2 days ago"),
    ],
)
def test_ago(before: timedelta, words: str) -> None:
    assert ago(NOW - before, NOW) == words


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=4000)))
def test_ago_is_rounded_down(before: timedelta) -> None:
    found = re.fullmatch(r"(\d+) (minute|hour|day)(s?) ago", ago(NOW - before, NOW))
    assert found is not None
    unit = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}[found[2]]
    assert int(found[1]) == before // unit
    assert (found[3] == "s") is (found[1] != "1")


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 s"), (59, "59 s"), (60, "1 min 00 s"), (328, "5 min 28 s"), (3600, "60 min 00 s")]
)
def test_times_that_run(seconds: int, words: str) -> None:
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(0), "Rotated today."),
        (timedelta(hours=23), "Rotated today."),
        (timedelta(days=-1), "Rotated today."),
        (timedelta(days=1), "Rotated yesterday."),
        (timedelta(days=2), "Rotated 2 days ago."),
    ],
)
def test_age(age: timedelta, words: str) -> None:
    assert age_of(NOW - age, NOW) == words


def test_uses_of_the_present_token() -> None:
    assert token_uses(record(use(OURS, timedelta(0))), NOW) == (
        "Rotated 3 days ago. No provisioning client has used it yet."
    )
    assert token_uses(record(use("Okta/1", timedelta(minutes=4))), NOW) == (
        "Rotated 3 days ago. Last used 4 minutes ago by a client that calls itself “Okta/1”."
    )
    names = ClientNames({"Okta": "Okta"})
    assert token_uses(record(use("Okta/1", timedelta(minutes=4))), NOW, names) == (
        "Rotated 3 days ago. Last used 4 minutes ago by Okta."
    )

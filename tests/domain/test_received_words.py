"""What is said of a received share: its maker's claim, its age, and what to beware of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.accounts import Environment
from app.domain.endpoints import read_endpoint
from app.domain.received_share import OLD_AFTER, ReceivedShare
from app.domain.received_words import CALL_FIRST, EXERCISE, cautions, when_made, who_made
from app.domain.tokens import AccessToken

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)


def share(endpoint: str = "https://api.r-service.tech/scim/v2", **changed: object) -> ReceivedShare:
    made = ReceivedShare(
        endpoint=read_endpoint(endpoint),
        token=AccessToken("5d" * 32),
        account_name="Widget",
        environment=Environment.PRODUCTION,
        practice=False,
        made_at=NOW - timedelta(hours=3),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # a dict of many types


def test_a_usual_share_needs_the_call_alone() -> None:
    assert cautions(share(), NOW) == ()


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("http://api.r-service.tech/scim/v2", ["http://"]),
        ("http://127.0.0.1:8000/scim/v2", ["means the computer that it is used on"]),
        ("https://[::1]/scim/v2", ["means the computer that it is used on"]),
        ("https://localhost/scim/v2", ["means the computer that it is used on"]),
        ("https://10.1.2.3/scim/v2", ["own network"]),
        ("https://[fe80::1]/scim/v2", ["own network"]),
        ("https://intranet/scim/v2", ["own network"]),
        ("http://scim.corp.internal/scim/v2", ["http://", "own network"]),
        ("https://93.184.216.34/scim/v2", ["is a number"]),
        ("https://xn--r-srvice-d1a.example/scim/v2", ["not from A to Z"]),
        ("https://qa.r-service.example/scim/v2", ["It says Production, and", "test account"]),
    ],
)
def test_odd_addresses_are_warned_of(endpoint: str, said: list[str]) -> None:
    found = cautions(share(endpoint), NOW)
    assert len({sentence for sentence in found for word in said if word in sentence}) == len(found)
    assert all(any(word in sentence for sentence in found) for word in said)


def test_an_exercise_says_so_first() -> None:
    assert cautions(share("http://127.0.0.1/scim/v2", practice=True), NOW)[0] == EXERCISE


def test_the_age() -> None:
    assert when_made(share(), NOW, "today") == "Made 3 hours ago, on today."
    assert "still to come" in when_made(share(made_at=NOW + timedelta(hours=2)), NOW, "tomorrow")
    assert cautions(share(made_at=NOW - OLD_AFTER), NOW)[0].startswith("It is so old")
    assert cautions(share(warn_after=NOW - timedelta(seconds=1)), NOW) != ()
    assert cautions(share(warn_after=NOW + timedelta(days=1), made_at=NOW - OLD_AFTER), NOW) == ()


def test_who_made_it_is_a_claim_in_quotes() -> None:
    assert who_made(share()) == "The share does not say who made it."
    told = who_made(share(made_by="Jane\u202e\n<b>", for_whom="Kim"))
    assert told == "“Jane\\u202e\\x0a<b>” says to have made this share for “Kim”."
    assert "{" not in CALL_FIRST

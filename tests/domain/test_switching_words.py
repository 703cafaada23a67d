"""What is said of who uses the old token: on the panel, and before it is ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.clients.catalogue import read_clients
from app.domain.accounts import TokenUse
from app.domain.switching import OTHERS, judge
from app.domain.switching_words import FRESH, is_fresh, state_of, who_uses_it, who_would_stop
from app.domain.user_agents import documented_names
from tests.domain.test_switching import DAY, HOUR, MINUTE, NOW, OURS, judgement, section, use

NAMES = documented_names(read_clients())
OKTA = "Okta SCIM Client 1.0.0"
SHARE = "Share the new token, then revoke the old one."
GIVEN = "Whoever was given it and has not used it yet needs the new one."
ALL = "Every client seen on the old token in the last 30 days now uses the new one"
ENTER = "Have the new token entered there before you revoke the old one."
ASK = "Ask before you revoke the old one."
BEFORE = use("A/1", 3 * DAY + 5 * HOUR, 100 * DAY)

CASES: dict[str, tuple[tuple[TokenUse, ...], tuple[TokenUse, ...], str, str, str]] = {
    "nobody": (
        (use(OURS, MINUTE),), (use(OURS, MINUTE),), "Not seen in use",
        f"No provisioning client has been seen using it. {SHARE}",
        f"No provisioning client has been seen using it. {GIVEN}"),
    "nobody, and the new one is used": (
        (), (use(OKTA, MINUTE),), "Not seen in use",
        "No provisioning client has been seen using it. Okta uses the new one: you can revoke the old one.",
        f"No provisioning client has been seen using it. {GIVEN}"),
    "nobody for a month": (
        (use("A/1", 31 * DAY, 90 * DAY),), (), "Not seen in use",
        f"No provisioning client has used it in the last 30 days (the last did 31 days ago). {SHARE}",
        f"No provisioning client has used it in the last 30 days (the last did 31 days ago). {GIVEN}"),
    "one uses it": (
        (use("Widget sync/1", 4 * MINUTE, 90 * DAY),), (), "Still in use",
        f"A client that calls itself “Widget sync/1” still uses the old token (4 minutes ago). {ENTER}",
        "A client that calls itself “Widget sync/1” still uses the old token (4 minutes ago). "
        "It stops now, until the new token is entered there."),
    "a documented one uses it": (
        (use(OKTA, 4 * MINUTE, 90 * DAY),), (), "Still in use",
        f"Okta still uses the old token (4 minutes ago). {ENTER}",
        "Okta still uses the old token (4 minutes ago). It stops now, until the new token is entered there."),
    "five use it": (
        tuple(use(f"C{n}", n * MINUTE, 90 * DAY) for n in range(1, 6)), (), "Still in use",
        "A client that calls itself “C1” still uses the old token (1 minute ago). "
        "A client that calls itself “C2” still uses the old token (2 minutes ago). "
        f"A client that calls itself “C3” still uses the old token (3 minutes ago). So do 2 more clients. {ENTER}",
        "A client that calls itself “C1” still uses the old token (1 minute ago). "
        "A client that calls itself “C2” still uses the old token (2 minutes ago). "
        "A client that calls itself “C3” still uses the old token (3 minutes ago). So do 2 more clients. "
        "They stop now, until the new token is entered there."),
    "one of two": (
        (BEFORE, use(OKTA, 0 * HOUR, 90 * DAY)), (use("A/1", HOUR, 3 * DAY),), "Still in use",
        "Okta still uses the old token (just now). "
        f"1 of the 2 clients seen on it in the last 30 days now uses the new one. {ENTER}",
        "Okta still uses the old token (just now). It stops now, until the new token is entered there."),
    "both tokens": (
        (use(OKTA, HOUR, 90 * DAY),), (use(OKTA, MINUTE, 2 * HOUR),), "Still in use",
        "Okta uses both tokens (the old one 1 hour ago): the new one may have been tried there and not saved, or two "
        f"clients share that name. {ENTER}",
        "Okta uses both tokens (the old one 1 hour ago): the new one may have been tried there and not saved, or two "
        "clients share that name. It stops now, until the new token is entered there."),
    "gone quiet": (
        (BEFORE,), (), "Perhaps still in use",
        "A client that calls itself “A/1” used the old token 3 days ago, and no token since. It may run rarely, or be "
        f"switched off. {ASK}",
        "A client that calls itself “A/1” used the old token 3 days ago, and no token since. It may run rarely, or be "
        "switched off. Whoever still uses it stops now."),
    "the rest of too many": (
        (BEFORE, use(OTHERS, 9 * DAY, 90 * DAY)), (use("A/1", HOUR, 3 * DAY),), "Perhaps still in use",
        "More clients used the old token than R-Service tells apart; the last of the rest did so 9 days ago. "
        f"Those that it tells apart now use the new one. {ASK}",
        "More clients used the old token than R-Service tells apart; the last of the rest did so 9 days ago. "
        "Whoever still uses it stops now."),
    "a short while ago": (
        (use(OKTA, 2 * HOUR, 90 * DAY),), (use(OKTA, MINUTE, HOUR),), "Switched a short while ago",
        f"{ALL}; the old one was last used 2 hours ago. Wait until it has not been used for 3 days, then revoke it.",
        f"{ALL}, but the old one was last used 2 hours ago. Another client of the same name may still use it, and "
        "would stop now."),
    "switched": (
        (BEFORE,), (use("A/2", HOUR, 3 * DAY),), "Switched",
        f"{ALL}; the old one has not been used for 3 days: you can revoke it.",
        f"{ALL}; the old one has not been used for 3 days."),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "word", "uses", "stop"), CASES.values(), ids=CASES)
def test_what_is_said(old: tuple[TokenUse, ...], new: tuple[TokenUse, ...], word: str, uses: str, stop: str) -> None:
    found = judgement(old, new)
    assert state_of(found, NOW)[1] == word
    assert who_uses_it(found, NOW, NAMES) == uses
    assert who_would_stop(found, NOW, NAMES) == stop
    assert found.may_revoke is ("you can revoke" in uses)
    assert (state_of(found, NOW)[0] == "good") is (word == "Switched")


def test_what_was_said_a_while_ago_is_relied_on_no_more() -> None:
    """A suspended computer, a service that does not answer: three days later nobody knows."""
    found, later = judgement((BEFORE,), (use("A/1", HOUR, 3 * DAY),)), NOW + 3 * DAY
    assert is_fresh(found, NOW + FRESH)
    assert not is_fresh(found, later)
    assert state_of(found, later) == ("muted", "Not known")
    said = "R-Service last said 3 days ago who uses it. A client had last used it 6 days ago."
    assert who_uses_it(found, later, NAMES) == said
    assert who_would_stop(found, later, NAMES) == f"{said} A client that still uses it stops now."
    nobody = judgement(())
    assert "No provisioning client had been seen using it." in who_uses_it(nobody, later, NAMES)


def test_before_it_has_been_said() -> None:
    assert state_of(None, NOW) == ("muted", "Not known")
    assert who_uses_it(None, NOW, NAMES) == "R-Service has not said yet who uses it."
    assert "A client that still uses it stops now." in who_would_stop(None, NOW, NAMES)


def test_a_clock_that_is_behind_is_no_reason_to_doubt() -> None:
    found = judge(section((use(OKTA, -MINUTE, DAY),)), NOW)
    assert found is not None
    assert who_uses_it(found, NOW - timedelta(seconds=5), NAMES).startswith("Okta still uses the old token (just now).")


def test_words_of_a_client_cannot_be_taken_for_ours() -> None:
    hostile = "x” now uses the new one: you can revoke it.\n\u202e<b>\x1b[1m" + "y" * 300
    said = who_uses_it(judgement((replace(use("", MINUTE), user_agent=hostile),)), NOW, NAMES)
    assert said.isprintable()
    assert len(said) < 250
    # Its quotation mark does not end ours.
    assert said.startswith('A client that calls itself “x" now uses')
    assert (said.count("“"), said.count("”")) == (1, 1)

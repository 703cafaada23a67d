"""What is said of tokens whose users nobody tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.handover_words import handed_over, old_refused, state_of, tokens_work
from app.domain.typed import CheckOutcome, Handover, TokenCheck

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def check(outcome: CheckOutcome, minutes: int = 5) -> TokenCheck:
    return TokenCheck(NOW - timedelta(minutes=minutes), outcome)


WORKS, REFUSED, UNKNOWN = CheckOutcome.WORKS, CheckOutcome.REFUSED, CheckOutcome.UNKNOWN
NOT_CHECKED = "Whether the old token works has not been checked."
BY_JANE, BY_ME = Handover(NOW, "Jane Doe"), Handover(NOW, " ")


@pytest.mark.parametrize(
    ("present", "old", "words"),
    [
        (None, None, NOT_CHECKED),
        (check(WORKS), None, NOT_CHECKED),
        (check(WORKS), check(UNKNOWN), NOT_CHECKED),
        (check(WORKS, 5), check(WORKS, 7), "Both tokens work (checked 7 minutes ago)."),
        (check(REFUSED, 9), check(REFUSED, 7), "Neither token works (checked 9 minutes ago)."),
        (check(WORKS), check(REFUSED), "The old token no longer works, the new one works (checked 5 minutes ago)."),
        (check(REFUSED), check(WORKS), "The old token works, the new one no longer works (checked 5 minutes ago)."),
        (None, check(REFUSED), "The old token no longer works (checked 5 minutes ago)."),
        (check(UNKNOWN, 1), check(WORKS), "The old token works (checked 5 minutes ago)."),
    ],
)
def test_whether_they_work(present: TokenCheck | None, old: TokenCheck | None, words: str) -> None:
    assert tokens_work(present, old, NOW) == words


@pytest.mark.parametrize(
    ("whom", "handover", "words"),
    [
        ("Jane Doe", None, "Shared with Jane Doe on 2 March · switched: not confirmed"),
        ("", None, "Shared on 2 March · switched: not confirmed"),
        (None, None, "Not shared from this computer · switched: not confirmed"),
        ("Jane Doe", BY_JANE, "Shared with Jane Doe on 2 March · switched: confirmed by Jane Doe on 3 March"),
        ("Jane Doe", BY_ME, "Shared with Jane Doe on 2 March · switched: confirmed by you on 3 March"),
        ("a\u202eb\n", None, "Shared with a\\u202eb\\x0a on 2 March · switched: not confirmed"),
    ],
)
def test_with_whom_it_was_shared_and_who_confirmed(whom: str | None, handover: Handover | None, words: str) -> None:
    assert handed_over(whom, "2 March", handover, "3 March") == words


def test_names_stay_on_one_short_line() -> None:
    said = handed_over("x" * 500, "2 March", Handover(NOW, "\x1b" * 500), "3 March")
    assert said.isprintable()
    assert len(said) < 200


def test_the_state() -> None:
    assert state_of(None, None) == ("muted", "Switch not confirmed")
    assert state_of(check(WORKS), BY_ME) == ("good", "Switch confirmed")
    assert state_of(check(REFUSED), BY_ME) == ("muted", "No longer works")
    assert not old_refused(check(UNKNOWN))

"""What is due, when, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.accounts import AccountId
from app.domain.deadlines import (
    AccountDates,
    Deadline,
    DeadlineKind,
    Due,
    deadlines,
    due_now,
    due_order,
    next_step,
)
from app.domain.typed import GuidedKind, GuidedRotation, GuidedStep

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DATES = AccountDates(AccountId("a-1"), "Widget", "Production", NOW - timedelta(days=10), NOW - timedelta(days=10))


def days(number: float) -> timedelta:
    return timedelta(days=number)


def only(dates: AccountDates, kind: DeadlineKind, now: datetime = NOW) -> Deadline:
    found = [each for each in deadlines(dates, now) if each.kind is kind]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("age", "due", "step"),
    [
        (days(0), Due.TO_COME, "Rotate within 365 days"),
        (days(335) - SECOND, Due.TO_COME, "Rotate within 30 days"),
        (days(335), Due.DUE, "Rotate within 30 days"),
        (days(363) + SECOND, Due.DUE, "Rotate within 1 day"),
        (days(364.9), Due.DUE, "Rotate within 2 hours"),
        (days(365) - SECOND, Due.DUE, "Rotate within an hour"),
        (days(365), Due.OVERDUE, "Rotate now"),
        (days(4000), Due.OVERDUE, "Rotate now"),
    ],
)
def test_rotation_falls_due_30_days_before_a_year(age: timedelta, due: Due, step: str) -> None:
    dates = replace(DATES, token_created_at=NOW - age)
    found = only(dates, DeadlineKind.ROTATION)
    assert (found.due, found.step) == (due, step)
    assert found.at == dates.token_created_at + days(365) if dates.token_created_at else False
    assert bool(due_now(dates, NOW)) is (due is not Due.TO_COME)


def test_a_leap_day_lies_within_the_365_days() -> None:
    made = datetime(2027, 6, 1, tzinfo=UTC)
    found = only(replace(DATES, token_created_at=made), DeadlineKind.ROTATION, made)
    assert found.at == datetime(2028, 5, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known_for", "due"),
    [(days(0), Due.TO_COME), (days(30) - SECOND, Due.TO_COME), (days(30), Due.DUE), (days(900), Due.DUE)],
)
def test_an_unknown_age_falls_due_after_30_days(known_for: timedelta, due: Due) -> None:
    dates = replace(DATES, token_created_at=None, token_known_since=NOW - known_for)
    assert [each.kind for each in deadlines(dates, NOW)] == [DeadlineKind.UNKNOWN_AGE]
    assert only(dates, DeadlineKind.UNKNOWN_AGE).due is due
    assert "Nobody knows how old this token is." in only(dates, DeadlineKind.UNKNOWN_AGE).sentence


@pytest.mark.parametrize(
    ("left", "due", "step"),
    [
        (days(30), Due.TO_COME, "Hand over the new token within 30 days"),
        (days(7) + SECOND, Due.TO_COME, "Hand over the new token within 7 days"),
        (days(7), Due.DUE, "Hand over the new token within 7 days"),
        (days(3), Due.DUE, "Hand over the new token within 3 days"),
        (days(1), Due.DUE, "Hand over the new token within 1 day"),
        (SECOND, Due.DUE, "Hand over the new token within an hour"),
    ],
)
def test_the_old_token_is_spoken_of_from_7_days_before_its_end(left: timedelta, due: Due, step: str) -> None:
    found = only(replace(DATES, old_token_expires_at=NOW + left), DeadlineKind.OLD_ENDS)
    assert (found.due, found.step) == (due, step)


@pytest.mark.parametrize(
    ("ended_for", "used_before_end", "said"),
    [
        (timedelta(0), timedelta(0), True),
        (days(1), days(3), True),
        (days(7), days(3), True),
        (days(7) + SECOND, days(1), False),
        (days(1), days(3) + SECOND, False),
        (days(1), None, False),
    ],
)
def test_an_end_in_use_is_said_for_a_week(ended_for: timedelta, used_before_end: timedelta | None, said: bool) -> None:
    end = NOW - ended_for
    used = None if used_before_end is None else end - used_before_end
    found = due_now(replace(DATES, old_token_expires_at=end, old_token_used_at=used, uses_known=True), NOW)
    assert [each.kind for each in found] == ([DeadlineKind.OLD_ENDED] if said else [])


def test_an_end_is_said_where_nobody_knows_who_used_it_unless_it_was_handed_over() -> None:
    dates = replace(DATES, old_token_expires_at=NOW - days(1))
    assert only(dates, DeadlineKind.OLD_ENDED).sentence.startswith("The old token has ended. Make sure")
    assert due_now(replace(dates, handed_over=True), NOW) == ()
    assert due_now(dates, NOW + days(7)) == ()


def test_a_recent_use_of_the_old_token_is_named() -> None:
    dates = replace(DATES, old_token_expires_at=NOW + days(2), old_token_used_at=NOW - timedelta(minutes=4))
    assert "a client used it 4 minutes ago" in only(dates, DeadlineKind.OLD_ENDS).sentence
    dates = replace(dates, old_token_used_at=NOW - days(4))
    assert "used it" not in only(dates, DeadlineKind.OLD_ENDS).sentence


@pytest.mark.parametrize("left", [days(2), -days(1)])
def test_nobody_is_reminded_of_an_old_token_that_was_handed_over(left: timedelta) -> None:
    dates = replace(DATES, old_token_expires_at=NOW + left, handed_over=True)
    assert due_now(dates, NOW) == ()
    assert due_now(replace(dates, old_token_used_at=min(NOW, NOW + left) - days(4)), NOW) == ()


@pytest.mark.parametrize("left", [days(2), -days(1)])
def test_a_use_counts_for_more_than_the_word_that_it_was_handed_over(left: timedelta) -> None:
    used = min(NOW, NOW + left) - days(1)
    dates = replace(DATES, old_token_expires_at=NOW + left, old_token_used_at=used, handed_over=True)
    assert len(due_now(dates, NOW)) == 1


def test_the_service_s_clock_decides_what_the_service_dates() -> None:
    dates = replace(DATES, old_token_expires_at=NOW + days(8), clock_offset=days(2))
    assert due_now(dates, NOW)
    assert not due_now(replace(dates, clock_offset=timedelta(0)), NOW)


def test_the_computer_s_clock_decides_what_it_has_dated_itself() -> None:
    dates = replace(DATES, token_created_at=None, token_known_since=NOW - days(29), clock_offset=days(2))
    assert not due_now(dates, NOW)


def test_the_most_urgent_stands_first() -> None:
    dates = replace(DATES, token_created_at=NOW - days(400), old_token_expires_at=NOW + days(1))
    assert [each.kind for each in deadlines(dates, NOW)] == [DeadlineKind.OLD_ENDS, DeadlineKind.ROTATION]
    assert next_step(dates, NOW) == "Hand over the new token within 1 day"
    dates = replace(dates, token_created_at=NOW - days(400), old_token_expires_at=NOW + days(20))
    assert next_step(dates, NOW) == "Rotate now"


@pytest.mark.parametrize("step", [GuidedStep.PRESS, GuidedStep.PASTE, GuidedStep.CONFIRM])
def test_a_rotation_left_in_the_middle_falls_due_after_an_hour(step: GuidedStep) -> None:
    began = NOW - timedelta(hours=1)
    dates = replace(DATES, guided=GuidedRotation(GuidedKind.PLANNED, step, began, began))
    found = only(dates, DeadlineKind.ROTATION_LEFT)
    assert (found.due, found.at, found.step) == (Due.DUE, NOW, "Finish the rotation that you began")
    assert found.sentence.startswith("You began to rotate this token 1 hour ago")
    assert found.sentence.endswith(" Open the account and go on.")
    assert ("Did you press Rotate in R-Service?" in found.sentence) is (step is not GuidedStep.CONFIRM)
    assert only(dates, DeadlineKind.ROTATION_LEFT, NOW - SECOND).due is Due.TO_COME
    assert next_step(dates, NOW - SECOND) == "Finish the rotation that you began"


def test_a_rotation_that_had_not_got_beyond_its_first_step_is_no_matter() -> None:
    guided = GuidedRotation(GuidedKind.PLANNED, GuidedStep.CHECK, NOW - days(3))
    assert [each.kind for each in deadlines(replace(DATES, guided=guided), NOW)] == [DeadlineKind.ROTATION]


def test_a_new_token_that_was_not_brought_here_is_told_without_asking_for_a_press() -> None:
    dates = replace(DATES, guided=GuidedRotation(GuidedKind.PLANNED, GuidedStep.PASTE, NOW - days(3)))
    sentence = "You began to bring its new token here 3 days ago. Open the account and go on."
    assert only(dates, DeadlineKind.ROTATION_LEFT).sentence == sentence


def test_a_pretend_account_has_dates_and_reminds_nobody() -> None:
    dates = replace(DATES, badge="Practice", token_created_at=NOW - days(400))
    assert next_step(dates, NOW) == "Rotate now"
    assert due_now(dates, NOW) == ()


def test_an_account_that_was_never_looked_at_has_no_deadline() -> None:
    dates = replace(DATES, token_created_at=None, token_known_since=None)
    assert deadlines(dates, NOW) == ()
    assert next_step(dates, NOW) == "Open it to see its token"


def test_accounts_are_ordered_by_what_is_due() -> None:
    ended = replace(DATES, name="ended", old_token_expires_at=NOW - days(1), old_token_used_at=NOW - days(1))
    sooner = replace(DATES, name="sooner", old_token_expires_at=NOW + days(2))
    later = replace(DATES, name="later", old_token_expires_at=NOW + days(6))
    overdue = replace(DATES, name="overdue", token_created_at=NOW - days(366))
    unknown = replace(DATES, name="unknown", token_created_at=None, token_known_since=NOW - days(40))
    soon = replace(DATES, name="soon", token_created_at=NOW - days(360))
    fine, fresh = DATES, replace(DATES, name="fresh", token_created_at=NOW)
    unseen = replace(DATES, name="unseen", token_created_at=None, token_known_since=None)
    practice = replace(ended, name="practice", badge="Practice")
    left = replace(DATES, name="left", guided=GuidedRotation(GuidedKind.LEAKED, GuidedStep.PRESS, NOW - days(1)))
    expected = [ended, left, sooner, later, overdue, soon, unknown, fine, fresh, practice, unseen]
    mixed = expected[::-1]
    mixed.sort(key=lambda each: due_order(each, NOW))
    assert mixed == expected


def test_every_sentence_is_one_that_ends_in_what_to_do() -> None:
    for dates in (
        DATES,
        replace(DATES, token_created_at=NOW - days(340)),
        replace(DATES, token_created_at=None),
        replace(DATES, guided=GuidedRotation(GuidedKind.PLANNED, GuidedStep.PRESS, NOW, NOW)),
        replace(DATES, old_token_expires_at=NOW + days(9), handed_over=True),
        replace(DATES, old_token_expires_at=NOW + days(1)),
        replace(DATES, old_token_expires_at=NOW - SECOND, old_token_used_at=NOW - days(1)),
    ):
        for each in deadlines(dates, NOW):
            assert each.sentence.endswith(".")
            assert not each.step.endswith(".")

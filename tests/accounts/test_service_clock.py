"""The offset of the service's clock: moved no further than a `Date` demands, and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.service_clock import ServiceClock

HERE = datetime(2026, 11, 24, 8, 30, 0, 400_000, tzinfo=UTC)
SOON = HERE + timedelta(seconds=0.2)


def test_one_clock_for_both_means_an_offset_of_exactly_zero() -> None:
    clock = ServiceClock()
    clock.learn(format_datetime(HERE), HERE, SOON)
    assert clock.offset == timedelta(0)
    clock.learn(format_datetime(HERE - timedelta(seconds=1)), HERE, SOON)  # a server may renew its Date once a second
    assert clock.offset == timedelta(0)


@given(st.timedeltas(timedelta(days=-8000), timedelta(days=8000)), st.floats(0, 30))
def test_the_offset_is_right_to_the_second_and_what_the_answer_took(offset: timedelta, took: float) -> None:
    clock = ServiceClock()
    answered = HERE + timedelta(seconds=took)
    clock.learn(format_datetime(HERE + offset), HERE, answered)
    assert abs(clock.offset - offset) <= timedelta(seconds=2 + took)


def test_it_does_not_jitter_from_answer_to_answer() -> None:
    clock = ServiceClock()
    offset = timedelta(days=2)
    seen = []
    for tenth in range(40):
        here = HERE + timedelta(seconds=tenth / 10)
        clock.learn(format_datetime(here + offset), here, here + timedelta(seconds=0.01))
        seen.append(clock.offset)
    assert len(set(seen[20:])) == 1
    assert abs(seen[-1] - offset) <= timedelta(seconds=2)


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        "",
        "soon",
        "\x00",
        "Tue, 99 Nov 2026 08:30:00 GMT",
        "Tue, 24 Nov 1969 08:30:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "1" * 10_000,
        "Tue, 24 Nov 2026 08:30:00 " + "9" * 400,
    ],
)
def test_garbage_changes_nothing(garbage: str | None) -> None:
    clock = ServiceClock(timedelta(hours=1))
    clock.learn(garbage, HERE, SOON)
    assert clock.offset == timedelta(hours=1)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    ServiceClock().learn(text, HERE, SOON)


def test_a_clock_set_back_during_the_call_teaches_nothing() -> None:
    clock = ServiceClock()
    clock.learn(format_datetime(HERE), HERE, HERE - timedelta(hours=1))
    assert clock.offset == timedelta(0)


def test_a_date_in_another_zone_is_the_same_moment() -> None:
    clock = ServiceClock()
    clock.learn(format_datetime(HERE.astimezone(timezone(timedelta(hours=-8)))), HERE, SOON)
    assert clock.offset == timedelta(0)

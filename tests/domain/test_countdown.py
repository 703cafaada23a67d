"""How long the old token has left, in the contract's words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.countdown import OVERLAP, in_words, per_mille, remaining

NOW = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
FORMS = re.compile(
    r"(?P<days>\d+) days? (?P<rest_hours>\d+) hours? left"
    r"|(?P<hours>\d+) hours? (?P<rest_minutes>\d+) minutes? left"
    r"|(?P<minutes>\d+) minutes? left"
    r"|less than a minute left"
    r"|ended"
)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (OVERLAP, "30 days 0 hours left"),
        (OVERLAP - timedelta(seconds=1), "29 days 23 hours left"),
        (timedelta(days=2, hours=1, minutes=59), "2 days 1 hour left"),
        (timedelta(days=1), "1 day 0 hours left"),
        (timedelta(days=1) - timedelta(microseconds=1), "23 hours 59 minutes left"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute left"),
        (timedelta(hours=1), "1 hour 0 minutes left"),
        (timedelta(hours=1) - timedelta(seconds=1), "59 minutes left"),
        (timedelta(minutes=1), "1 minute left"),
        (timedelta(seconds=59), "less than a minute left"),
        (timedelta(microseconds=1), "less than a minute left"),
        (timedelta(0), "ended"),
        (timedelta(seconds=-1), "ended"),
    ],
)
def test_words(left: timedelta, words: str) -> None:
    assert in_words(left) == words


@given(st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(days=400)))
def test_words_are_rounded_down_and_lose_less_than_their_smallest_unit(left: timedelta) -> None:
    found = FORMS.fullmatch(in_words(left))
    assert found is not None
    said = {unit: int(number) for unit, number in found.groupdict().items() if number is not None}
    smallest = timedelta(hours=1) if "days" in said else timedelta(minutes=1)
    told = timedelta(
        days=said.get("days", 0),
        hours=said.get("hours", 0) + said.get("rest_hours", 0),
        minutes=said.get("minutes", 0) + said.get("rest_minutes", 0),
    )
    assert timedelta(0) <= left - told < smallest
    assert said.get("rest_hours", 0) < 24
    assert said.get("rest_minutes", 0) < 60


@given(st.integers(0, 400 * 86_400))
def test_one_is_singular_and_all_else_plural(seconds: int) -> None:
    for number, unit in re.findall(r"(\d+) (days?|hours?|minutes?)", in_words(timedelta(seconds=seconds))):
        assert unit.endswith("s") is (number != "1")


@given(st.timedeltas(min_value=timedelta(days=-40), max_value=timedelta(days=40)))
def test_what_remains_is_never_below_zero(ahead: timedelta) -> None:
    assert remaining(NOW + ahead, NOW) == max(ahead, timedelta(0))
    assert 0 <= per_mille(ahead) <= 1000


@pytest.mark.parametrize(
    ("left", "thousandths"),
    [
        (OVERLAP, 1000),
        (OVERLAP * 2, 1000),
        (timedelta(days=15), 500),
        (timedelta(days=3), 100),
        (timedelta(0), 0),
        (-OVERLAP, 0),
    ],
)
def test_the_bar(left: timedelta, thousandths: int) -> None:
    assert per_mille(left) == thousandths


def test_the_overlap_is_thirty_days_to_the_second() -> None:
    assert OVERLAP.total_seconds() == 2_592_000

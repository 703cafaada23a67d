"""This computer's clock, and the service's."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.clock import SystemClock, service_time


def test_now_is_the_present_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(0)


def test_elapsed_counts_suspended_time_where_the_system_can_tell() -> None:
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    before = time.clock_gettime(clock)
    assert before <= SystemClock().elapsed() <= time.clock_gettime(clock)


def test_elapsed_where_the_system_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    before = time.monotonic()
    assert before <= SystemClock().elapsed() <= time.monotonic()


def test_the_services_time() -> None:
    class Stopped(SystemClock):
        def now(self) -> datetime:
            return datetime(2026, 11, 24, tzinfo=UTC)

    assert service_time(Stopped(), timedelta(seconds=-90)) == datetime(2026, 11, 23, 23, 58, 30, tzinfo=UTC)
